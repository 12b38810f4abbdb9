import { nodeKinds, type Expression, type Node } from "./parser";
import { childrenOf } from "./syntax";
import { bareName } from "./text";

/** Names bound at a place, and the scope around them. A name without an expression is a function's parameter. */
export interface Scope {
  names: ReadonlyMap<string, Expression | undefined>;
  around: Scope | undefined;
  /** The variable that is being defined here: without `@`, its name means what it means around. */
  defining?: string;
}

export interface Binding {
  expression: Expression | undefined;
  /** Where the expression itself stands, for the names in it. */
  scope: Scope;
}

/** What a name means in a scope; undefined where nothing within the member binds it. */
export function lookUp(scope: Scope | undefined, name: string, inclusive = false): Binding | undefined {
  for (let at = scope; at; at = at.around) {
    if (!at.names.has(name)) continue;
    if (at.defining === name && !inclusive) continue;
    return { expression: at.names.get(name), scope: { ...at, defining: name } };
  }
  return undefined;
}

/** Every name in scope, the nearest first. */
export function namesIn(scope: Scope | undefined): string[] {
  const names: string[] = [];
  for (let at = scope; at; at = at.around) names.push(...at.names.keys());
  return names;
}

/** Called with each node, outermost first, and the scope it stands in. */
export type Visitor = (node: Node, scope: Scope | undefined) => void;

interface Definition {
  key: { literal: string };
  value: Node;
}

/** Walks an expression with the scopes that `let`, records, functions and `each` open. */
export function walk(node: Node, scope: Scope | undefined, visit: Visitor): void {
  const kinds = nodeKinds();
  visit(node, scope);
  switch (node.kind) {
    case kinds.Constant:
    case kinds.Identifier:
    case kinds.GeneralizedIdentifier:
    case kinds.LiteralExpression:
    case kinds.PrimitiveType:
    case kinds.FieldSelector:
      return;
    // The kinds below are most of any tree: their children are taken by name, which is faster than by looking.
    case kinds.ArrayWrapper:
      for (const element of node.elements) walk(element, scope, visit);
      return;
    case kinds.Csv:
      return walk(node.node, scope, visit);
    case kinds.InvokeExpression:
    case kinds.ItemAccessExpression:
    case kinds.ListExpression:
    case kinds.ParenthesizedExpression:
      return walk(node.content, scope, visit);
    case kinds.IdentifierExpression:
      return;
    case kinds.RecursivePrimaryExpression:
      walk(node.head, scope, visit);
      return walk(node.recursiveExpressions, scope, visit);
    case kinds.ArithmeticExpression:
    case kinds.EqualityExpression:
    case kinds.LogicalExpression:
    case kinds.RelationalExpression:
      walk(node.left, scope, visit);
      return walk(node.right as Node, scope, visit);
    case kinds.LetExpression: {
      const inner = walkDefinitions(
        node.variableList.elements.map((element) => element.node),
        scope,
        visit,
      );
      return walk(node.expression, inner, visit);
    }
    case kinds.RecordExpression:
      walkDefinitions(
        node.content.elements.map((element) => element.node),
        scope,
        visit,
      );
      return;
    case kinds.FunctionExpression: {
      const parameters = node.parameters.content.elements.map((element) => element.node);
      parameters.forEach((parameter) => walk(parameter, scope, visit));
      const names = new Map(parameters.map((parameter) => [bareName(parameter.name.literal), undefined]));
      return walk(node.expression, { names, around: scope }, visit);
    }
    case kinds.EachExpression:
      return walk(node.paired, { names: new Map([["_", undefined]]), around: scope }, visit);
    default:
      for (const child of childrenOf(node)) walk(child, scope, visit);
  }
}

/** The scope that the definitions open. Each one's own name is hidden from itself. */
function walkDefinitions(definitions: readonly Definition[], around: Scope | undefined, visit: Visitor): Scope {
  const names = new Map(definitions.map(({ key, value }) => [bareName(key.literal), value as Expression]));
  const inner: Scope = { names, around };
  for (const { key, value } of definitions) walk(value, { ...inner, defining: bareName(key.literal) }, visit);
  return inner;
}
