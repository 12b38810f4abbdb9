import type { Cursor } from "./cursor";
import { literalText } from "./text";
import type { Expression } from "./tree";

/* Reads expressions that do not hold other expressions. */

/** Reads a text, a number, `true`, `false` or `null`. Returns undefined and reads nothing if the next token is none of these. */
export function readLiteral(cursor: Cursor): Expression | undefined {
  const start = cursor.start;
  const literal = (value: null | boolean | number | string): Expression => ({
    kind: "literal",
    value,
    start,
    end: cursor.end,
  });
  const kind = cursor.token?.kind;
  if (kind === "text") return literal(literalText(cursor.take()));
  if (kind === "number") return literal(Number(cursor.take()));
  const written = cursor.ahead();
  if (written !== "true" && written !== "false" && written !== "null") return undefined;
  cursor.take();
  return literal(written === "null" ? null : written === "true");
}

/** Reads `[Order Date]` or `[[a], [b]]`, each with or without `?`. */
export function readSelection(cursor: Cursor): void {
  cursor.expect("[");
  if (cursor.ahead() === "[")
    do {
      cursor.expect("[");
      cursor.fieldName();
      cursor.expect("]");
      cursor.skip("?");
    } while (cursor.skip(","));
  else cursor.fieldName();
  cursor.expect("]");
  cursor.skip("?");
}

/** Reads `#!"..."`, which the service writes instead of M that it could not read. */
export function readVerbatim(cursor: Cursor): Expression {
  const start = cursor.start;
  cursor.take();
  if (!cursor.skip("!") || cursor.token?.kind !== "text") cursor.fail('Expected `#!"..."`');
  cursor.take();
  return { kind: "other", within: [], start, end: cursor.end };
}

/** Reads `Name`, `@Name` or `Section1!Name`. */
export function readName(cursor: Cursor): Expression {
  const start = cursor.start;
  const inclusive = cursor.skip("@");
  if (!cursor.isName) cursor.fail("Expected an expression");
  let name = cursor.name();
  let section: string | undefined;
  if (cursor.skip("!")) {
    section = name;
    name = cursor.name();
  }
  return { kind: "name", name, inclusive, section, start, end: cursor.end };
}
