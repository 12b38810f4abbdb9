import { isStandardInput, readGivenFile } from "./givenFile";
import { readMashup, requireQueries, storedMashup } from "./mashupFile";
import { writeFile } from "node:fs/promises";
import { junitXml } from "../unitTests/junit";
import { harmless, harmlessJson } from "../common/harmless";
import { checkTests, expectationsOf, type Expectations } from "../model/expectation";
import { relationshipsOf } from "../dataTests/expectations";
import { keptResult, resultText, runTests, testName, type NotedResult } from "../dataTests/runTest";
import type { TestResult } from "../model/expectation";
import { problemText } from "../common/problem";
import { BadNews, type Command } from "./command";
import { UsageError } from "../common/usageError";
import { withService, WORKSPACE_VARIABLE, type ServiceOptions } from "./service";
import { wrap } from "./table";
import type { UnitTestOptions } from "./unitTest";

type DataTestOptions = ServiceOptions & { expect: string; mashup: string; junit?: string };
type Options = Partial<DataTestOptions & UnitTestOptions>;

/** Limit for a file of expectations. */
const MAX_BYTES = 1024 * 1024;

/** `test`: runs data tests without a deployment, and unit tests. */
export const test: Command = (program, output) => {
  program
    .command("test")
    .summary("try a mashup without deploying it: on live connections, or with rows in place of sources")
    .description(
      "With --mashup and --expect: evaluates queries of an M section document on a dataflow's live connections and checks their rows, as " +
        "`tests` of the Dataflow resource does before a write. With --unit: evaluates the cases in a folder's tests/*.yaml, with rows " +
        "in place of sources, so that no source is read. Nothing is written. Ends with 1 if a test fails.",
    )
    .argument("[dataflow]", "name or id; with --unit use --via instead")
    .option("-w, --workspace <name or id>", `the workspace (required, or ${WORKSPACE_VARIABLE})`)
    .option("-s, --stack <name>", "use fabric-dataflow:... of this stack's configuration too (needs the Pulumi CLI)")
    .option("--json", "print JSON")
    .option("--mashup <file>", "the M section document to try (required without --unit)")
    .option(
      "--expect <file>",
      'JSON of query name to expectation (required without --unit): {"Orders": {"minRows": 1, "unique": ["OrderId"]}}',
    )
    .option("--unit <folder>", "run the unit tests of the dataflow in this folder")
    .option(
      "--via <dataflow>",
      "with --unit: the dataflow that evaluates them, by name or id (required there); it may be empty",
    )
    .option("--tests <folder>", "with --unit: the folder with the cases, if it is not the dataflow's own tests")
    .option("--junit <file>", "write the results as JUnit XML too")
    .option("--documents", "with --unit: print the M that would be sent, offline")
    .option("--init <query>", "with --unit: write a first case for this query, offline")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow test "Sales" --workspace Finance --mashup Sales.Dataflow/mashup.pq --expect tests.json
  $ pulumi-fabric-dataflow test --unit ./Sales.Dataflow --init Orders
  $ pulumi-fabric-dataflow test --unit ./Sales.Dataflow --via "Unit tests" --workspace Finance --junit unit-tests.xml`,
    )
    .action(async (dataflow: string | undefined, options: Options) => {
      const given = { ...options, workspace: options.workspace ?? output.env[WORKSPACE_VARIABLE] };
      const { unit } = given;
      if (unit !== undefined) {
        if (dataflow !== undefined) throw new UsageError("With --unit, give the dataflow that evaluates by --via.");
        const { unitTest } = require("./unitTest") as typeof import("./unitTest");
        return unitTest({ ...given, unit }, output);
      }
      const data = dataTestOptions(dataflow, given);
      if (isStandardInput(data.expect) && isStandardInput(data.mashup))
        throw new UsageError("Give --mashup or --expect as a file: only one of them can be standard input.");
      const tests = await readTests(data.expect);
      const mashup = await readMashup(data.mashup);
      const targets = Object.values(tests).flatMap(expectationsOf).flatMap(relationshipsOf);
      requireQueries(mashup, [...Object.keys(tests), ...targets.map(({ to }) => to.query)], data.mashup);
      return withService(data, output, async ({ runClient, workspace, ...service }) => {
        const { id } = await service.dataflow(data.dataflow);
        const compares = Object.values(tests)
          .flatMap(expectationsOf)
          .some(({ compare }) => compare !== undefined);
        const live = compares ? await storedMashup(service, workspace.id, id) : undefined;
        const results: TestResult[] = [];
        for (const [query, expectation] of Object.entries(tests)) {
          const ofQuery = await runTests(
            (document) => runClient.dataflows.executeQuery(workspace.id, id, document),
            mashup,
            query,
            expectationsOf(expectation),
            { ...(live !== undefined && { live }) },
          );
          for (const result of ofQuery) {
            results.push(keptResult(result));
            if (!data.json) for (const line of resultLines(result, output.columns)) output.out(line);
            for (const warning of result.warnings ?? []) output.err(`${harmless(query)}: ${warning}`);
          }
        }
        if (data.junit !== undefined)
          await writeFile(data.junit, junitXml(results.map((result) => asCase(result, data.expect))));
        if (data.json) output.out(harmlessJson(results, 2));
        if (results.some(({ outcome }) => outcome === "failed")) throw new BadNews();
      });
    });
};

/** Returns the lines of a result. Each of several failures has its own line. `columns` is the width of the terminal. */
function resultLines(result: NotedResult, columns: number | undefined): string[] {
  if (result.failures === undefined || result.failures.length < 2 || result.outcome === "warned")
    return wrap(resultText(result), columns);
  const width = columns === undefined ? undefined : columns - 4;
  return [
    `${testName(result)} failed in ${result.failures.length} ways (rows seen: ${result.rows}):`,
    ...result.failures.flatMap((failure) =>
      wrap(failure, width).map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`)),
    ),
  ];
}

/** Returns a data test in the form of a pipeline's test results: one suite for each file of expectations. */
const asCase = ({ query, name, rows, durationMs, outcome, failures, warnings }: TestResult, file: string) => ({
  name: name === undefined ? query : `${query}: ${name}`,
  at: file,
  file,
  query,
  rows,
  durationMs,
  outcome: outcome === "warned" ? ("passed" as const) : outcome,
  ...(failures && { failures }),
  ...(warnings && { warnings }),
});

function dataTestOptions(dataflow: string | undefined, given: Options): DataTestOptions & { dataflow: string } {
  const { workspace, mashup, expect } = given;
  if (dataflow !== undefined && workspace !== undefined && mashup !== undefined && expect !== undefined)
    return { ...given, dataflow, workspace, mashup, expect };
  const missing = Object.entries({
    "<dataflow>": dataflow,
    "--workspace": workspace,
    "--mashup": mashup,
    "--expect": expect,
  });
  const names = missing.filter(([, value]) => value === undefined).map(([name]) => name);
  throw new UsageError(`a data test needs ${names.join(", ")} too; for unit tests give --unit <folder>.`);
}

async function readTests(file: string): Promise<Record<string, Expectations>> {
  const text = await readGivenFile("--expect", file, MAX_BYTES);
  let tests: unknown;
  try {
    tests = JSON.parse(text);
  } catch {
    throw new UsageError(`--expect: ${harmless(file)} is not valid JSON.`);
  }
  const problems = checkTests(tests, "tests");
  if (problems.length > 0) throw new UsageError(problems.map(problemText).join("\n"));
  if (Object.keys(tests as object).length === 0)
    throw new UsageError(`--expect: ${harmless(file)} names no query. Name at least one.`);
  return tests as Record<string, Expectations>;
}
