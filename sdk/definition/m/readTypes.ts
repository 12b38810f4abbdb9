import type { Cursor } from "./cursor";
import type { Expression, FieldTypes } from "./tree";

const PRIMITIVES = new Set(
  (
    "action any anynonnull binary date datetime datetimezone duration function list logical none null number record table " +
    "text time type"
  ).split(" "),
);

export const REQUIRED_LATER = "Expected `optional`: no required parameter comes after an optional one";

/** Reads `text` or `nullable text`, which are the types allowed after `as` and `is`. */
export function readNullablePrimitive(cursor: Cursor): Expression {
  const start = cursor.start;
  const nullable = cursor.skip("nullable");
  if (!PRIMITIVES.has(cursor.ahead())) cursor.fail("Expected a primitive type");
  const primitive = cursor.take();
  return { kind: "type", primitive, nullable, within: [], start, end: cursor.end };
}

/** Reads the type after `type`, or one within it. `primary` reads an expression that gives a type. */
export function readType(cursor: Cursor, primary: () => Expression): Expression {
  return cursor.nested(() => {
    const start = cursor.start;
    const type = (within: Expression[], primitive?: string, nullable = false, fields?: FieldTypes): Expression => ({
      kind: "type",
      primitive,
      nullable,
      within,
      ...(fields && { fields }),
      start,
      end: cursor.end,
    });
    const withFields = (fields: FieldTypes): Expression =>
      type(
        fields.all.flatMap((field) => field.type ?? []),
        undefined,
        false,
        fields,
      );
    const written = cursor.ahead();
    if (written === "[") return withFields(readFieldTypes(cursor, primary, "record"));
    if (written === "{") {
      cursor.take();
      const item = readType(cursor, primary);
      cursor.expect("}");
      return type([item]);
    }
    if (!PRIMITIVES.has(written) && written !== "nullable") return type([primary()]);
    cursor.take();
    if (written === "nullable") {
      const inner = readType(cursor, primary);
      return type([inner], inner.kind === "type" ? inner.primitive : undefined, true);
    }
    if (written === "table" && cursor.ahead() === "[") return withFields(readFieldTypes(cursor, primary, "table"));
    if (written === "table" && (cursor.isName || cursor.ahead() === "(" || cursor.ahead() === "@"))
      return type([primary()]);
    if (written === "function" && cursor.ahead() === "(") return type(readFunctionType(cursor, primary));
    return type([], written);
  });
}

/** Reads `[a = text, optional b = number, c, ...]`. A table's type has no `...`. */
function readFieldTypes(cursor: Cursor, primary: () => Expression, of: "record" | "table"): FieldTypes {
  const all: FieldTypes["all"][number][] = [];
  let open = false;
  cursor.expect("[");
  if (cursor.skip("]")) return { all, open };
  do {
    if (of === "record" && cursor.skip("...")) {
      open = true;
      break;
    }
    if (cursor.ahead() === "optional" && !["=", ",", "]"].includes(cursor.ahead(1))) {
      open = true;
      cursor.take();
    }
    const { name } = cursor.fieldName();
    all.push({ name, type: cursor.skip("=") ? readType(cursor, primary) : undefined });
  } while (cursor.skip(","));
  cursor.expect("]");
  return { all, open };
}

/** Reads `(a as text, optional b as any) as table`. */
function readFunctionType(cursor: Cursor, primary: () => Expression): Expression[] {
  const types: Expression[] = [];
  let optional = false;
  cursor.expect("(");
  if (!cursor.skip(")")) {
    do {
      if (cursor.ahead() === "optional" && cursor.ahead(1) !== "as") {
        optional = true;
        cursor.take();
      } else if (optional) cursor.fail(REQUIRED_LATER);
      cursor.name();
      cursor.expect("as");
      types.push(readType(cursor, primary));
    } while (cursor.skip(","));
    cursor.expect(")");
  }
  cursor.expect("as");
  types.push(readType(cursor, primary));
  return types;
}
