import { canonicalTokens } from "../definition/m/canonicalTokens";
import { Unreadable } from "../definition/m/cursor";
import { freeNamesOf, type NameUse } from "../definition/m/letSteps";
import { namesEverything } from "../definition/m/library";
import { applyEdits } from "../definition/m/positions";
import { readMember } from "../definition/m/read";
import { writtenName } from "../definition/m/text";
import { scan } from "../definition/m/tokens";
import type { Mashup } from "../definition/mashup";
import { harmless } from "../common/harmless";
import { freeName } from "./freeName";

/** The live form of a query, for a document that holds the new form. */
export type LiveCopies =
  | { kind: "new" }
  | { kind: "same" }
  | { kind: "refused"; reason: string }
  /** `query` is the name of its copy; `members` are declarations to add. */
  | { kind: "copied"; query: string; members: string[] };

/** A member's expression, its tokens without comments, and the names in it that it does not define itself. */
interface Code {
  text: string;
  means: string;
  free: readonly NameUse[];
}

class Refused extends Error {}

/**
 * Returns copies, under new names, of the members of the live M that a query needs and that differ from the new ones. Both sides share the
 * members that did not change, so that their sources are read once. Each copy is a member of the section, so that parameters stay parameters and
 * the service finds sources as in the definition itself.
 */
export function liveCopies(live: Mashup, candidate: Mashup, query: string): LiveCopies {
  if (!live.byName.has(query)) return { kind: "new" };
  try {
    const [before, after] = [closure(live, query), closure(candidate, query)];
    const stranger = [...before.values()]
      .flatMap(({ free }) => free)
      .find(({ name }) => !live.byName.has(name) && candidate.byName.has(name));
    if (stranger)
      throw new Refused(
        `the live M uses ${harmless(stranger.name)}, which is not a query there, but the new M declares a query of that name`,
      );
    const differing = differingNames(before, after);
    if (!differing.has(query)) return { kind: "same" };
    const names = new Map([...differing].map((name) => [name, freeName(`${name} (live)`, [live, candidate])]));
    const members = [...differing].map((name) => copy(before.get(name)!, name, names));
    return { kind: "copied", query: names.get(query)!, members };
  } catch (error) {
    if (error instanceof Refused) return { kind: "refused", reason: error.message };
    throw error;
  }
}

/** Returns the members that a query needs, itself first. */
function closure(mashup: Mashup, query: string): Map<string, Code> {
  const found = new Map<string, Code>();
  const left = [query];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (found.has(name)) continue;
    const code = codeOf(mashup, name);
    found.set(name, code);
    left.push(...code.free.map((use) => use.name).filter((used) => mashup.byName.has(used)));
  }
  return found;
}

function codeOf(mashup: Mashup, name: string): Code {
  const text = mashup.textOf(mashup.byName.get(name)!);
  const where = `${harmless(name)} (${mashup.at(mashup.byName.get(name)!.start)})`;
  let value;
  try {
    ({ value } = readMember(text));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Refused(`${where} cannot be read: ${error.message}`);
  }
  const code = text.slice(value.start, value.end);
  const tokens = scan(code).filter(({ kind }) => kind !== "comment");
  const wordsOf = tokens.map(({ kind, start, end }) => (kind === "text" ? "" : code.slice(start, end)));
  const everything = wordsOf.find(namesEverything);
  if (everything !== undefined)
    throw new Refused(`${where} takes names from ${everything}, so that the members that it reads are not known`);
  if (wordsOf.includes("!"))
    throw new Refused(
      `${where} names a query by its section (Section1!Name), which would be the new query on both sides`,
    );
  const free = freeNamesOf(value, text).map((use) => ({
    ...use,
    start: use.start - value.start,
    end: use.end - value.start,
  }));
  return { text: code, means: canonicalTokens(code, tokens, 0, tokens.length), free };
}

/** Returns the names of the live members whose meaning differs from the new ones of the same name, by themselves or through others. */
function differingNames(before: ReadonlyMap<string, Code>, after: ReadonlyMap<string, Code>): Set<string> {
  const usedBy = new Map<string, string[]>();
  for (const [name, { free }] of before)
    for (const used of free) usedBy.set(used.name, [...(usedBy.get(used.name) ?? []), name]);
  const differing = new Set(
    [...before].filter(([name, { means }]) => after.get(name)?.means !== means).map(([n]) => n),
  );
  for (const name of differing) for (const user of usedBy.get(name) ?? []) differing.add(user);
  return differing;
}

function copy({ text, free }: Code, name: string, names: ReadonlyMap<string, string>): string {
  const edits = free.flatMap(({ name: used, start, end }) => {
    const renamed = names.get(used);
    return renamed === undefined ? [] : [{ start, end, text: writtenName(renamed) }];
  });
  return `shared ${writtenName(names.get(name)!)} = ${applyEdits(text, edits)};`;
}
