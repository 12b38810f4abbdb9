import { columnTypeOf } from "./columnTypes";
import { calledName } from "./itemReferences";
import { namedColumns, type ColumnAt } from "./namedColumns";
import { resolve, type Place } from "./resolve";
import { lookUp, type Scope } from "./scopes";
import type { Expression } from "./tree";

export interface Column {
  name: string;
  /** Undefined if the text does not show it. */
  type: string | undefined;
}

/** The start of a query's table, and the steps from there to the result. */
export interface TableSteps {
  /** Another query, or all columns of a typed `#table`. Undefined for anything else. */
  from: { query: string } | { columns: readonly Column[]; function: string; offset: number } | undefined;
  steps: readonly TableStep[];
}

export interface TableStep {
  function: string;
  offset: number;
  /** `rows`: it does not change columns. `types`: it gives these columns these types. `unknown`: it may change every column. */
  effect: "rows" | "types" | "unknown";
  types: readonly Column[];
  /** The columns that it names and that its input must have. */
  names: readonly ColumnAt[];
}

/** Functions that return some or all rows of their first argument, in any order. */
const ROWS = new Set(
  (
    "Table.SelectRows Table.Sort Table.FirstN Table.LastN Table.Skip Table.RemoveFirstN Table.RemoveLastN Table.Range Table.Distinct " +
    "Table.Buffer Table.ReverseRows Table.StopFolding Table.RemoveRowsWithErrors Table.SelectRowsWithErrors Table.AlternateRows Table.Repeat"
  ).split(" "),
);
const TYPES = "Table.TransformColumnTypes";
/** The index of the argument with the type, for functions that write out a table. */
const TYPED: Readonly<Record<string, number>> = { "#table": 0, "Table.FromRows": 1, "Table.FromRecords": 1 };
const MAX_STEPS = 500;

/** Returns the steps of a query's expression. They end at a step that does not take its table from its first argument. */
export function tableStepsOf(value: Expression): TableSteps {
  const steps: TableStep[] = [];
  let place: Place = resolve({ expression: value, scope: undefined });
  for (let count = 0; count < MAX_STEPS; count++) {
    const { expression, scope } = place;
    if (expression.kind === "name" && expression.section === undefined)
      return { from: { query: expression.name }, steps: steps.reverse() };
    const call = callOf(expression, scope);
    if (!call) break;
    const typed = TYPED[call.name];
    if (typed !== undefined) {
      const columns = columnsOfType(call.values[typed], scope, call.values.length);
      const from = columns && { columns, function: call.name, offset: expression.start };
      return { from, steps: steps.reverse() };
    }
    const [input] = call.values;
    if (!input || !call.name.startsWith("Table.")) break;
    steps.push(stepOf(call, expression.start, scope));
    place = resolve({ expression: input, scope });
  }
  // The start of the steps is not known.
  return { from: undefined, steps: steps.reverse() };
}

interface Call {
  name: string;
  values: readonly Expression[];
}

/** Returns the call of a library function, if nothing follows it. */
function callOf(expression: Expression, scope: Scope | undefined): Call | undefined {
  if (expression.kind !== "chain" || expression.steps.length !== 1) return undefined;
  const name = calledName(expression);
  const [step] = expression.steps;
  if (name === undefined || step?.kind !== "call" || lookUp(scope, name)) return undefined;
  return { name, values: step.values };
}

function stepOf({ name, values }: Call, offset: number, scope: Scope | undefined): TableStep {
  const names = namedColumns(name, values, scope);
  const types = name === TYPES ? typesGiven(values, scope) : undefined;
  if (types) return { function: name, offset, effect: "types", types, names };
  return { function: name, offset, effect: ROWS.has(name) ? "rows" : "unknown", types: [], names };
}

/** Reads `{{"OrderId", Int64.Type}, {"Name", type text}}`, or a single pair. Undefined if not all of it can be read. */
function typesGiven([, given, culture]: readonly Expression[], scope: Scope | undefined): Column[] | undefined {
  // A record instead of a culture may say what happens with missing columns.
  if (culture && resolve({ expression: culture, scope }).expression.kind !== "literal") return undefined;
  const list = given && resolve({ expression: given, scope });
  if (list?.expression.kind !== "list") return undefined;
  const { items } = list.expression;
  const pairs = items[0]?.kind === "literal" ? [list.expression] : items;
  const columns: Column[] = [];
  for (const pair of pairs) {
    const found = resolve({ expression: pair, scope: list.scope });
    if (found.expression.kind !== "list" || found.expression.items.length !== 2) return undefined;
    const [name, type] = found.expression.items;
    if (name?.kind !== "literal" || typeof name.value !== "string" || !type) return undefined;
    columns.push({ name: name.value, type: columnTypeOf({ expression: type, scope: found.scope }) });
  }
  return columns;
}

/** Reads `type table [Item = text, Id = Int64.Type]`. Undefined if the table may have other columns. */
function columnsOfType(
  given: Expression | undefined,
  scope: Scope | undefined,
  count: number,
): readonly Column[] | undefined {
  if (!given || count > 2) return undefined;
  const { expression, scope: within } = resolve({ expression: given, scope });
  if (expression.kind !== "type" || !expression.fields || expression.fields.open) return undefined;
  return expression.fields.all.map(({ name, type }) => ({
    name,
    type: columnTypeOf(type && { expression: type, scope: within }),
  }));
}
