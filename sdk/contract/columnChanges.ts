import type { TableColumn, WrittenTable } from "./writtenTables";

export interface ColumnChanges {
  kept: { was: TableColumn; is: TableColumn }[];
  lost: TableColumn[];
  added: TableColumn[];
  /** Columns of the table that a mapping fills from the same column of the query under another name. */
  renamed: { from: TableColumn; to: TableColumn }[];
}

/** Returns the key by which columns are compared. Tables ignore case, and destinations replace characters that they do not accept. */
export const columnKey = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "_");

export function columnsOf(old: WrittenTable, now: WrittenTable): ColumnChanges {
  const key = ({ name }: TableColumn): string => columnKey(name);
  const was = new Map(old.columns.listed.map((column) => [key(column), column]));
  const is = new Map(now.columns.listed.map((column) => [key(column), column]));
  const lost = old.columns.listed.filter((column) => !is.has(key(column)));
  const added = now.columns.listed.filter((column) => !was.has(key(column)));
  const renamed = lost.flatMap((from) => {
    const to = added.filter(({ source }) => source !== undefined && source === from.source);
    return to.length === 1 ? [{ from, to: to[0] as TableColumn }] : [];
  });
  return {
    kept: now.columns.listed.flatMap((column) => {
      const before = was.get(key(column));
      return before ? [{ was: before, is: column }] : [];
    }),
    lost: lost.filter((column) => !renamed.some(({ from }) => from === column)),
    added: added.filter((column) => !renamed.some(({ to }) => to === column)),
    renamed,
  };
}
