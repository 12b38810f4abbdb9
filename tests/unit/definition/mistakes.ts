import { expect } from "chai";
import { MASHUP, METADATA, type DefinitionPart } from "../../../sdk/definition/parts";
import { understand } from "../../../sdk/definition/understand";
import { ownDefinition, replacePart, textOf, textPart } from "./samples";

export const sales = ownDefinition("Sales");
/** The last sentence of messages about unreadable M, for errors and for warnings. */
export const warn = 'set validate to "warn" if the service accepts it';
export const off = 'set validate to "off" if the service accepts it';

/** A definition with this M, and metadata that has an entry for each of these queries. */
export function definition(
  mashup: string,
  entries: Record<string, object> = { A: {} },
  more: object = {},
): DefinitionPart[] {
  const queriesMetadata = Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => [key, { queryId: key, queryName: key, ...entry }]),
  );
  return [
    textPart(MASHUP, mashup),
    textPart(METADATA, JSON.stringify({ formatVersion: "202502", queriesMetadata, ...more }, undefined, 2)),
  ];
}
export const m = (members: string, entries?: Record<string, object>, more?: object) =>
  definition(`section Section1;\n${members}`, entries, more);
export const edited = (path: string, from: string, to: string) =>
  replacePart(sales, path, textOf(sales, path).replace(from, to));
export const without = (...paths: string[]) => sales.filter(({ path }) => !paths.includes(path));

export const notLoaded =
  "the service refuses to publish that; set `loadEnabled` to false in its entry (left out, it is true)";

/** The mistake, the parts, and the expected problems, each as `severity place: message`. */
export type Mistake = [what: string, parts: DefinitionPart[], ...problems: string[]];

export function eachIsReported(table: readonly Mistake[]): void {
  for (const [what, parts, ...expected] of table)
    it(`is reported: ${what}`, async () => {
      const { problems } = await understand(parts);
      expect(problems.map(({ severity, place, message }) => `${severity} ${place}: ${message}`)).to.deep.equal(
        expected,
      );
    });

  it("still has fingerprints, which all differ", async () => {
    const seen = new Map<string, string>();
    for (const [what, parts] of table) {
      const { definitionFingerprint } = await understand(parts);
      expect(seen.get(definitionFingerprint), what).to.equal(undefined);
      seen.set(definitionFingerprint, what);
    }
  });
}
