import type { Span } from "./positions";

/** A field of a record, or a variable of a `let`. */
export interface Definition {
  name: string;
  /** Offset of the name. */
  nameAt: number;
  value: Expression;
}

/** A step after the head of a chain: a call, `{...}`, or the selection of fields. */
export type Step = Span &
  ({ kind: "call"; values: Expression[] } | { kind: "item"; key: Expression } | { kind: "field" });

/**
 * An expression, as far as the facts about a query need it. Operators, `if`, `try` and `error` have no meaning of their own for these facts: they
 * are `other`, and keep the expressions within them. Offsets count from the start of the text that was read.
 */
export type Expression = Span &
  (
    | { kind: "literal"; value: null | boolean | number | string }
    | { kind: "name"; name: string; inclusive: boolean; section: string | undefined }
    | { kind: "list"; items: Expression[]; hasRange: boolean }
    | { kind: "record"; fields: Definition[] }
    | { kind: "let"; variables: Definition[]; body: Expression }
    | { kind: "function"; parameters: string[]; body: Expression }
    | { kind: "each"; body: Expression }
    | { kind: "parentheses"; content: Expression }
    | { kind: "chain"; head: Expression; steps: Step[] }
    | { kind: "meta"; left: Expression; right: Expression }
    | { kind: "sign"; operators: string[]; operand: Expression }
    | { kind: "type"; primitive: string | undefined; nullable: boolean; within: Expression[]; fields?: FieldTypes }
    | { kind: "other"; within: Expression[] }
  );

/** The fields of a record's or a table's type, in order. */
export interface FieldTypes {
  all: readonly { name: string; type: Expression | undefined }[];
  /** True if there may be other fields, or if one may be missing: `...`, `optional`. */
  open: boolean;
}

export type Chain = Extract<Expression, { kind: "chain" }>;
export type Let = Extract<Expression, { kind: "let" }>;

/** A section member: `[attributes] shared Name = expression;`. */
export interface Member {
  attributes: Expression | undefined;
  value: Expression;
}
