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

/** How the live form of a query comes into a document that holds the new one. */
export type LiveCopies =
  | { kind: "new" }
  | { kind: "same" }
  | { kind: "refused"; reason: string }
  /** `query` is the name of its copy; `members` are declarations to add. */
  | { kind: "copied"; query: string; members: string[] };

/** A member's expression, its tokens without comments, and the names in it that nothing within it binds. */
interface Code {
  text: string;
  means: string;
  free: readonly NameUse[];
}

class Refused extends Error {}

/**
 * The members of the live M that differ from the new ones, as far as a query needs them, under names of their own. What both have is shared:
 * a source that did not change stands once. Each copy stays a member of the section, as the service knows it, so that parameters stay
 * parameters and sources are found as they are in the definition itself.
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
        `the live M uses ${harmless(stranger.name)}, which is no query there, and the new one declares a query of that name`,
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

/** What a query needs of its document, itself first. */
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
    throw new Refused(`${where} takes names by ${everything}, so that what it reads cannot be told apart`);
  if (wordsOf.includes("!"))
    throw new Refused(
      `${where} names a query by its section (Section1!Name), which would be the new one on both sides`,
    );
  const free = freeNamesOf(value, text).map((use) => ({
    ...use,
    start: use.start - value.start,
    end: use.end - value.start,
  }));
  return { text: code, means: canonicalTokens(code, tokens, 0, tokens.length), free };
}

/** The live members that mean something else than the new ones of the same name, themselves or through what they use. */
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
