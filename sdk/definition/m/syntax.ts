import type { Expression, Node } from "./parser";
import { nodeKinds } from "./parser";
import type { Span } from "./positions";
import { bareName, literalText } from "./text";

/** What a literal says, where an expression is one. */
export type Literal = null | boolean | number | string | Literal[] | LiteralRecord;
export interface LiteralRecord {
  [field: string]: Literal;
}

/** Where a node stands in the text that was parsed. */
export const spanOf = (node: Node): Span => ({
  start: node.tokenRange.positionStart.codeUnit,
  end: node.tokenRange.positionEnd.codeUnit,
});

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  for (const key in node) {
    const value = (node as unknown as Record<string, unknown>)[key];
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) found.push(...(value as Node[]));
    else if ("kind" in value) found.push(value as Node);
  }
  return found;
}

/**
 * The value of an expression that is a literal, or a list or record of literals. A `type` expression gives its text, `type text`.
 * Undefined where it is anything else.
 */
export function literalOf(node: Node): Literal | undefined {
  const kinds = nodeKinds();
  switch (node.kind) {
    case kinds.LiteralExpression:
      return scalarOf(node.literal, node.literalKind);
    case kinds.ParenthesizedExpression:
      return literalOf(node.content);
    case kinds.UnaryExpression: {
      const value = literalOf(node.typeExpression);
      const operators = node.operators.elements.map((operator) => operator.constantKind as string);
      if (typeof value !== "number" || operators.some((operator) => operator !== "-" && operator !== "+"))
        return undefined;
      return operators.filter((operator) => operator === "-").length % 2 === 1 ? -value : value;
    }
    case kinds.ListExpression:
    case kinds.ListLiteral: {
      const items = node.content.elements.map((item) => literalOf(item.node));
      return items.includes(undefined) ? undefined : (items as Literal[]);
    }
    case kinds.RecordExpression:
    case kinds.RecordLiteral: {
      const record: LiteralRecord = Object.create(null) as LiteralRecord;
      for (const { node: field } of node.content.elements) {
        const value = literalOf(field.value);
        if (value === undefined) return undefined;
        record[bareName(field.key.literal)] = value;
      }
      return record;
    }
    default:
      return undefined;
  }
}

function scalarOf(literal: string, kind: string): Literal | undefined {
  if (kind === "Text") return literalText(literal);
  if (kind === "Logical") return literal === "true";
  if (kind === "Numeric") return Number(literal);
  return kind === "Null" ? null : undefined;
}

/** The fields of a record expression, by name; undefined where the expression is no record. */
export function fieldsOf(node: Node | undefined): Map<string, Expression> | undefined {
  const kinds = nodeKinds();
  if (node?.kind === kinds.ParenthesizedExpression) return fieldsOf(node.content);
  if (node?.kind !== kinds.RecordExpression && node?.kind !== kinds.RecordLiteral) return undefined;
  return new Map(
    node.content.elements.map(({ node: field }) => [bareName(field.key.literal), field.value as Expression]),
  );
}
