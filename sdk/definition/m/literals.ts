import type { Expression } from "./tree";

/** The value of a literal. */
export type Literal = null | boolean | number | string | Literal[] | LiteralRecord;
export interface LiteralRecord {
  [field: string]: Literal;
}

/** Returns the value of an expression that is a literal, or a list or record of literals. Undefined for anything else. */
export function literalOf(expression: Expression): Literal | undefined {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "parentheses":
      return literalOf(expression.content);
    case "sign": {
      const value = literalOf(expression.operand);
      if (typeof value !== "number" || expression.operators.includes("not")) return undefined;
      return expression.operators.filter((operator) => operator === "-").length % 2 === 1 ? -value : value;
    }
    case "list": {
      if (expression.hasRange) return undefined;
      const items = expression.items.map(literalOf);
      return items.includes(undefined) ? undefined : (items as Literal[]);
    }
    case "record": {
      const record = Object.create(null) as LiteralRecord;
      for (const { name, value } of expression.fields) {
        const literal = literalOf(value);
        if (literal === undefined) return undefined;
        record[name] = literal;
      }
      return record;
    }
    default:
      return undefined;
  }
}

/** Returns the fields of a record expression, by name. Undefined if the expression is not a record. */
export function fieldsOf(expression: Expression | undefined): Map<string, Expression> | undefined {
  if (expression?.kind === "parentheses") return fieldsOf(expression.content);
  if (expression?.kind !== "record") return undefined;
  return new Map(expression.fields.map(({ name, value }) => [name, value]));
}
