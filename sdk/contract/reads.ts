import { outlineOf } from "../definition/m/outline";
import type { Mashup } from "../definition/mashup";
import { placeKey, placeOf, type TablePlace } from "./writtenTables";

/** Returns the queries of a document that read a table, without those that only name it as a destination. */
export async function readsOf(mashup: Mashup, table: TablePlace): Promise<string[]> {
  if (table.table === undefined || !mentions(mashup.section.text, table.table)) return [];
  const key = placeKey(table);
  if (key === undefined) return [];
  const targets = new Set<string>();
  const header = await mashup.defaultDestination();
  if (header) targets.add(header.queryName.toLowerCase());
  for (const query of mashup.queries) {
    const facts = await mashup.attributeFacts(query);
    for (const { queryName } of facts?.destinations ?? []) targets.add(queryName.toLowerCase());
  }
  const readers: string[] = [];
  for (const query of mashup.queries) {
    if (targets.has(query.name.toLowerCase())) continue;
    for (const reference of outlineOf(mashup.textOf(query)).tables)
      if (placeKey(await placeOf(mashup, reference, undefined)) === key) {
        readers.push(query.name);
        break;
      }
  }
  return readers;
}

/** A quick check: most documents do not mention the table, or the parts of a file's path, and their members need not be parsed. */
const mentions = (text: string, table: string): boolean => {
  const lower = text.toLowerCase();
  return table.split("/").every((part) => lower.includes(part.toLowerCase()));
};
