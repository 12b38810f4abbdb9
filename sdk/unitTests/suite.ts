import { error, problemText, type Problem } from "../common/problem";
import { nearest } from "../common/nearest";
import { partText, type DefinitionPart } from "../definition/parts";
import { LIMITS } from "../definition/limits";
import { readCases, type Case } from "./caseFile";
import { unitDocument, type UnitDocument } from "./document";
import type { Queries } from "./queries";

/** A case that can be evaluated, or the reasons why it cannot. */
export type Prepared =
  | { file: string; unit: Case; document: UnitDocument }
  | { file: string; name: string; at: string; query: string; failures: string[] };

const CASE_FILE = /\.ya?ml$/i;

/**
 * Yields the cases of a folder's files. Each document is made when it is asked for. `place` begins the messages. Files
 * that are not YAML are data for cases.
 */
export async function* prepare(
  files: readonly DefinitionPart[],
  place: string,
  queries: Queries,
): AsyncGenerator<Prepared> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const readBeside = (from: string) => (name: string, at: string, problems: Problem[]) => {
    const path = beside(from, name);
    const found = path === undefined ? undefined : byPath.get(path);
    if (found) return textOf(found, `${place}/${found.path}`, LIMITS.rowsBytes, problems);
    const [near] = nearest(name, byPath.keys());
    problems.push(
      error(at, `there is no file ${name} beside the case${near === undefined ? "" : `; did you mean ${near}?`}`),
    );
    return undefined;
  };
  for (const part of files) {
    if (!CASE_FILE.test(part.path)) continue;
    const file = `${place}/${part.path}`;
    const problems: Problem[] = [];
    const text = textOf(part, file, LIMITS.caseBytes, problems);
    const read = text === undefined ? { cases: [], problems } : readCases(text, file, readBeside(part.path));
    if (read.problems.length > 0)
      yield { file, name: part.path, at: file, query: "", failures: failuresOf(read.problems) };
    else for (const unit of read.cases) yield { file, ...(await documentOf(queries, unit)) };
  }
}

async function documentOf(queries: Queries, unit: Case) {
  const made = await unitDocument(queries, unit);
  if ("document" in made) return { unit, document: made.document };
  const { name, at, query } = unit;
  return { name, at, query, failures: failuresOf(made.problems) };
}

const MAX_FAILURES = 50;

const failuresOf = (problems: readonly Problem[]): string[] => [
  ...problems.slice(0, MAX_FAILURES).map(problemText),
  ...(problems.length > MAX_FAILURES ? [`and ${problems.length - MAX_FAILURES} more`] : []),
];

function textOf({ content }: DefinitionPart, place: string, most: number, problems: Problem[]): string | undefined {
  if (content.byteLength > most) {
    problems.push(
      error(place, `has ${content.byteLength} bytes, more than the limit of ${most}; give fewer rows, or split it`),
    );
    return undefined;
  }
  try {
    return partText(content);
  } catch {
    problems.push(error(place, "is not UTF-8 text; save it as UTF-8"));
    return undefined;
  }
}

/** Returns the path of a file that a case names, relative to the case's own file and within the folder of tests. */
function beside(from: string, name: string): string | undefined {
  const segments = from.split("/").slice(0, -1);
  for (const segment of name.replaceAll("\\", "/").split("/")) {
    if (segment === ".") continue;
    if (segment !== "..") segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join("/");
}
