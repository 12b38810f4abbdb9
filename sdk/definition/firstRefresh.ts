import { openDefinition } from "./open";
import type { DefinitionPart } from "./parts";
import { Unreadable } from "./m/cursor";
import type { Span } from "./m/positions";
import { readMember } from "./m/read";
import { splitSection, type MemberText, type SectionText } from "./m/section";
import { literalText } from "./m/text";
import type { Expression } from "./m/tree";
import { untypedColumns } from "./m/untypedColumns";
import { listed } from "../common/nearest";
import { warning, type Problem } from "../common/problem";

/*
 * Forms of destinations with which the first refresh of a dataflow from the API can fail, as people report. None of it is certain, so it is one
 * warning for each dataflow. `docs/assumptions.md` has the sources.
 */
const RISKS: readonly [pattern: RegExp, of: "attributes" | "query" | "table", risk: string][] = [
  [
    /IsNewTarget = false/,
    "attributes",
    "IsNewTarget = false: set it to true, because the first refresh fails otherwise, even if the table exists",
  ],
  [
    /\}\[Data\]$|\}$/,
    "table",
    "a last navigation that is not null-safe: write {...}?[Data]?, because it fails if the table does not exist yet",
  ],
  [
    /workspaceId = "\."/,
    "query",
    'a relative reference (workspaceId = "."): bind ids, because others saw it fail with EntityUserFailure, although Microsoft documents it',
  ],
  [
    /\{\[(?:lakehouseName|warehouseName|displayName) = /,
    "query",
    "a reference by name: bind ids, because others saw it fail with EntityUserFailure, although Microsoft documents it",
  ],
];

const untypedRisk = (columns: readonly string[]): string =>
  `columns without a type (${listed(columns)}): give them types by Table.TransformColumnTypes, because destinations are reported to refuse them`;

/** Returns a warning about the risks of the destinations that `changed` names. Default: of all. */
export function firstRefreshRisks(
  parts: readonly DefinitionPart[],
  changed?: readonly string[],
  place?: string,
): Problem[] {
  const opened = openDefinition(parts, place);
  if (!opened) return [];
  const section = splitSection(opened.mashup);
  const byName = new Map(section.members.map((member) => [member.name?.toLowerCase() ?? "", member]));
  const found = new Map<string, Set<string>>();
  const add = (risk: string, name: string) => found.set(risk, (found.get(risk) ?? new Set()).add(name));
  for (const { name: of, attributes } of [...section.members, { ...section.header, name: "" }]) {
    if (!attributes) continue;
    const declared = plain(section, attributes);
    for (const [, written = ""] of declared.matchAll(/QueryName = ("(?:[^"]|"")*")/g)) {
      const name = literalText(written);
      const member = byName.get(name.toLowerCase());
      const isWanted = !changed || changed.includes(member?.name ?? name) || changed.includes(of ?? "");
      if (!member || !isWanted) continue;
      const query = plain(section, { start: member.nameSpan.end, end: member.end });
      for (const [pattern, where, risk] of RISKS) {
        // The section's own destination does not name a table: the service uses one for each query.
        if (where === "table" && !of) continue;
        if (pattern.test(where === "attributes" ? declared : resultOf(query))) add(risk, member.name ?? name);
      }
    }
    if (!of || !IS_WRITTEN.test(declared)) continue;
    const { columns, through } = untypedColumnsOf(of, byName, section);
    if (columns.length > 0 && (!changed || through.some((name) => changed.includes(name))))
      add(untypedRisk(columns), of);
  }
  if (found.size === 0) return [];
  const risks = [...found].map(([risk, names]) => `${listed([...names])}: ${risk}`);
  return [warning(opened.mashupPlace, `destinations that the first refresh may refuse: ${risks.join("; ")}`)];
}

/** Matches the attributes of a query that is written to its own destination, or to the section's. */
const IS_WRITTEN = /QueryName = "|BindToDefaultDestination = true/;

/** Returns the columns that certainly have no type, and the queries that were read to find them. */
function untypedColumnsOf(
  query: string,
  byName: ReadonlyMap<string, MemberText>,
  { text }: SectionText,
): { columns: string[]; through: string[] } {
  const through: string[] = [];
  const valueOf = (name: string): Expression | undefined => {
    const member = byName.get(name.toLowerCase());
    // Queries that use each other are reported by another check.
    if (!member?.name || through.includes(member.name)) return undefined;
    through.push(member.name);
    try {
      return readMember(text.slice(member.start, member.end)).value;
    } catch (error) {
      // M that cannot be read is reported by another check.
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  };
  const value = valueOf(query);
  return { columns: value ? untypedColumns(value, valueOf) : [], through };
}

/** Returns the tokens without comments, with one blank around an equals sign and none elsewhere. */
const plain = ({ text, tokens }: SectionText, { start, end }: Span): string =>
  tokens
    .filter((token) => token.kind !== "comment" && token.start >= start && token.end <= end)
    .map((token) => text.slice(token.start, token.end))
    .map((written) => (written === "=" ? " = " : /^(let|in|meta)$/.test(written) ? ` ${written} ` : written))
    .join("");

/** Returns the query with the expression of its result at the end. In `let ... Table = {...}?[Data]? in Table`, that is the step `Table`. */
function resultOf(query: string): string {
  const body = query.replace(/;$/, "");
  const [, name] = /^ = (?: let ).* in ([^ ]+)$/s.exec(body) ?? [];
  if (name === undefined) return body;
  const at = body.lastIndexOf(`${name} = `);
  const step = at < 0 ? body : body.slice(at).replace(/ in [^ ]+$/, "");
  return `${body.slice(0, Math.max(at, 0))}${step}`;
}
