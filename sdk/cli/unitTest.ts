import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { harmless, harmlessJson } from "../common/harmless";
import { didYouMean } from "../common/nearest";
import { UsageError } from "../common/usageError";
import { AssetError } from "../definition/assets";
import { Mashup } from "../definition/mashup";
import { TESTS, type DefinitionPart } from "../definition/parts";
import { readFolder } from "../definition/readFiles";
import { FabricError } from "../fabric/errors";
import type { Execute } from "../dataTests/runTest";
import { junitXml } from "../unitTests/junit";
import { newCase } from "../unitTests/newCase";
import { Queries } from "../unitTests/queries";
import { runCase, type CaseResult } from "../unitTests/runCase";
import { prepare, type Prepared } from "../unitTests/suite";
import { BadNews, type Output } from "./command";
import { folderOf, localParts, opened } from "./definitions";
import { withService, type ServiceOptions } from "./service";
import { caseLines, countLine } from "./unitTestText";

export interface UnitTestOptions extends Partial<ServiceOptions> {
  unit: string;
  tests?: string;
  via?: string;
  junit?: string;
  documents?: boolean;
  init?: string;
}

/** `test --unit`: runs the unit tests of a folder's M, with rows in place of sources. */
export async function unitTest(options: UnitTestOptions, output: Output): Promise<void> {
  const folder = folderOf(options.unit);
  const tests = (options.tests ?? join(folder, TESTS)).replace(/[\\/]+$/, "");
  const queries = await queriesOf(folder);
  if (options.init !== undefined) return writeNewCase(queries, options.init, tests, options, output);
  const prepared = prepare(await filesOf(tests), tests, queries);
  if (options.documents) return showDocuments(prepared, tests, options, output);
  const { workspace, via } = options;
  if (workspace === undefined || via === undefined)
    throw new UsageError(
      "Give --via <dataflow> and --workspace: unit tests are evaluated on a dataflow. Any dataflow works, even an empty one, because nothing in it is read. " +
        "To see offline what would be sent, give --documents.",
    );
  await withService({ ...options, workspace }, output, async ({ runClient, workspace: { id }, dataflow }) => {
    const item = await dataflow(via);
    await runAll(
      prepared,
      tests,
      (document) => runClient.dataflows.executeQuery(id, item.id, document),
      options,
      output,
    );
  });
}

async function queriesOf(folder: string): Promise<Queries> {
  try {
    const { mashup, mashupPlace } = opened(await localParts(folder), folder);
    return await Queries.of(new Mashup(mashup, mashupPlace));
  } catch (error) {
    throw error instanceof AssetError ? new UsageError(`${error.problem.place}: ${error.problem.message}`) : error;
  }
}

async function filesOf(tests: string): Promise<DefinitionPart[]> {
  try {
    return await readFolder(tests, tests);
  } catch (error) {
    throw error instanceof AssetError ? new UsageError(`${error.problem.place}: ${error.problem.message}`) : error;
  }
}

async function writeNewCase(
  queries: Queries,
  query: string,
  tests: string,
  { json }: UnitTestOptions,
  output: Output,
): Promise<void> {
  if (!queries.has(query)) {
    const names = [...queries.mashup.byName.keys()];
    throw new UsageError(`no query is named "${harmless(query)}"; ${didYouMean(query, names)}`);
  }
  const file = join(tests, `${query.replace(/[^\p{L}\d _-]/gu, "_")}.yaml`);
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(file, newCase(queries, query), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST")
      throw new UsageError(`${harmless(file)} exists already, and is not overwritten.`);
    throw error;
  }
  output.out(json ? harmlessJson({ written: file }, 2) : `written: ${harmless(file)}`);
}

const noCases = (tests: string): UsageError =>
  new UsageError(
    `${harmless(tests)} has no case: a .yaml file with query, given and expect. To write a first one, give --init <query>.`,
  );

async function showDocuments(
  prepared: AsyncIterable<Prepared>,
  tests: string,
  { json }: UnitTestOptions,
  output: Output,
): Promise<void> {
  let count = 0;
  let failed = 0;
  const documents: object[] = [];
  for await (const each of prepared) {
    count++;
    if ("failures" in each) {
      failed++;
      each.failures.forEach((failure) => output.err(failure));
    } else if (json) {
      const { unit, document } = each;
      documents.push({ name: unit.name, at: unit.at, query: unit.query, ...document });
    } else {
      output.out(`// ${harmless(each.unit.at)}: ${harmless(each.unit.name)}`);
      output.out(harmlessLinesOf(each.document.customMashupDocument));
    }
  }
  if (count === 0) throw noCases(tests);
  if (json) output.out(harmlessJson(documents, 2));
  if (failed > 0) throw new BadNews();
}

/** Makes each line harmless; line ends stay. */
const harmlessLinesOf = (text: string): string => text.split("\n").map(harmless).join("\n");

/** How many cases are evaluated at once. */
const AT_ONCE = 4;

async function runAll(
  prepared: AsyncIterable<Prepared>,
  tests: string,
  execute: Execute,
  { json, junit }: UnitTestOptions,
  output: Output,
): Promise<void> {
  const results: (CaseResult & { file: string })[] = [];
  let file: string | undefined;
  const ended = (result: CaseResult & { file: string }) => {
    results.push(result);
    if (json) return;
    if (result.file !== file) output.out(harmless(result.file));
    ({ file } = result);
    for (const line of caseLines(result, output)) output.out(line);
  };
  const going: Promise<CaseResult & { file: string }>[] = [];
  const next = async () => ended(await (going.shift() as Promise<CaseResult & { file: string }>));
  try {
    for await (const each of prepared) {
      if (going.length === AT_ONCE) await next();
      const result = resultOf(each, execute);
      // The loop handles this error when it reaches the result.
      result.catch(() => {});
      going.push(result);
    }
    while (going.length > 0) await next();
  } finally {
    await Promise.allSettled(going);
  }
  if (results.length === 0) throw noCases(tests);
  if (junit !== undefined) await writeFile(junit, junitXml(results));
  if (json) output.out(harmlessJson(results, 2));
  else output.out(countLine(results));
  if (results.some(({ outcome }) => outcome !== "passed")) throw new BadNews();
}

async function resultOf(prepared: Prepared, execute: Execute): Promise<CaseResult & { file: string }> {
  const { file } = prepared;
  if ("document" in prepared)
    return { file, ...(await runCase(execute, prepared.unit, prepared.document, isOfDocument)) };
  const { name, at, query, failures } = prepared;
  return { file, name, at, query, outcome: "error", durationMs: 0, rows: 0, failures };
}

/** True if the service refuses the document before it evaluates anything: it does not parse, or lacks the query. */
const isOfDocument = (error: unknown): error is Error =>
  error instanceof FabricError && error.errorCode === "DataflowExecuteQueryError";
