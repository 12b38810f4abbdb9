import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Operation } from "./operations";
import type { Case, Undisturbed } from "./run";
import type { Done, Share } from "./worker";

/** Runs cases as `runCases` does, on all of this machine's processors. */
export async function runCasesInProcesses(
  cases: readonly Case[],
  found: Map<Operation, Undisturbed>,
  onDone: (one: Case, wrong: string[]) => void,
): Promise<void> {
  const calm = [...found].map(([{ name }, undisturbed]): Share["calm"][number] => [name, undisturbed]);
  const count = availableParallelism();
  const shares = Array.from({ length: count }, (_, share) => cases.filter((_, i) => i % count === share));
  await Promise.all(
    shares.map(async (share) => {
      const left = new Set(share);
      const worker = fork(join(__dirname, "worker.ts"), { serialization: "advanced" });
      worker.on("message", ({ at, wrong }: Done) => {
        const one = share[at]!;
        left.delete(one);
        onDone(one, wrong);
      });
      worker.send({ cases: share, calm } satisfies Share);
      const [code] = (await once(worker, "exit")) as [number | null];
      if (left.size > 0) throw new Error(`a worker ended with ${code} and left ${left.size} cases`);
    }),
  );
}
