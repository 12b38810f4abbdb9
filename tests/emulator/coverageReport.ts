import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { NOT_VALIDATED, specification } from "./openapi";
import type { SpecOperation } from "./openapiFiles";
import { ROUTES } from "./routes";

const USAGE = `usage: EMULATOR_COVERAGE=<folder> npm test, then
       EMULATOR_COVERAGE=<folder> npm run emulator:coverage

Lists the operations and error codes of Microsoft's OpenAPI files that no test has seen. FABRIC_REST_API_SPECS names
the folder of the files.`;

// Documented, but impossible in the emulator: by operation, or by error code.
const OUT_OF_REACH: [RegExp, string][] = [
  [/ UnknownError$/, "the service's own failure: faults give it"],
  [/(Dataflow|Dataflows|Lakehouse|Lakehouses) InvalidItemType$/, "a typed path names no type"],
  [/OnDemand(Execute|ApplyChanges) InvalidJobType$/, "a typed path names its job type"],
  [/DataflowDefinition OperationNotSupportedForItem$/, "a typed path knows no item of another type"],
  [/CreateLakehouse CorruptedPayload$/, "definitions of lakehouses are not emulated"],
];

const isReachable = (id: string, code: string): boolean =>
  !OUT_OF_REACH.some(([pattern]) => pattern.test(`${id} ${code}`));

/** The error codes that an operation's description lists. */
export const documentedCodes = ({ responses }: SpecOperation): string[] =>
  [...(responses.default?.description ?? "").matchAll(/\*\s+(\w+)\s+-/g)].map((match) => match[1] as string);

export interface Coverage {
  /** Operations of the emulator that never succeeded. */
  operations: string[];
  /** The documented error codes that were never returned, by operation. */
  codes: Record<string, string[]>;
  /** Operations of the same parts of the specification that the emulator does not have. */
  notServed: string[];
}

/** Finds what the recorded lines (`operationId status errorCode`) do not cover. */
export function uncovered(all: SpecOperation[], lines: string[]): Coverage {
  const seen = lines.map((line) => line.split(" ") as [string, string, string?]);
  const served = new Set(ROUTES.map(({ operationId }) => operationId));
  const known = all.filter(({ id }) => served.has(id));
  const isGood = (id: string) => seen.some(([operation, status]) => operation === id && Number(status) < 400);
  const codes = known.map((operation): [string, string[]] => {
    const came = new Set(seen.filter(([id]) => id === operation.id).map(([, , code]) => code));
    return [
      operation.id,
      documentedCodes(operation).filter((code) => !came.has(code) && isReachable(operation.id, code)),
    ];
  });
  const areas = new Set(known.map(({ id }) => id.split("_")[0]));
  return {
    operations: known.filter(({ id }) => !isGood(id)).map(({ id }) => id),
    codes: Object.fromEntries(codes.filter(([, missing]) => missing.length > 0)),
    notServed: all.filter(({ id }) => areas.has(id.split("_")[0]) && !served.has(id)).map(({ id }) => id),
  };
}

async function main(): Promise<void> {
  const folder = process.env.EMULATOR_COVERAGE;
  const spec = await specification();
  if (!folder || !spec) {
    console.log(spec ? USAGE : NOT_VALIDATED);
    process.exitCode = 2;
    return;
  }
  const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));
  const lines = files.flatMap((name) => readFileSync(path.join(folder, name), "utf8").split("\n").filter(Boolean));
  const { operations, codes, notServed } = uncovered([...spec.operations.values()], lines);
  console.log(`operations that no test has seen succeed: ${operations.join(", ") || "none"}`);
  console.log("documented error codes that no test has seen:");
  for (const [id, missing] of Object.entries(codes)) console.log(`  ${id}: ${missing.join(", ")}`);
  if (Object.keys(codes).length === 0) console.log("  none");
  console.log("out of reach, and not counted:");
  for (const [pattern, why] of OUT_OF_REACH) console.log(`  ${pattern.source}: ${why}`);
  console.log(`operations of the same areas that the emulator does not serve: ${notServed.join(", ")}`);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
