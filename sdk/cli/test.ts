import { isStandardInput, readGivenFile } from "./givenFile";
import { readMashup, requireQueries } from "./mashupFile";
import { harmless, harmlessJson } from "../common/harmless";
import { checkTests, type Expectation } from "../model/expectation";
import { resultText, runTest } from "../dataTests/runTest";
import type { TestResult } from "../model/expectation";
import { problemText } from "../common/problem";
import { BadNews, type Command } from "./command";
import { UsageError } from "../common/usageError";
import { asksService, withService, type ServiceOptions } from "./service";

interface Options extends ServiceOptions {
  expect: string;
  mashup: string;
}

/** Of a file of expectations. */
const MOST_BYTES = 1024 * 1024;

/** `test`: data tests without a deployment. */
export const test: Command = (program, output) => {
  asksService(program.command("test"))
    .summary("try a mashup on a dataflow's live connections against expectations, without deploying it")
    .description(
      "Evaluates queries of an M section document on a dataflow's live connections and judges their rows, as `tests` of the Dataflow " +
        "resource does before it writes. Nothing is written. Ends with 1 where a test fails.",
    )
    .argument("<dataflow>", "name or id")
    .requiredOption("--mashup <file>", "the M section document to try")
    .requiredOption(
      "--expect <file>",
      'JSON of query name to expectation: {"Orders": {"minRows": 1, "unique": ["OrderId"]}}',
    )
    .addHelpText(
      "after",
      `
Example:
  $ pulumi-fabric-dataflow test "Sales" --workspace Finance --mashup Sales.Dataflow/mashup.pq --expect tests.json`,
    )
    .action(async (dataflow: string, options: Options) => {
      if (isStandardInput(options.expect) && isStandardInput(options.mashup))
        throw new UsageError("--mashup and --expect cannot both be standard input: give one of them as a file.");
      const tests = await readTests(options.expect);
      const mashup = await readMashup(options.mashup);
      requireQueries(mashup, Object.keys(tests), options.mashup);
      return withService(options, output, async ({ runClient, workspace, ...service }) => {
        const { id } = await service.dataflow(dataflow);
        const results: TestResult[] = [];
        for (const [query, expectation] of Object.entries(tests)) {
          const result = await runTest(
            (document) => runClient.dataflows.executeQuery(workspace.id, id, document),
            mashup,
            query,
            expectation,
          );
          results.push(result);
          if (!options.json) output.out(resultText(result));
        }
        if (options.json) output.out(harmlessJson(results, 2));
        if (results.some(({ outcome }) => outcome === "failed")) throw new BadNews();
      });
    });
};

async function readTests(file: string): Promise<Record<string, Expectation>> {
  const text = await readGivenFile("--expect", file, MOST_BYTES);
  let tests: unknown;
  try {
    tests = JSON.parse(text);
  } catch {
    throw new UsageError(`--expect: ${harmless(file)} is not valid JSON.`);
  }
  const problems = checkTests(tests, "tests");
  if (problems.length > 0) throw new UsageError(problems.map(problemText).join("\n"));
  if (Object.keys(tests as object).length === 0)
    throw new UsageError(`${harmless(file)} names no query, so there is nothing to check.`);
  return tests as Record<string, Expectation>;
}
