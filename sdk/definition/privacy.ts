import { readsOutside } from "./m/library";
import { splitSection, type SectionText } from "./m/section";
import { bareName } from "./m/text";
import { factsOfText, isProblem, type Mashup } from "./mashup";
import type { Opened } from "./open";
import { listed } from "../common/nearest";
import { isObject } from "../common/objects";
import { warning, type Problem } from "../common/problem";

/*
 * The privacy firewall of Power Query blocks a query that combines sources, unless the definition allows it. The portal asks for that; the API
 * does not. https://learn.microsoft.com/power-query/privacy-levels
 */
const ATTRIBUTE = "AllowCombine";

/** The calls with which a member itself reads from outside the dataflow, and the queries that it uses. */
interface Mentions {
  calls: string[];
  uses: string[];
}

/**
 * Returns the mentions of each member, by its name. They are found by tokens, so that M that cannot be parsed is searched too. A name that
 * is defined within a query is treated as the name of another query until the query is parsed ({@link asRead}). Attributes are not
 * searched, because they name destinations.
 */
function mentionsOf({ text, tokens, members }: SectionText): Map<string, Mentions> {
  const found = new Map<string, Mentions>(
    members.flatMap(({ name }) => (name === undefined ? [] : [[name, { calls: [], uses: [] }]])),
  );
  for (const { name, nameSpan, firstToken, endToken } of members) {
    const mentions = name === undefined ? undefined : found.get(name);
    if (!mentions) continue;
    for (let at = firstToken; at < endToken; at++) {
      const token = tokens[at]!;
      if (token.start < nameSpan.end || (token.kind !== "word" && token.kind !== "identifier")) continue;
      const written = bareName(text.slice(token.start, token.end));
      const next = tokens[at + 1];
      const isCall = next !== undefined && text[next.start] === "(";
      if (found.has(written)) mentions.uses.push(written);
      else if (token.kind === "word" && isCall && written.includes(".") && readsOutside(written))
        mentions.calls.push(written);
    }
  }
  return found;
}

/** Parses these queries and those that they use, and corrects the mentions: a step, a column or a parameter may have the name of a query. */
function asRead(
  { text, members }: SectionText,
  mentions: Map<string, Mentions>,
  names: Iterable<string>,
): Map<string, Mentions> {
  const read = new Map(mentions);
  const byName = new Map(members.map((member) => [member.name, member]));
  const reached = new Set(names);
  for (const name of reached) {
    const [member, mentioned] = [byName.get(name), mentions.get(name)];
    if (!member || !mentioned) continue;
    const facts = mentioned.uses.length === 0 ? undefined : factsOfText(text.slice(member.start, member.end));
    if (facts && !("message" in facts)) {
      const free = new Set(facts.references.map((reference) => reference.name));
      read.set(name, { ...mentioned, uses: mentioned.uses.filter((used) => free.has(used)) });
    }
    for (const used of read.get(name)?.uses ?? []) reached.add(used);
  }
  return read;
}

/** Returns the calls with which a query reads from outside the dataflow, itself or through the queries that it uses. Names may repeat. */
export function sourceCalls(section: SectionText, query: string): string[] {
  const mentions = asRead(section, mentionsOf(section), [query]);
  const reached = new Set([query]);
  for (const name of reached) for (const used of mentions.get(name)?.uses ?? []) reached.add(used);
  return [...reached].flatMap((name) => mentions.get(name)?.calls ?? []);
}

/** The most sources to collect for a query: two are enough to combine. */
const ENOUGH = 3;

/** Returns the connectors of each query: its own, and those of the queries that it uses, up to {@link ENOUGH}. */
function connectorsOf(mentions: Map<string, Mentions>): Map<string, Set<string>> {
  const usedBy = new Map<string, string[]>([...mentions.keys()].map((name) => [name, []]));
  for (const [name, { uses }] of mentions) for (const used of new Set(uses)) usedBy.get(used)?.push(name);
  const found = new Map([...mentions].map(([name, { calls }]) => [name, new Set(modulesOf(calls).slice(0, ENOUGH))]));
  const left = [...found].filter(([, connectors]) => connectors.size > 0).map(([name]) => name);
  for (let name = left.pop(); name !== undefined; name = left.pop())
    for (const user of usedBy.get(name) ?? []) {
      const connectors = found.get(user) as Set<string>;
      const before = connectors.size;
      for (const one of found.get(name) ?? []) if (connectors.size < ENOUGH) connectors.add(one);
      if (connectors.size > before) left.push(user);
    }
  return found;
}

/** Returns the document with the attribute that allows combining, if the query has more than one source and the attribute is not there yet. */
export function allowingCombine(mashup: string, query: string): string {
  const section = splitSection(mashup);
  const { header, text } = section;
  if (!header || sourceCalls(section, query).length < 2) return mashup;
  const { attributes } = header;
  if (!attributes) return `${text.slice(0, header.start)}[${ATTRIBUTE} = true]\n${text.slice(header.start)}`;
  const inside = text.slice(attributes.start + 1, attributes.end - 1);
  if (new RegExp(`\\b${ATTRIBUTE}\\b`).test(inside)) return mashup;
  const field = `${ATTRIBUTE} = true${inside.trim() === "" ? "" : ", "}`;
  return `${text.slice(0, attributes.start + 1)}${field}${text.slice(attributes.start + 1)}`;
}

/** Returns a warning about the queries that a run blocks, because they combine sources and the definition does not allow it. */
export async function checkPrivacy(mashup: Mashup, { metadata, root }: Opened): Promise<Problem[]> {
  const settings = root.length === 0 ? metadata.value : metadata.get(root);
  if (isObject(settings) && settings["fastCombine"] === true) return [];
  const header = await mashup.header();
  if (isProblem(header) || header[ATTRIBUTE] === true) return [];
  const mentions = mentionsOf(mashup.section);
  const combinedBy = (connectors: Map<string, Set<string>>) =>
    mashup.queries.filter(({ name }) => (connectors.get(name)?.size ?? 0) > 1);
  // Only a few queries are parsed: those that may combine sources, and those that they use.
  const suspects = combinedBy(connectorsOf(mentions)).map(({ name }) => name);
  if (suspects.length === 0) return [];
  const connectors = connectorsOf(asRead(mashup.section, mentions, suspects));
  const combining = combinedBy(connectors);
  if (combining.length === 0) return [];
  const sources = [...new Set(combining.flatMap(({ name }) => [...(connectors.get(name) ?? [])]))].sort();
  const names = combining.map(({ name }) => name);
  return [
    warning(
      mashup.place,
      `${listed(names)} combine${names.length === 1 ? "s" : ""} sources (${sources.join(", ")}), which a run blocks unless the definition allows it: ` +
        `if data of one may be sent to the other, put [${ATTRIBUTE} = true] before \`section\`, or "fastCombine": true into queryMetadata.json`,
    ),
  ];
}

/** Returns the modules of functions, for example `Sql` of `Sql.Database`. Two functions of one connector mostly read one source. */
const modulesOf = (calls: readonly string[]): string[] => [
  ...new Set(calls.map((name) => name.slice(0, name.indexOf(".")))),
];
