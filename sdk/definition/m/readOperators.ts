import type { Cursor } from "./cursor";
import { readNullablePrimitive, readType } from "./readTypes";
import type { Expression } from "./tree";

type Primary = (cursor: Cursor) => Expression;

const OPERATORS = new Set(["and", "or", "=", "<>", "<", ">", "<=", ">=", "+", "-", "*", "/", "&", "??"]);

/** Reads operands with operators between them. `primary` reads an operand. Precedence does not matter to names, except that `meta` binds closest. */
export function readOperators(cursor: Cursor, primary: Primary): Expression {
  const start = cursor.start;
  const operands = [readOperand(cursor, primary)];
  for (;;) {
    const written = cursor.ahead();
    if (OPERATORS.has(written)) {
      cursor.take();
      operands.push(readOperand(cursor, primary));
    } else if (written === "as" || written === "is") {
      cursor.take();
      operands.push(readNullablePrimitive(cursor));
    } else break;
  }
  return operands.length === 1
    ? (operands[0] as Expression)
    : { kind: "other", within: operands, start, end: cursor.end };
}

function readOperand(cursor: Cursor, primary: Primary): Expression {
  const start = cursor.start;
  const left = readSigned(cursor, primary);
  if (!cursor.skip("meta")) return left;
  const right = readSigned(cursor, primary);
  return { kind: "meta", left, right, start, end: cursor.end };
}

function readSigned(cursor: Cursor, primary: Primary): Expression {
  const start = cursor.start;
  const operators: string[] = [];
  while (["+", "-", "not"].includes(cursor.ahead())) operators.push(cursor.take());
  const operand = readTypeOrPrimary(cursor, primary);
  return operators.length === 0 ? operand : { kind: "sign", operators, operand, start, end: cursor.end };
}

function readTypeOrPrimary(cursor: Cursor, primary: Primary): Expression {
  const start = cursor.start;
  if (!cursor.skip("type")) return primary(cursor);
  return { ...readType(cursor, () => primary(cursor)), start };
}
