import { resolve } from "./resolve";
import type { Scope } from "./scopes";
import type { Expression } from "./tree";

/** A column, and the offset of its name from the start of the member. */
export interface ColumnAt {
  name: string;
  offset: number;
}

/**
 * Functions that fail if their input lacks a column that they name. `at`: the argument with the names. `most`: the most arguments; a further one
 * says what happens with a missing column. `pairs`: the name is the first of each pair.
 * https://learn.microsoft.com/powerquery-m/table-functions
 */
const NAMING: Readonly<Record<string, { at: number; most: number; pairs?: true }>> = {
  "Table.TransformColumnTypes": { at: 1, most: 2, pairs: true },
  "Table.TransformColumns": { at: 1, most: 2, pairs: true },
  "Table.RenameColumns": { at: 1, most: 2, pairs: true },
  "Table.SelectColumns": { at: 1, most: 2 },
  "Table.RemoveColumns": { at: 1, most: 2 },
  "Table.ReorderColumns": { at: 1, most: 2 },
  "Table.Sort": { at: 1, most: 2 },
  "Table.Group": { at: 1, most: 5 },
  "Table.FillDown": { at: 1, most: 2 },
  "Table.FillUp": { at: 1, most: 2 },
  "Table.DuplicateColumn": { at: 1, most: 4 },
  "Table.SplitColumn": { at: 1, most: 6 },
  "Table.ExpandTableColumn": { at: 1, most: 4 },
  "Table.ExpandRecordColumn": { at: 1, most: 4 },
  "Table.ExpandListColumn": { at: 1, most: 2 },
  "Table.UnpivotOtherColumns": { at: 1, most: 4 },
  "Table.Unpivot": { at: 1, most: 4 },
  "Table.ReplaceValue": { at: 4, most: 5 },
};

/** Returns the columns that a call names and that its first argument must have, as far as the text shows them. */
export function namedColumns(called: string, values: readonly Expression[], scope: Scope | undefined): ColumnAt[] {
  const naming = Object.hasOwn(NAMING, called) ? NAMING[called] : undefined;
  const given = naming && values.length <= naming.most ? values[naming.at] : undefined;
  if (!given) return [];
  const list = resolve({ expression: given, scope }).expression;
  if (list.kind === "literal") return naming?.pairs ? [] : textAt(list);
  if (list.kind !== "list") return [];
  // A single pair: its second text is not a column of the input.
  if (naming?.pairs && list.items[0]?.kind === "literal") return textAt(list.items[0]);
  return list.items.flatMap((item) =>
    item.kind === "list" ? textAt(item.items[0]) : naming?.pairs ? [] : textAt(item),
  );
}

const textAt = (expression: Expression | undefined): ColumnAt[] =>
  expression?.kind === "literal" && typeof expression.value === "string"
    ? [{ name: expression.value, offset: expression.start }]
    : [];
