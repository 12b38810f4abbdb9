import type { Span } from "./positions";
import { lookUp, scopeOfLet, walk, type Scope } from "./scopes";
import { endOfName } from "./text";
import type { Expression, Let } from "./tree";

/** One step of a query: a variable of its outermost `let`. Offsets count from the start of the member. */
export interface LetStep {
  name: string;
  /** Span of the variable's name. */
  nameSpan: Span;
  /** Span of the expression. */
  value: Span;
  /** Places at which the expression names other steps, in the order of the text. */
  uses: readonly NameUse[];
}

/** A place at which a name is used, without the `@` before it. */
export interface NameUse extends Span {
  name: string;
}

/** The steps of a query, and the expression after `in`. */
export interface LetSteps {
  /** Offset of the `let`. */
  start: number;
  steps: readonly LetStep[];
  result: Pick<LetStep, "value" | "uses">;
}

/** Returns the steps of an expression's outermost `let`, also of that in a function's body. Undefined if the expression has none. */
export function letStepsOf(expression: Expression, text: string): LetSteps | undefined {
  const found = outermostLet(expression)?.expression;
  if (!found) return undefined;
  const scope = scopeOfLet(found, undefined);
  const stepOf = (value: Expression, defining?: string): Pick<LetStep, "value" | "uses"> => {
    const uses: NameUse[] = [];
    walk(value, { ...scope, ...(defining !== undefined && { defining }) }, (each, at) => {
      if (each.kind !== "name" || each.section !== undefined) return;
      if (lookUp(at, each.name, each.inclusive)?.scope.names === scope.names) uses.push(nameUse(each, text));
    });
    return { value: spanOf(value), uses: uses.sort((a, b) => a.start - b.start) };
  };
  const steps = found.variables.map(({ name, nameAt, value }) => {
    const nameSpan = { start: nameAt, end: endOfName(text, nameAt) };
    return { name, nameSpan, ...stepOf(value, name) };
  });
  return { start: found.start, steps, result: stepOf(found.body) };
}

/** Returns the places at which an expression uses names that are not defined within it: other queries, the library. */
export function freeNamesOf(expression: Expression, text: string): NameUse[] {
  const found: NameUse[] = [];
  walk(expression, undefined, (each, scope) => {
    if (each.kind === "name" && each.section === undefined && !lookUp(scope, each.name, each.inclusive))
      found.push(nameUse(each, text));
  });
  return found.sort((a, b) => a.start - b.start);
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });

function nameUse({ name, start, end }: NameUse, text: string): NameUse {
  const at = text[start] === "@" ? start + 1 : start;
  return { name, start: at, end };
}

/** Returns the outermost `let` of an expression, and the scope around it: that of the function whose body it is. */
export function outermostLet(expression: Expression): { expression: Let; scope: Scope | undefined } | undefined {
  let scope: Scope | undefined;
  for (let at = expression; ;) {
    if (at.kind === "let") return { expression: at, scope };
    if (at.kind === "parentheses") at = at.content;
    else if (at.kind === "function") {
      scope = { names: new Map(at.parameters.map((name) => [name, undefined])), around: scope };
      at = at.body;
    } else return undefined;
  }
}
