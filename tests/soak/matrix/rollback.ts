import { startEmulator, type Emulator } from "../../emulator/index";
import { definition, mashupOf } from "../../lifecycle/assets";
import { Resource } from "../../lifecycle/resource";
import type { World } from "../../lifecycle/world";
import { faults, type Fault } from "./faults";
import { age, impatientWorld } from "./world";

/*
 * An update whose publish fails and that is rolled back, with a fault at each of its requests. The results differ, but nothing is lost,
 * and the next `up`, whose publish succeeds, ends as declared.
 */

export interface RollbackCase {
  request: string;
  /** The number of the request with that name, from 1. */
  nth: number;
  fault: Fault;
}

export const rollbackTitle = ({ request, nth, fault }: RollbackCase): string =>
  `rollback, ${fault.name} at ${request}${nth > 1 ? ` ${nth}` : ""}`;

const [OLD, NEW] = ["one", "two"].map((row) => mashupOf({ Orders: row })) as [string, string];
const GIVES_UP_MS = 2_500;
const MAX_REPETITIONS = 3;

async function inItsWorld<T>(attemptMs: number | undefined, use: (stage: Stage) => Promise<T>): Promise<T> {
  const emulator = await startEmulator();
  try {
    const world = impatientWorld(emulator, attemptMs);
    const sales = new Resource(world, "dataflow");
    const args = (row: string) => ({
      workspaceId: emulator.workspaceId,
      displayName: "Sales",
      definition: definition({ Orders: row }),
      publishOnUpdate: true,
      rollback: true,
    });
    await sales.up(args("one"));
    age(world);
    emulator.clearRequests();
    return await use({ world, emulator, sales, up: () => sales.up(args("two")) });
  } finally {
    await emulator.close({ allowViolations: true });
  }
}

interface Stage {
  world: World;
  emulator: Emulator;
  sales: Resource;
  up(): Promise<unknown>;
}

/** Runs the update whose publish fails. Returns its error, with the result of the rollback. */
async function failing({ emulator, up }: Stage): Promise<string> {
  // Another fault may come before the job starts. Then the next job fails instead.
  const rule = emulator.faults.add({
    operation: "runApplyChanges",
    fault: { kind: "job", job: { outcome: "fail", message: "no schema" } },
  });
  const said = await up().then(
    () => "",
    (error: unknown) => String(error),
  );
  emulator.faults.remove(rule);
  return said;
}

export async function rollbackCases(): Promise<RollbackCase[]> {
  return inItsWorld(undefined, async (stage) => {
    const said = await failing(stage);
    if (!said.includes("is written back and published")) throw new Error(`nothing was rolled back: ${said}`);
    const names = stage.emulator.requests.map(({ operation }) => operation);
    return names.flatMap((request, at) => {
      const nth = names.slice(0, at + 1).filter((other) => other === request).length;
      // The number of polls depends on the time. Only the first one is tested.
      if (nth > 1 && ["getJobInstance", "getOperation"].includes(request)) return [];
      return faults.map((fault) => ({ request, nth, fault }));
    });
  });
}

/** The problem of a case, or undefined. */
export async function runRollbackCase(one: RollbackCase): Promise<string[]> {
  const { request, nth, fault } = one;
  return inItsWorld(fault.fault.kind === "hang" ? GIVES_UP_MS : undefined, async (stage) => {
    const { emulator, sales, up } = stage;
    const wrong: string[] = [];
    const check = (isRight: boolean, what: string): void =>
      void (isRight || wrong.push(`${rollbackTitle(one)}: ${what}`));
    emulator.faults.add({ operation: request, skip: nth - 1, times: fault.times, fault: fault.fault });
    const said = await failing(stage);
    check(
      emulator.requests.some((entry) => entry.fault !== undefined),
      "the fault was not met",
    );
    // A rollback writes the service's own line ends.
    const stored = emulator.item(sales.id).edited?.["mashup.pq"]?.replaceAll("\r\n", "\n") ?? "";
    check([OLD, NEW].includes(stored), "the stored definition is neither of the two");
    if (said.includes("is written back"))
      check(stored === OLD, "it says that the former definition is written back, and it is not");
    let left: unknown = "never tried";
    for (let again = 0; again < MAX_REPETITIONS && left !== undefined; again++)
      left = await up().then(
        () => undefined,
        (error: unknown) => error,
      );
    check(left === undefined, `the next ups fail: ${String(left)}`);
    const { edited, published } = emulator.item(sales.id);
    check(edited?.["mashup.pq"] === NEW, "the declared definition is not stored in the end");
    check(published?.["mashup.pq"] === NEW, "the declared definition is not published in the end");
    check((await up().catch((error: unknown) => String(error))) === "same", "something is left to do in the end");
    check(sales.outs.rolledBack === undefined, "the state still says that it was rolled back");
    check(emulator.items().filter(({ type }) => type === "Dataflow").length === 1, "there is another item");
    return wrong;
  });
}
