import { Cursor } from "./cursor";
import { readNullablePrimitive, readType } from "./readTypes";
import { literalText } from "./text";
import type { Definition, Expression, Step } from "./tree";

const OPERATORS = new Set(["and", "or", "=", "<>", "<", ">", "<=", ">=", "+", "-", "*", "/", "&", "??"]);

/**
 * Reads an expression of M, in time that grows with the text alone: chains of operators and of `else if` are one node, however long. It
 * takes a little more than M does where that changes nothing that is asked of the tree.
 * https://learn.microsoft.com/powerquery-m/m-spec-consolidated-grammar
 */
export function readExpression(cursor: Cursor): Expression {
  return cursor.nested(() => {
    switch (cursor.ahead()) {
      case "let":
        return readLet(cursor);
      case "if":
        return readIf(cursor);
      case "each": {
        const start = cursor.start;
        cursor.take();
        const body = readExpression(cursor);
        return { kind: "each", body, start, end: cursor.end };
      }
      case "error":
        return readOther(cursor, (within) => {
          cursor.take();
          within.push(readExpression(cursor));
        });
      case "try":
        return readOther(cursor, (within) => {
          cursor.take();
          within.push(readExpression(cursor));
          if (cursor.skip("otherwise") || cursor.skip("catch")) within.push(readExpression(cursor));
        });
      case "(":
        return readFunction(cursor) ?? readOperators(cursor);
      default:
        return readOperators(cursor);
    }
  });
}

function readOther(cursor: Cursor, read: (within: Expression[]) => void): Expression {
  const start = cursor.start;
  const within: Expression[] = [];
  read(within);
  return { kind: "other", within, start, end: cursor.end };
}

function readLet(cursor: Cursor): Expression {
  const start = cursor.start;
  cursor.take();
  const variables: Definition[] = [];
  do {
    const nameAt = cursor.start;
    const name = cursor.name();
    cursor.expect("=");
    variables.push({ name, nameAt, value: readExpression(cursor) });
  } while (cursor.skip(","));
  if (cursor.ahead() !== "in") cursor.fail("Expected `,` or `in`");
  cursor.take();
  const body = readExpression(cursor);
  return { kind: "let", variables, body, start, end: cursor.end };
}

const readIf = (cursor: Cursor): Expression =>
  readOther(cursor, (within) => {
    while (cursor.skip("if")) {
      within.push(readExpression(cursor));
      cursor.expect("then");
      within.push(readExpression(cursor));
      cursor.expect("else");
    }
    within.push(readExpression(cursor));
  });

/** `(x, optional y as text) as table => ...`; undefined where the parenthesis is only that. */
function readFunction(cursor: Cursor): Expression | undefined {
  const start = cursor.start;
  const from = cursor.position;
  const signature = trySignature(cursor);
  if (!signature) {
    cursor.moveTo(from);
    return undefined;
  }
  for (const position of signature.types) readNullablePrimitiveAt(cursor, position);
  const body = readExpression(cursor);
  return { kind: "function", parameters: signature.parameters, body, start, end: cursor.end };
}

/** All up to and with `=>`: names, commas and the places of types. This looks no further than a list of parameters reaches. */
function trySignature(cursor: Cursor): { parameters: string[]; types: number[] } | undefined {
  const parameters: string[] = [];
  const types: number[] = [];
  const skipType = (): void => {
    if (!cursor.skip("as")) return;
    types.push(cursor.position);
    cursor.skip("nullable");
    cursor.take();
  };
  cursor.take();
  if (!cursor.skip(")")) {
    do {
      if (cursor.ahead() === "optional" && ![",", ")", "as"].includes(cursor.ahead(1))) cursor.take();
      if (!cursor.isName) return undefined;
      parameters.push(cursor.name());
      skipType();
    } while (cursor.skip(","));
    if (!cursor.skip(")")) return undefined;
  }
  skipType();
  return cursor.skip("=>") ? { parameters, types } : undefined;
}

function readNullablePrimitiveAt(cursor: Cursor, position: number): void {
  const back = cursor.position;
  cursor.moveTo(position);
  readNullablePrimitive(cursor);
  cursor.moveTo(back);
}

/** Operands with operators between them. Which binds closer says nothing about names; `meta` binds closest. */
function readOperators(cursor: Cursor): Expression {
  const start = cursor.start;
  const operands = [readOperand(cursor)];
  for (;;) {
    const written = cursor.ahead();
    if (OPERATORS.has(written)) {
      cursor.take();
      operands.push(readOperand(cursor));
    } else if (written === "as" || written === "is") {
      cursor.take();
      operands.push(readNullablePrimitive(cursor));
    } else break;
  }
  return operands.length === 1
    ? (operands[0] as Expression)
    : { kind: "other", within: operands, start, end: cursor.end };
}

