import { fieldsOf, literalOf, type Literal } from "./literals";
import type { Span } from "./positions";
import { resolve } from "./resolve";
import type { Expression } from "./tree";

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

/** `type text`, `type nullable text`, `"Text"`, `Int64.Type`: all occur. */
function typeOf(expression: Expression | undefined): { type: string | undefined; nullable: boolean } {
  if (!expression) return { type: undefined, nullable: true };
  const literal = literalOf(expression);
  if (typeof literal === "string") return { type: literal.toLowerCase(), nullable: literal.toLowerCase() === "any" };
  if (expression.kind === "name") return { type: expression.name.toLowerCase(), nullable: false };
  if (expression.kind !== "type") return { type: undefined, nullable: true };
  const { primitive: type, nullable } = expression;
  return { type, nullable: nullable || type === undefined || type === "any" || type === "null" };
}
