import { nodeKinds, type Expression } from "./parser";
import { lookUp, type Scope } from "./scopes";
import { bareName } from "./text";

/** An expression and the scope it stands in. */
export interface Place {
  expression: Expression;
  scope: Scope | undefined;
}

const MOST_STEPS = 200;

/**
 * What an expression stands for: through parentheses, `let ... in` and names bound within the member, as far as the text alone
 * tells. A name that nothing within the member binds is answered as it is.
 */
export function resolve(place: Place): Place {
  const kinds = nodeKinds();
  let { expression, scope } = place;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (expression.kind === kinds.ParenthesizedExpression) expression = expression.content;
    else if (expression.kind === kinds.LetExpression) {
      const definitions = expression.variableList.elements.map(({ node }) => node);
      const names = new Map(definitions.map(({ key, value }) => [bareName(key.literal), value]));
      scope = { names, around: scope };
      expression = expression.expression;
    } else if (expression.kind === kinds.IdentifierExpression) {
      const binding = lookUp(
        scope,
        bareName(expression.identifier.literal),
        expression.inclusiveConstant !== undefined,
      );
      if (!binding?.expression) return { expression, scope };
      ({ expression, scope } = binding as Place);
    } else return { expression, scope };
  }
  return { expression, scope };
}
