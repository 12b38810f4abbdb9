import type { Cursor } from "./cursor";
import { readNullablePrimitive, REQUIRED_LATER } from "./readTypes";

/**
 * Reads the parameters of `(x, optional y as text) as table =>`, including the arrow. Returns undefined and reads nothing if the parenthesis does
 * not begin a function.
 */
export function readFunctionHead(cursor: Cursor): string[] | undefined {
  const from = cursor.position;
  const head = tryHead(cursor);
  if (!head) {
    cursor.moveTo(from);
    return undefined;
  }
  for (const position of head.afterOptional) {
    cursor.moveTo(position);
    cursor.fail(REQUIRED_LATER);
  }
  for (const position of head.types) readNullablePrimitiveAt(cursor, position);
  return head.parameters;
}

/** Reads up to and including `=>`: names, commas and the places of types. It never reads further than a list of parameters. */
function tryHead(cursor: Cursor): { parameters: string[]; types: number[]; afterOptional: number[] } | undefined {
  const parameters: string[] = [];
  const types: number[] = [];
  const afterOptional: number[] = [];
  let optional = false;
  const skipType = (): void => {
    if (!cursor.skip("as")) return;
    types.push(cursor.position);
    cursor.skip("nullable");
    cursor.take();
  };
  cursor.take();
  if (!cursor.skip(")")) {
    do {
      const position = cursor.position;
      const isOptional = cursor.ahead() === "optional" && ![",", ")", "as"].includes(cursor.ahead(1));
      if (isOptional) cursor.take();
      else if (optional) afterOptional.push(position);
      optional ||= isOptional;
      if (!cursor.isName) return undefined;
      parameters.push(cursor.name());
      skipType();
    } while (cursor.skip(","));
    if (!cursor.skip(")")) return undefined;
  }
  skipType();
  return cursor.skip("=>") ? { parameters, types, afterOptional } : undefined;
}

function readNullablePrimitiveAt(cursor: Cursor, position: number): void {
  const back = cursor.position;
  cursor.moveTo(position);
  readNullablePrimitive(cursor);
  cursor.moveTo(back);
}