function readOperand(cursor: Cursor): Expression {
  const start = cursor.start;
  const left = readSigned(cursor);
  if (!cursor.skip("meta")) return left;
  const right = readSigned(cursor);
  return { kind: "meta", left, right, start, end: cursor.end };
}

function readSigned(cursor: Cursor): Expression {
  const start = cursor.start;
  const operators: string[] = [];
  while (["+", "-", "not"].includes(cursor.ahead())) operators.push(cursor.take());
  const operand = readTypeOrPrimary(cursor);
  return operators.length === 0 ? operand : { kind: "sign", operators, operand, start, end: cursor.end };
}

function readTypeOrPrimary(cursor: Cursor): Expression {
  const start = cursor.start;
  if (!cursor.skip("type")) return readPrimary(cursor);
  return { ...readType(cursor, () => readPrimary(cursor)), start };
}

function readPrimary(cursor: Cursor): Expression {
  const start = cursor.start;
  const head = readHead(cursor);
  const steps: Step[] = [];
  for (let step = readStep(cursor); step; step = readStep(cursor)) steps.push(step);
  return steps.length === 0 ? head : { kind: "chain", head, steps, start, end: cursor.end };
}

function readStep(cursor: Cursor): Step | undefined {
  const start = cursor.start;
  switch (cursor.ahead()) {
    case "(": {
      const values = readListed(cursor, ")");
      return { kind: "call", values, start, end: cursor.end };
    }
    case "{": {
      cursor.take();
      const key = readExpression(cursor);
      cursor.expect("}");
      cursor.skip("?");
      return { kind: "item", key, start, end: cursor.end };
    }
    case "[":
      readSelection(cursor);
      return { kind: "field", start, end: cursor.end };
    default:
      return undefined;
  }
}

/** `[Order Date]` or `[[a], [b]]`, each with `?` or without. */
function readSelection(cursor: Cursor): void {
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

/** Expressions between commas, up to a closing bracket. */
function readListed(cursor: Cursor, closing: string, ranges?: { found: boolean }): Expression[] {
  const found: Expression[] = [];
  cursor.take();
  if (cursor.skip(closing)) return found;
  do {
    found.push(readExpression(cursor));
    if (ranges && cursor.skip("..")) {
      ranges.found = true;
      found.push(readExpression(cursor));
    }
  } while (cursor.skip(","));
  if (cursor.ahead() !== closing) cursor.fail(`Expected \`,\` or \`${closing}\``);
  cursor.take();
  return found;
}

function readHead(cursor: Cursor): Expression {
  const start = cursor.start;
  const kind = cursor.token?.kind;
  const literal = (value: null | boolean | number | string): Expression => ({
    kind: "literal",
    value,
    start,
    end: cursor.end,
  });
  if (kind === "text") return literal(literalText(cursor.take()));
  if (kind === "number") return literal(Number(cursor.take()));
  const written = cursor.ahead();
  switch (written) {
    case "true":
    case "false":
    case "null":
      cursor.take();
      return literal(written === "null" ? null : written === "true");
    case "...":
      cursor.take();
      return { kind: "other", within: [], start, end: cursor.end };
    case "(": {
      cursor.take();
      const content = readExpression(cursor);
      cursor.expect(")");
      return { kind: "parentheses", content, start, end: cursor.end };
    }
    case "{": {
      const ranges = { found: false };
      const items = readListed(cursor, "}", ranges);
      return { kind: "list", items, hasRange: ranges.found, start, end: cursor.end };
    }
    case "[":
      return readRecord(cursor);
    case "#":
      return readVerbatim(cursor);
    default:
      return readName(cursor);
  }
}

/** A record, or the selection of fields from `_`. */
export function readRecord(cursor: Cursor): Expression {
  const start = cursor.start;
  const from = cursor.position;
  cursor.expect("[");
  const fields: Definition[] = [];
  if (!cursor.skip("]")) {
    if (cursor.ahead() === "[" || (cursor.fieldName(), cursor.ahead() !== "=")) {
      cursor.moveTo(from);
      readSelection(cursor);
      return { kind: "other", within: [], start, end: cursor.end };
    }
    cursor.moveTo(from + 1);
    do {
      const { name, nameAt } = cursor.fieldName();
      cursor.expect("=");
      fields.push({ name, nameAt, value: readExpression(cursor) });
    } while (cursor.skip(","));
    if (cursor.ahead() !== "]") cursor.fail("Expected `,` or `]`");
    cursor.take();
  }
  return { kind: "record", fields, start, end: cursor.end };
}

/** `#!"..."`: what the service writes in place of M that it could not read. */
function readVerbatim(cursor: Cursor): Expression {
  const start = cursor.start;
  cursor.take();
  if (!cursor.skip("!") || cursor.token?.kind !== "text") cursor.fail('Expected `#!"..."`');
  cursor.take();
  return { kind: "other", within: [], start, end: cursor.end };
}

/** `Name`, `@Name`, `Section1!Name`. */
function readName(cursor: Cursor): Expression {
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
