import { operations, type Operation } from "./operations";
import { runCases, type Case, type Undisturbed } from "./run";

/** The message to a worker process. It gets one. */
export interface Share {
  cases: Case[];
  /** By the operation's name. */
  calm: [name: string, undisturbed: Undisturbed][];
}

/** Its message for each case. */
export interface Done {
  at: number;
  wrong: string[];
}

async function work({ cases, calm }: Share): Promise<void> {
  const byName = new Map(calm);
  const found = new Map<Operation, Undisturbed>();
  for (const operation of operations) {
    const undisturbed = byName.get(operation.name);
    if (undisturbed) found.set(operation, undisturbed);
  }
  await runCases(cases, found, (one, wrong) => process.send?.({ at: cases.indexOf(one), wrong } satisfies Done));
}

process.once("message", (share: Share) => {
  work(share).then(
    () => process.disconnect(),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
