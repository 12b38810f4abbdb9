import { outermostLet } from "./letSteps";
import type { Span } from "./positions";
import { readMember } from "./read";
import { lookUp, scopeOfLet, walk, type Scope } from "./scopes";
import { opensWithin, takingOf, type Taking } from "./taking";
import type { Expression } from "./tree";

/** An expression of a query, and the names that it needs. Offsets count from the start of the member. */
export interface Node {
  /** Span of the expression. */
  value: Span;
  /** The steps that it names, each once. */
  uses: readonly string[];
  /** The names that the member does not define: other queries, the library. Each once. */
  free: readonly string[];
}

/** A step of a query: a variable of its outermost `let`. */
export interface StepNode extends Node {
  name: string;
  /** Offset of its name. */
  nameAt: number;
  taking: Taking;
  /** True if it is a function that opens its argument. */
  opensWithin: boolean;
}

/** The steps that lead to the result of a query. */
export interface StepGraph {
  /** Span of the whole expression. */
  value: Span;
  isFunction: boolean;
  /** Span of the outermost `let`. Undefined if there is none; then everything is in the result. */
  let: Span | undefined;
  steps: ReadonlyMap<string, StepNode>;
  /** The expression after `in`, or the whole expression. */
  result: Node;
}

/** Reads the steps of a member from its text. Throws an Unreadable. */
export function stepGraphOf(memberText: string): StepGraph {
  const { value } = readMember(memberText);
  const found = outermostLet(value);
  const { start, end } = value;
  const isFunction = functionIn(value);
  if (!found)
    return {
      value: { start, end },
      isFunction,
      let: undefined,
      steps: new Map(),
      result: nodeOf(value, undefined, undefined),
    };
  const { expression } = found;
  const scope = scopeOfLet(expression, found.scope);
  const steps = new Map<string, StepNode>();
  for (const { name, nameAt, value: step } of expression.variables)
    steps.set(name, {
      name,
      nameAt,
      taking: takingOf(step, memberText),
      opensWithin: opensWithin(step, memberText),
      ...nodeOf(step, { ...scope, defining: name }, scope),
    });
  return {
    value: { start, end },
    isFunction,
    let: { start: expression.start, end: expression.end },
    steps,
    result: nodeOf(expression.body, scope, scope),
  };
}

function functionIn(expression: Expression): boolean {
  for (let at = expression; ;) {
    if (at.kind === "parentheses") at = at.content;
    else return at.kind === "function" || at.kind === "each";
  }
}

/** `steps` is the scope of the outermost `let`. */
function nodeOf(expression: Expression, scope: Scope | undefined, steps: Scope | undefined): Node {
  const uses = new Set<string>();
  const free = new Set<string>();
  walk(expression, scope, (each, at) => {
    if (each.kind !== "name") return;
    const bound = each.section === undefined ? lookUp(at, each.name, each.inclusive) : undefined;
    if (!bound) free.add(each.name);
    else if (bound.scope.names === steps?.names) uses.add(each.name);
  });
  const { start, end } = expression;
  return { value: { start, end }, uses: [...uses], free: [...free] };
}
