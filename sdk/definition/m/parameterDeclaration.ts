import { fieldsOf, literalOf, type Literal } from "./literals";
import type { Span } from "./positions";
import { resolve } from "./resolve";
import type { Expression } from "./tree";

/** The declaration of an M parameter, in either form: `v meta [...]`, or `let P = v meta [...] in P`. */
export interface ParameterDeclaration {
  /** Span of the current value, from the start of the member. */
  value: Span;
  /** The current value. Undefined if it is not a plain literal. */
  current: Literal | undefined;
  /** The declared type in lower case: `text`, `number`, `any`, `int64.type`, ... Undefined if none is declared. */
  type: string | undefined;
  /** True if the declared type takes null. */
  nullable: boolean;
  required: boolean;
  /** The allowed values. Undefined if the declaration does not list them. */
  allowed: readonly (Span & { literal: Literal | undefined })[] | undefined;
}

/** Returns the declaration of a parameter. Undefined if the query is not a parameter. */
export function parameterOf(expression: Expression): ParameterDeclaration | undefined {
  const { expression: found } = resolve({ expression, scope: undefined });
  if (found.kind !== "meta") return undefined;
  const meta = fieldsOf(found.right);
  const field = (name: string) => {
    const value = meta?.get(name);
    return value && literalOf(value);
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
      list?.kind === "list" && !list.hasRange
        ? list.items.map((item) => ({ ...spanOf(item), literal: literalOf(item) }))
        : undefined,
  };
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });

/** Reads the declared type. These forms occur: `type text`, `type nullable text`, `"Text"`, `Int64.Type`. */
function typeOf(expression: Expression | undefined): { type: string | undefined; nullable: boolean } {
  if (!expression) return { type: undefined, nullable: true };
  const literal = literalOf(expression);
  if (typeof literal === "string") return { type: literal.toLowerCase(), nullable: literal.toLowerCase() === "any" };
  if (expression.kind === "name") return { type: expression.name.toLowerCase(), nullable: false };
  if (expression.kind !== "type") return { type: undefined, nullable: true };
  const { primitive: type, nullable } = expression;
  return { type, nullable: nullable || type === undefined || type === "any" || type === "null" };
}
