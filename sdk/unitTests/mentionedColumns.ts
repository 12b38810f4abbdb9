import { calledName } from "../definition/m/itemReferences";
import { bareName } from "../definition/m/text";
import { walk } from "../definition/m/scopes";
import type { Expression } from "../definition/m/tree";

/** Functions that make columns: the argument with the names, counted from 0, and the position in a pair. */
const MAKES: Readonly<Record<string, { argument: number; inPair: 0 | 1 }>> = {
  "Table.AddColumn": { argument: 1, inPair: 0 },
  "Table.AddIndexColumn": { argument: 1, inPair: 0 },
  "Table.DuplicateColumn": { argument: 2, inPair: 0 },
  "Table.ExpandRecordColumn": { argument: 3, inPair: 0 },
  "Table.ExpandTableColumn": { argument: 3, inPair: 0 },
  "Table.Group": { argument: 2, inPair: 0 },
  "Table.Join": { argument: 4, inPair: 0 },
  "Table.NestedJoin": { argument: 4, inPair: 0 },
  "Table.RenameColumns": { argument: 1, inPair: 1 },
  "Table.SplitColumn": { argument: 3, inPair: 0 },
};

/** Functions whose texts are not names of columns of their first argument, or that take names from the data. */
const NAMELESS = /^Table\.(From|Combine|PromoteHeaders|ReplaceValue|Skip|FirstN|Range|ToRecords)/;

const FIELD = /\[(#"(?:[^"]|"")*"|[\p{L}_][^[\]=,{}"#()\r\n]*)\]/gu;

/**
 * Returns the names of columns that an expression takes from a table, and of those that it makes, as far as its text
 * shows them.
 */
export function mentionedColumns(expression: Expression, text: string): { takes: string[]; makes: string[] } {
  const takes = new Set<string>();
  const makes = new Set<string>();
  walk(expression, undefined, (each) => {
    if (each.kind !== "chain") return;
    const name = calledName(each);
    const [call] = each.steps;
    if (!name?.startsWith("Table.") || NAMELESS.test(name) || call?.kind !== "call") return;
    const making = MAKES[name];
    for (const [index, value] of call.values.entries()) {
      if (index === 0) continue;
      const isMaking = making?.argument === index;
      if (!isMaking || making.inPair === 1) textsOf(value, 0).forEach((one) => takes.add(one));
      if (isMaking) textsOf(value, making.inPair).forEach((one) => makes.add(one));
    }
  });
  for (const [, written = ""] of text.slice(expression.start, expression.end).matchAll(FIELD))
    takes.add(bareName(written.trim()));
  return { takes: [...takes], makes: [...makes] };
}

/** Returns a text, texts in a list, and one text of each pair in a list: `{"A", "B"}`, `{{"A", type text}}`. */
function textsOf(value: Expression, inPair: 0 | 1): string[] {
  const items = value.kind === "list" ? value.items : [value];
  return items.flatMap((item) => {
    const one = item.kind === "list" ? item.items[inPair] : item;
    return one?.kind === "literal" && typeof one.value === "string" ? [one.value] : [];
  });
}
