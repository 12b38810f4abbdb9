import { argumentsOf, calledName } from "./itemReferences";
import { literalOf, type Literal } from "./literals";
import { resolve, type Place } from "./resolve";
import type { Chain, Expression } from "./tree";

/*
 * Finds the columns that a query certainly has and that have no type, by its text alone. Uncertain columns are left out: a step that is not listed
 * here may add or remove anything. https://learn.microsoft.com/powerquery-m/table-functions
 */

/** Returns the value of another query. Undefined if it cannot be read. */
export type OtherQuery = (name: string) => Expression | undefined;

/** The most steps to follow: queries can use each other in a ring, and a definition can be long. */
const MAX_STEPS = 500;

/** Functions that keep every column and its type. */
const KEEPS = new Set(
  (
    "Table.Buffer Table.Distinct Table.FirstN Table.LastN Table.Range Table.RemoveFirstN Table.RemoveLastN Table.RemoveRowsWithErrors " +
    "Table.ReorderColumns Table.ReverseRows Table.SelectRows Table.SelectRowsWithErrors Table.Skip Table.Sort Table.StopFolding"
  ).split(" "),
);

type Columns = readonly string[];
type Change = (columns: Columns, values: readonly Expression[]) => Columns;

/** For each function, which columns without a type remain of those of its first argument. */
const CHANGES: Readonly<Record<string, Change>> = {
  "Table.AddColumn": (columns, [, name, made, type]) => {
    const added = name && literalOf(name);
    const isUntyped = type ? isAny(type) : made !== undefined && isEach(made);
    return typeof added === "string" && isUntyped ? [...columns, added] : columns;
  },
  "Table.TransformColumnTypes": (columns, [, types]) => {
    const given = pairs(types);
    return given ? columns.filter((name) => given.every(([of, type]) => of !== name || isAny(type))) : [];
  },
  "Table.TransformColumns": (columns, [, transforms, others]) => {
    const given = pairs(transforms);
    return given && !others ? columns.filter((name) => given.every(([of]) => of !== name)) : [];
  },
  "Table.RemoveColumns": (columns, [, removed]) => {
    const names = namesOf(removed);
    return names ? columns.filter((name) => !names.includes(name)) : [];
  },
  "Table.SelectColumns": (columns, [, selected]) => {
    const names = namesOf(selected);
    return names ? columns.filter((name) => names.includes(name)) : [];
  },
  "Table.RenameColumns": (columns, [, renames]) => {
    const given = pairs(renames);
    if (!given) return [];
    const renamed = new Map(given.map(([from, to]) => [from, literalOf(to)]));
    return columns.flatMap((name) => {
      const to = renamed.has(name) ? renamed.get(name) : name;
      return typeof to === "string" ? [to] : [];
    });
  },
  "Table.ExpandRecordColumn": expanded,
  "Table.ExpandTableColumn": expanded,
};

/** The columns that are expanded from a column without a type have none, either. */
function expanded(columns: Columns, [, column, fields, names]: readonly Expression[]): Columns {
  const from = column && literalOf(column);
  if (typeof from !== "string") return [];
  const left = columns.filter((name) => name !== from);
  return columns.includes(from) ? [...left, ...(namesOf(names ?? fields) ?? [])] : left;
}

/** The index of the argument with the names of columns, for functions that make a table. Names alone do not give types. */
const NAMES_COLUMNS: Readonly<Record<string, number>> = {
  "#table": 0,
  "Table.FromRows": 1,
  "Table.FromColumns": 1,
  "Table.FromList": 2,
};

export function untypedColumns(query: Expression, other: OtherQuery): string[] {
  const chains: { change: Change; values: readonly Expression[] }[] = [];
  let place: Place = { expression: query, scope: undefined };
  let columns: Columns = [];
  for (let step = 0; step < MAX_STEPS; step++) {
    const { expression, scope } = resolve(place);
    if (expression.kind === "name") {
      const value = other(expression.name);
      if (!value) break;
      place = { expression: value, scope: undefined };
      continue;
    }
    const called = expression.kind === "chain" && expression.steps.length === 1 ? calledName(expression) : undefined;
    if (called === undefined) break;
    const values = argumentsOf(expression as Chain).map((value) => resolve({ expression: value, scope }).expression);
    const [first] = argumentsOf(expression as Chain);
    if (Object.hasOwn(NAMES_COLUMNS, called)) columns = namesOf(values[NAMES_COLUMNS[called] as number]) ?? [];
    if (called === "Table.FromRecords" && values.length === 1) columns = fieldsOfRecords(values[0]);
    const change = Object.hasOwn(CHANGES, called) ? CHANGES[called] : undefined;
    if (!first || (!change && !KEEPS.has(called))) break;
    if (change) chains.push({ change, values });
    place = { expression: first, scope };
  }
  return [...new Set(chains.reverse().reduce((left, { change, values }) => change(left, values), columns))];
}

/** Returns the fields of a list of records that is written out. All records have the fields of the first. */
function fieldsOfRecords(list: Expression | undefined): string[] {
  const first = list?.kind === "list" ? list.items[0] : undefined;
  return first?.kind === "record" ? first.fields.map(({ name }) => name) : [];
}

const isEach = (expression: Expression): boolean =>
  expression.kind === "parentheses" ? isEach(expression.content) : expression.kind === "each";

const isAny = (type: Expression): boolean => type.kind === "type" && type.primitive === "any";

/** Reads a name, or a list of names. */
function namesOf(expression: Expression | undefined): string[] | undefined {
  const names: Literal | undefined = expression && literalOf(expression);
  if (typeof names === "string") return [names];
  return Array.isArray(names) && names.every((name) => typeof name === "string") ? names : undefined;
}

/** Reads `{{"Name", what}, ...}`, or a single `{"Name", what}`. Undefined if not all names are written out. */
function pairs(expression: Expression | undefined): [name: string, what: Expression][] | undefined {
  if (expression?.kind !== "list" || expression.hasRange) return undefined;
  const [first] = expression.items;
  const all = first?.kind === "literal" ? [expression] : expression.items;
  const found = all.flatMap((one): [string, Expression][] => {
    const [name, what] = one.kind === "list" ? one.items : [];
    return name?.kind === "literal" && typeof name.value === "string" && what ? [[name.value, what]] : [];
  });
  return found.length === all.length ? found : undefined;
}
