import type { Definition, Expression, Let } from "./tree";

/** The names defined at a place, and the scope around them. A name without an expression is a function's parameter. */
export interface Scope {
  names: ReadonlyMap<string, Expression | undefined>;
  around: Scope | undefined;
  /** The variable that is being defined here. Without `@`, its name has the meaning that it has in the scope around. */
  defining?: string;
}

export interface Binding {
  expression: Expression | undefined;
  /** The scope of the expression itself, for the names in it. */
  scope: Scope;
}

/** Returns the binding of a name in a scope. Undefined if the member does not define the name. */
export function lookUp(scope: Scope | undefined, name: string, inclusive = false): Binding | undefined {
  for (let at = scope; at; at = at.around) {
    if (!at.names.has(name)) continue;
    if (at.defining === name && !inclusive) continue;
    return { expression: at.names.get(name), scope: { ...at, defining: name } };
  }
  return undefined;
}

/** Returns up to `most` names in scope, the nearest first. */
export function namesIn(scope: Scope | undefined, most: number): string[] {
  const names: string[] = [];
  for (let at = scope; at; at = at.around)
    for (const name of at.names.keys()) {
      if (names.length >= most) return names;
      names.push(name);
    }
  return names;
}

const namesOfLet = new WeakMap<Let, ReadonlyMap<string, Expression>>();

/** Returns the scope within a `let`. The names are kept, because a chain of steps needs them once for each step. */
export function scopeOfLet(expression: Let, around: Scope | undefined): Scope {
  let names = namesOfLet.get(expression);
  if (!names) namesOfLet.set(expression, (names = namesOf(expression.variables)));
  return { names, around };
}

const namesOf = (definitions: readonly Definition[]): ReadonlyMap<string, Expression> =>
  new Map(definitions.map(({ name, value }) => [name, value]));

/** Called with each expression and its scope, the outermost first. */
export type Visitor = (expression: Expression, scope: Scope | undefined) => void;

/** Walks an expression with the scopes that `let`, records, functions and `each` open. */
export function walk(expression: Expression, scope: Scope | undefined, visit: Visitor): void {
  visit(expression, scope);
  const all = (within: readonly Expression[]) => within.forEach((one) => walk(one, scope, visit));
  switch (expression.kind) {
    case "literal":
    case "name":
      return;
    case "list":
      return all(expression.items);
    case "other":
    case "type":
      return all(expression.within);
    case "parentheses":
      return walk(expression.content, scope, visit);
    case "meta":
      walk(expression.left, scope, visit);
      return walk(expression.right, scope, visit);
    case "sign":
      return walk(expression.operand, scope, visit);
    case "chain":
      walk(expression.head, scope, visit);
      for (const step of expression.steps)
        if (step.kind === "call") all(step.values);
        else if (step.kind === "item") walk(step.key, scope, visit);
      return;
    case "let": {
      const inner = scopeOfLet(expression, scope);
      walkDefinitions(expression.variables, inner, visit);
      return walk(expression.body, inner, visit);
    }
    case "record":
      return walkDefinitions(expression.fields, { names: namesOf(expression.fields), around: scope }, visit);
    case "function": {
      const names = new Map(expression.parameters.map((name) => [name, undefined]));
      return walk(expression.body, { names, around: scope }, visit);
    }
    case "each":
      return walk(expression.body, { names: new Map([["_", undefined]]), around: scope }, visit);
  }
}

/** Walks definitions. A definition does not see its own name. */
function walkDefinitions(definitions: readonly Definition[], inner: Scope, visit: Visitor): void {
  for (const { name, value } of definitions) walk(value, { ...inner, defining: name }, visit);
}
