import { nodeKinds, type Expression } from "./parser";
import type { Span } from "./positions";
import { resolve } from "./resolve";
import { fieldsOf, literalOf, spanOf, type Literal } from "./syntax";
import { bareName } from "./text";

/** An M parameter as its query declares it, in either form: `v meta [...]`, or `let P = v meta [...] in P`. */
export interface ParameterDeclaration {
  /** Where the current value is written, counted from the start of the member. */
  value: Span;
  /** The current value, where it is a plain literal. */
  current: Literal | undefined;
  /** As declared, in lower case: `text`, `number`, `any`, `int64.type`, ...; undefined where nothing is declared. */
  type: string | undefined;
  /** The declared type takes null. */
  nullable: boolean;
  required: boolean;
  /** The values that are allowed, where the declaration lists them. */
  allowed: readonly (Span & { literal: Literal | undefined })[] | undefined;
}

/** The declaration that a query's expression is; undefined where it is no parameter. */
export function parameterOf(expression: Expression): ParameterDeclaration | undefined {
  const kinds = nodeKinds();
  const { expression: found } = resolve({ expression, scope: undefined });
  if (found.kind !== kinds.MetadataExpression) return undefined;
  const meta = fieldsOf(found.right);
  const field = (name: string) => {
    const node = meta?.get(name);
    return node && literalOf(node);
  };
  if (field("IsParameterQuery") !== true) return undefined;
  const { type, nullable } = typeOf(meta?.get("Type"));
  const list = meta?.get("List");
  return {
    value: spanOf(found.left),
    current: literalOf(found.left),
    type,
    nullable,
    required: field("IsParameterQueryRequired") === true,
    allowed:
      list?.kind === kinds.ListExpression
        ? list.content.elements.map(({ node }) => ({ ...spanOf(node), literal: literalOf(node) }))
        : undefined,
  };
}

/** `type text`, `type nullable text`, `"Text"`, `Int64.Type`: all occur. */
function typeOf(node: Expression | undefined): { type: string | undefined; nullable: boolean } {
  const kinds = nodeKinds();
  if (!node) return { type: undefined, nullable: true };
  const literal = literalOf(node);
  if (typeof literal === "string") return { type: literal.toLowerCase(), nullable: literal.toLowerCase() === "any" };
  if (node.kind === kinds.IdentifierExpression)
    return { type: bareName(node.identifier.literal).toLowerCase(), nullable: false };
  if (node.kind !== kinds.TypePrimaryType) return { type: undefined, nullable: true };
  const nullable = node.paired.kind === kinds.NullableType;
  const inner = node.paired.kind === kinds.NullableType ? node.paired.paired : node.paired;
  const type = inner.kind === kinds.PrimitiveType ? inner.primitiveTypeKind : undefined;
  return { type, nullable: nullable || type === undefined || type === "any" || type === "null" };
}
