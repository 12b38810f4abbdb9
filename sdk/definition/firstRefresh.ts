import { openDefinition } from "./open";
import type { DefinitionPart } from "./parts";
import type { Span } from "./m/positions";
import { splitSection, type SectionText } from "./m/section";
import { literalText } from "./m/text";
import { listed } from "../common/nearest";
import { warning, type Problem } from "../common/problem";

/*
 * What the first refresh of a dataflow that was made by the API refuses in a destination, as people measured it. None of it is certain, so it
 * is a warning, one for a dataflow. `docs/assumptions.md` has the sources.
 */
const RISKS: readonly [says: RegExp, of: "attributes" | "query", risk: string][] = [
  [
    /IsNewTarget = false/,
    "attributes",
    "IsNewTarget = false, with which the first refresh fails even if the table exists: set it to true",
  ],
  [
    /\}\[Data\]$|\}$/,
    "query",
    "a last navigation that is not null-safe, with which a table that does not exist yet fails: write {...}?[Data]?",
  ],
  [
    /workspaceId = "\."/,
    "query",
    'a relative reference (workspaceId = "."), which Microsoft\'s documentation promises and others saw fail with EntityUserFailure: bind ids',
  ],
  [
    /\{\[(?:lakehouseName|warehouseName|displayName) = /,
    "query",
    "a reference by name, which Microsoft's documentation promises and others saw fail with EntityUserFailure: bind ids",
  ],
];

/** Of the destinations that `changed` names, or of all. */
export function firstRefreshRisks(parts: readonly DefinitionPart[], changed?: readonly string[]): Problem[] {
  const opened = openDefinition(parts);
  if (!opened) return [];
  const section = splitSection(opened.mashup);
  const found = new Map<string, Set<string>>();
  for (const { attributes, name: of } of [...section.members, { attributes: section.header?.attributes, name: "" }]) {
    if (!attributes) continue;
    const declared = plain(section, attributes);
    for (const [, written = ""] of declared.matchAll(/QueryName = ("(?:[^"]|"")*")/g)) {
      const name = literalText(written);
      const member = section.members.find((other) => other.name?.toLowerCase() === name.toLowerCase());
      const isWanted = !changed || changed.includes(member?.name ?? name) || changed.includes(of ?? "");
      if (!member || !isWanted) continue;
      const query = plain(section, { start: member.nameSpan.end, end: member.end });
      for (const [says, where, risk] of RISKS)
        if (says.test(where === "query" ? resultOf(query) : declared))
          found.set(risk, (found.get(risk) ?? new Set()).add(member.name ?? name));
    }
  }
  if (found.size === 0) return [];
  const risks = [...found].map(([risk, names]) => `${listed([...names])}: ${risk}`);
  return [warning(opened.mashupPlace, `destinations that the first refresh may refuse: ${risks.join("; ")}`)];
}

/** Tokens without comments; one blank around an equals sign and none elsewhere. */
const plain = ({ text, tokens }: SectionText, { start, end }: Span): string =>
  tokens
    .filter((token) => token.kind !== "comment" && token.start >= start && token.end <= end)
    .map((token) => text.slice(token.start, token.end))
    .map((written) => (written === "=" ? " = " : /^(let|in|meta)$/.test(written) ? ` ${written} ` : written))
    .join("");

/** The query with what its name stands for at its end: `let ... Table = {...}?[Data]? in Table`. */
function resultOf(query: string): string {
  const body = query.replace(/;$/, "");
  const [, name] = /^ = (?: let ).* in ([^ ]+)$/s.exec(body) ?? [];
  if (name === undefined) return body;
  const at = body.lastIndexOf(`${name} = `);
  const step = at < 0 ? body : body.slice(at).replace(/ in [^ ]+$/, "");
  return `${body.slice(0, Math.max(at, 0))}${step}`;
}
