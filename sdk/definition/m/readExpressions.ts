import type { Cursor } from "./cursor";
import { readFunctionHead } from "./functionHeads";
import { readLiteral, readName, readSelection, readVerbatim } from "./readAtoms";
import { readOperators } from "./readOperators";
import type { Definition, Expression, Step } from "./tree";

/**
 * Reads an expression of M in linear time: a chain of operators or of `else if` is one node, however long. It accepts a little more than M, if
 * that does not matter to the users of the tree.
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
          if (cursor.skip("otherwise")) within.push(readExpression(cursor));
          else if (cursor.skip("catch")) within.push(readHandler(cursor));
        });
      case "(":
        return readFunction(cursor) ?? readOperators(cursor, readPrimary);
      default:
        return readOperators(cursor, readPrimary);
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

/** Reads the function after `catch`. M takes only these forms: `() => ...` and `(e) => ...`. */
function readHandler(cursor: Cursor): Expression {
  let name = 1;
  if (cursor.ahead(name) === "optional" && cursor.ahead(name + 1) !== ")") name++;
  const closing = cursor.ahead(name) === ")" ? name : name + 1;
  const isForm = cursor.ahead() === "(" && cursor.ahead(closing) === ")" && cursor.ahead(closing + 1) === "=>";
  const handler = isForm ? readFunction(cursor) : undefined;
  return handler ?? cursor.fail("Expected `() =>` or `(e) =>` after `catch`");
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

function readFunction(cursor: Cursor): Expression | undefined {
  const start = cursor.start;
  const parameters = readFunctionHead(cursor);
  if (!parameters) return undefined;
  const body = readExpression(cursor);
  return { kind: "function", parameters, body, start, end: cursor.end };
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

/** Reads expressions between commas, up to a closing bracket. */
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
  const literal = readLiteral(cursor);
  if (literal) return literal;
  switch (cursor.ahead()) {
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

/** Reads a record, or the selection of fields from `_`. */
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
