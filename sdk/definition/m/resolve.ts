import { lookUp, scopeOfLet, type Scope } from "./scopes";
import type { Expression } from "./tree";

/** An expression and its scope. */
export interface Place {
  expression: Expression;
  scope: Scope | undefined;
}

const MAX_STEPS = 200;

/**
 * Returns the expression that another one leads to: it follows parentheses, `let ... in` and names that the member defines, as far as the text
 * shows them. A name that the member does not define is returned as it is.
 */
export function resolve(place: Place): Place {
  let { expression, scope } = place;
  for (let step = 0; step < MAX_STEPS; step++) {
    if (expression.kind === "parentheses") expression = expression.content;
    else if (expression.kind === "let") {
      scope = scopeOfLet(expression, scope);
      expression = expression.body;
    } else if (expression.kind === "name" && expression.section === undefined) {
      const binding = lookUp(scope, expression.name, expression.inclusive);
      if (!binding?.expression) return { expression, scope };
      ({ expression, scope } = binding as Place);
    } else return { expression, scope };
  }
  return { expression, scope };
}
