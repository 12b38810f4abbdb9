import { Cursor, Unreadable } from "./cursor";
import { literalOf } from "./literals";
import { readExpression, readRecord } from "./readExpressions";
import type { Expression, Member } from "./tree";

/** Reads one section member: `[attributes] shared Name = expression;`. Throws an Unreadable. */
export function readMember(text: string): Member {
  const cursor = new Cursor(text);
  const attributes = attributesAt(cursor);
  cursor.skip("shared");
  cursor.name();
  cursor.expect("=");
  const value = readExpression(cursor);
  readEnd(cursor);
  return { attributes, value };
}

/** Reads `[attributes] section Name;` and returns the attributes. Throws an Unreadable. */
export function readHeader(text: string): Expression | undefined {
  const cursor = new Cursor(text);
  const attributes = attributesAt(cursor);
  cursor.expect("section");
  if (cursor.isName) cursor.take();
  readEnd(cursor);
  return attributes;
}

/** Reads attributes alone: `[...]`. Throws an Unreadable. */
export const readAttributes = (text: string): Expression | undefined => attributesAt(new Cursor(text));

/** Reads attributes. Their values must be literals. */
function attributesAt(cursor: Cursor): Expression | undefined {
  if (cursor.ahead() !== "[") return undefined;
  const attributes = readRecord(cursor);
  if (literalOf(attributes) === undefined)
    throw new Unreadable(attributes.start, "An attribute's value must be a literal");
  return attributes;
}

function readEnd(cursor: Cursor): void {
  cursor.expect(";");
  if (cursor.token) cursor.fail("Expected the end");
}
