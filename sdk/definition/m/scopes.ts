import type { Definition, Expression, Let } from "./tree";

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

/** Names in scope, the nearest first, and no more than `most`. */
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

/** The scope within a `let`. Its names are kept with it: a chain of steps asks for them once for each step. */
export function scopeOfLet(expression: Let, around: Scope | undefined): Scope {
  let names = namesOfLet.get(expression);
  if (!names) namesOfLet.set(expression, (names = namesOf(expression.variables)));
  return { names, around };
}

const namesOf = (definitions: readonly Definition[]): ReadonlyMap<string, Expression> =>
  new Map(definitions.map(({ name, value }) => [name, value]));

/** Called with each expression, outermost first, and the scope it stands in. */
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

/** Each definition's own name is hidden from itself. */
function walkDefinitions(definitions: readonly Definition[], inner: Scope, visit: Visitor): void {
  for (const { name, value } of definitions) walk(value, { ...inner, defining: name }, visit);
}
