import { Cursor, Unreadable } from "./cursor";
import { readExpression } from "./readExpressions";

/** Returns why a text is not an expression of M. Undefined if it is one. */
export function unreadableExpression(text: string): string | undefined {
  const cursor = new Cursor(text);
  try {
    readExpression(cursor);
    if (cursor.token) cursor.fail("Expected the end");
    return undefined;
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
}
