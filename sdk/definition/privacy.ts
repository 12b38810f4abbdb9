import { readsOutside } from "./m/library";
import { splitSection, type SectionText } from "./m/section";
import { bareName } from "./m/text";
import { isProblem, type Mashup } from "./mashup";
import type { Opened } from "./open";
import { listed } from "../common/nearest";
import { isObject } from "../common/objects";
import { warning, type Problem } from "../common/problem";

/*
 * The privacy firewall of Power Query blocks a query that combines sources, unless somebody says that they may be combined. The portal asks
 * for that, the API does not. https://learn.microsoft.com/power-query/privacy-levels
 */
const ATTRIBUTE = "AllowCombine";

/** The calls by which a query reads from outside the dataflow, itself or through the queries that it uses. Names may repeat. */
export function sourceCalls(section: SectionText, query: string): string[] {
  const facts = new Map(
    section.members.flatMap((member) => (member.name === undefined ? [] : [[member.name, member]])),
  );
  const reached = new Set([query]);
  const calls: string[] = [];
  for (const name of reached) {
    const member = facts.get(name);
    if (!member) continue;
    for (let at = member.firstToken; at < member.endToken; at++) {
      const token = section.tokens[at]!;
      if (token.kind !== "word" && token.kind !== "identifier") continue;
      const written = bareName(section.text.slice(token.start, token.end));
      const next = section.tokens[at + 1];
      const isCall = next !== undefined && section.text[next.start] === "(";
      if (facts.has(written)) reached.add(written);
      else if (token.kind === "word" && isCall && written.includes(".") && readsOutside(written)) calls.push(written);
    }
  }
  return calls;
}

/** The document with the attribute that lets the query combine its sources, where it reaches more than one and the document is silent. */
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

/** Queries of a definition that a run blocks, because they combine sources and nothing says that they may. */
export async function checkPrivacy(
  mashup: Mashup,
  { metadata, root }: Opened,
  wanted?: ReadonlySet<string>,
): Promise<Problem[]> {
  const settings = root.length === 0 ? metadata.value : metadata.get(root);
  if (isObject(settings) && settings["fastCombine"] === true) return [];
  const header = await mashup.header();
  if (isProblem(header) || header[ATTRIBUTE] === true) return [];
  const combining = mashup.queries.filter(({ name }) => {
    if (wanted && !wanted.has(name)) return false;
    return modulesOf(sourceCalls(mashup.section, name)).length > 1;
  });
  if (combining.length === 0) return [];
  const sources = modulesOf(combining.flatMap(({ name }) => sourceCalls(mashup.section, name)));
  const names = combining.map(({ name }) => name);
  return [
    warning(
      mashup.place,
      `${listed(names)} combine${names.length === 1 ? "s" : ""} sources (${sources.join(", ")}), which a run blocks unless the definition allows it: ` +
        `put [${ATTRIBUTE} = true] before \`section\`, or "fastCombine": true into queryMetadata.json`,
    ),
  ];
}

/** `Sql` of `Sql.Database`: two functions of one connector mostly read one source. */
const modulesOf = (calls: readonly string[]): string[] => [
  ...new Set(calls.map((name) => name.slice(0, name.indexOf(".")))),
];
