import type { Literal, LiteralRecord } from "../definition/m/literals";
import { isObject } from "../common/objects";
import { canonicalTokens } from "../definition/m/canonicalTokens";
import { scan } from "../definition/m/tokens";
import type { Renames } from "./names";
import type { Side, SideQuery } from "./side";

const DESTINATION = ["DataDestinations", "BindToDefaultDestination"];

/** Returns the attributes of a query as texts to compare, with the destination separate, and with the new names of renamed queries. */
export function attributeTexts(
  { side, query }: { side: Side; query: SideQuery },
  renames: Renames,
): { destination: string; others: string } {
  if (!query.attributes) return { destination: "", others: unparsed(side, query) };
  const entries = Object.entries(query.attributes.attributes);
  const textsOf = (wanted: boolean) =>
    JSON.stringify(
      entries
        .filter(([name]) => DESTINATION.includes(name) === wanted)
        .map(([name, value]) => [name, renamed(value, renames)])
        .sort(),
    );
  return { destination: textsOf(true), others: textsOf(false) };
}

function unparsed({ mashup }: Side, { query }: SideQuery): string {
  if (!query.attributes) return "";
  const text = mashup.section.text.slice(query.attributes.start, query.attributes.end);
  const tokens = scan(text);
  return canonicalTokens(text, tokens, 0, tokens.length);
}

function renamed(value: Literal, renames: Renames): Literal {
  if (Array.isArray(value)) return value.map((item) => renamed(item, renames));
  if (!isObject(value)) return value;
  const entries = Object.entries(value as LiteralRecord).map(([key, entry]): [string, Literal] => {
    const name = key === "QueryName" && typeof entry === "string" ? renames.get(entry) : undefined;
    return [key, name ?? renamed(entry, renames)];
  });
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))) as LiteralRecord;
}
