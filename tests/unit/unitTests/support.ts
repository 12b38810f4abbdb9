import * as parser from "@microsoft/powerquery-parser";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Mashup, isProblem } from "../../../sdk/definition/mashup";
import type { DefinitionPart } from "../../../sdk/definition/parts";
import { mayReachOutside } from "../../../sdk/definition/m/library";
import { Queries } from "../../../sdk/unitTests/queries";
import { prepare, type Prepared } from "../../../sdk/unitTests/suite";

export const fixtures = join(__dirname, "../../fixtures/unitTests");
export const salesText = readFileSync(join(fixtures, "Sales.Dataflow/mashup.pq"), "utf8");

export const queriesOf = (text: string): Promise<Queries> => Queries.of(new Mashup(text, "mashup.pq"));

/** The files of a folder of tests, with paths below it. */
export const filesIn = (folder: string): DefinitionPart[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { path: file.slice(folder.length + 1).replaceAll("\\", "/"), content: readFileSync(file) };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));

/** The results of cases for a mashup and the text of `tests/case.yaml`, with other files beside it. */
export async function prepared(text: string, yaml: string, beside: Record<string, string> = {}): Promise<Prepared[]> {
  const files = Object.entries({ "case.yaml": yaml, ...beside }).map(([path, content]) => ({
    path,
    content: Buffer.from(content),
  }));
  const found: Prepared[] = [];
  for await (const each of prepare(files, "tests", await queriesOf(text))) found.push(each);
  return found;
}

/** The failures of cases that cannot be evaluated, one on each line. */
export const failuresOf = (all: readonly Prepared[]): string =>
  all.flatMap((each) => ("failures" in each ? each.failures : [])).join("\n");

/** The document of the only case. */
export async function documentOf(text: string, yaml: string, beside?: Record<string, string>): Promise<string> {
  const [only, ...more] = await prepared(text, yaml, beside);
  if (!only || more.length > 0 || !("document" in only)) throw new Error(failuresOf(only ? [only, ...more] : []));
  return only.document.customMashupDocument;
}

/**
 * The mistakes of a document: those of the product's parser and of Microsoft's parser, any source in it, and any query of
 * the whole mashup that it uses without a declaration.
 */
export async function wrongWith(document: string, whole = salesText): Promise<string[]> {
  const all = new Mashup(whole, "whole").byName;
  const mashup = new Mashup(document, "document");
  const own: string[] = [];
  for (const query of mashup.queries) {
    const facts = await mashup.facts(query);
    if (isProblem(facts)) own.push(facts.message);
    else
      own.push(
        ...facts.references
          .map(({ name }) => name)
          .filter((name) => !mashup.byName.has(name) && (mayReachOutside(name) || all.has(name)))
          .map((name) => `names ${name}`),
      );
  }
  const parsed = await parser.TaskUtils.tryLexParse(parser.DefaultSettings, document);
  return [...own, ...(parser.TaskUtils.isParseStageOk(parsed) ? [] : [`Microsoft's parser: ${parsed.error?.message}`])];
}
