import { applyEdits, type Edit } from "../../../../sdk/definition/m/positions";
import { textLiteral, writtenName } from "../../../../sdk/definition/m/text";
import { Mashup, type Query } from "../../../../sdk/definition/mashup";
import { AUTOMATIC, LAKEHOUSE, manual, navigation, typed } from "../../../writtenDataflows";
import type { Random } from "../../review/corpus/random";

export type Mode = "automatic" | "dynamic" | "fixed";

/** A mashup before and after one edit, and the effect on readers of the table. */
export interface ContractPair {
  kind: string;
  mode: Mode;
  before: string;
  after: string;
  /** The real breaks: `rule` or `rule column`. */
  breaks: string[];
  /** True if a run fails, because the mapping names a column that the query does not have. */
  fails: boolean;
}

/** The written query that a pair adds to the sample. */
interface State {
  /** The query's name. */
  name: string;
  /** Columns of the query: name to M type. */
  columns: Record<string, string>;
  /** True if the query has only these columns. If false, it has the sample's columns, too. */
  closed: boolean;
  mode: Mode;
  /** The query's column to the table's column. */
  mapping: Record<string, string>;
  method: "Replace" | "Append";
  table: string;
  lakehouseId: string;
  /** Steps after the steps that define the columns. */
  steps: string[];
  comment: string;
  isWritten: boolean;
}

const TYPES = ["text", "Int64.Type", "number", "date", "logical", "datetime"];
const NAMES = ["OrderId", "Net amount", "Größe", "Region", "Order date", "Id", "x,y", "is active"];

function baseState(random: Random): State {
  const mode = random.pick<Mode>(["automatic", "dynamic", "fixed"]) as Mode;
  const names = random.shuffled(NAMES).slice(0, 3 + random.below(4));
  const columns = Object.fromEntries(names.map((name) => [name, random.pick(TYPES) as string]));
  return {
    name: "Written query",
    columns,
    closed: random.next() < 0.5,
    mode,
    mapping: Object.fromEntries(names.map((name) => [name, random.next() < 0.2 ? `${name} there` : name])),
    method: mode === "fixed" && random.next() < 0.5 ? "Append" : "Replace",
    table: "Orders",
    lakehouseId: LAKEHOUSE,
    steps: [],
    comment: "",
    isWritten: true,
  };
}

interface Truth {
  state: State;
  breaks?: string[];
  fails?: boolean;
}

type EditOf = (state: State, random: Random) => Truth | undefined;

const pickColumn = (state: State, random: Random): string => random.pick(Object.keys(state.columns)) as string;
const without = <T>(record: Record<string, T>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
const remakes = ({ mode }: State): boolean => mode !== "fixed";
/** The table's name for a column of the query. */
const inTable = ({ mode, mapping }: State, column: string): string =>
  mode === "automatic" ? column : (mapping[column] as string);
const otherType = (type: string | undefined, random: Random): string =>
  random.pick(TYPES.filter((other) => other !== type)) as string;
const withStep = (state: State, step: string): State => ({ ...state, steps: [...state.steps, step] });

/** The edits that people make, each with its real effect on the table. */
export const EDITS: Readonly<Record<string, EditOf>> = {
  dropColumn(state, random) {
    const column = pickColumn(state, random);
    // The query may still have a column of its source without the type. Nobody can know this.
    if (!state.closed) return undefined;
    const edited = { ...state, columns: without(state.columns, column) };
    return state.mode === "automatic"
      ? { state: edited, breaks: [`column-gone ${column}`] }
      : { state: edited, fails: true };
  },
  dropColumnAndMapping(state, random) {
    if (state.mode === "automatic") return undefined;
    const column = pickColumn(state, random);
    const edited = { ...state, columns: without(state.columns, column), mapping: without(state.mapping, column) };
    return { state: edited, breaks: remakes(state) ? [`column-gone ${inTable(state, column)}`] : [] };
  },
  addColumn: (state) => ({
    state: { ...state, columns: { ...state.columns, Added: "text" }, mapping: { ...state.mapping, Added: "Added" } },
  }),
  retypeColumn(state, random) {
    const column = pickColumn(state, random);
    const type = otherType(state.columns[column], random);
    const edited = { ...state, columns: { ...state.columns, [column]: type } };
    return { state: edited, breaks: remakes(state) ? [`column-retyped ${inTable(state, column)}`] : [] };
  },
  renameInMapping(state, random) {
    if (state.mode === "automatic") return undefined;
    const column = pickColumn(state, random);
    const edited = { ...state, mapping: { ...state.mapping, [column]: "Quite another" } };
    return { state: edited, breaks: remakes(state) ? [`column-renamed ${inTable(state, column)}`] : [] };
  },
  moveTable: (state) => ({ state: { ...state, table: "Orders2" }, breaks: ["destination-moved"] }),
  moveItem: (state) => ({
    state: { ...state, lakehouseId: "33333333-3333-4333-8333-333333333333" },
    breaks: ["destination-moved"],
  }),
  appendToReplace: (state) =>
    state.method === "Append" ? { state: { ...state, method: "Replace" }, breaks: ["append-to-replace"] } : undefined,
  dropDestination: (state) => ({ state: { ...state, isWritten: false }, breaks: ["destination-gone"] }),
  // The text does not show the effect of these.
  removeColumnByStep(state, random) {
    const column = pickColumn(state, random);
    const edited = withStep(state, `Table.RemoveColumns(#"Step", {${textLiteral(column)}})`);
    return state.mode === "automatic"
      ? { state: edited, breaks: [`column-gone ${column}`] }
      : { state: edited, fails: true };
  },
  renameColumnByStep(state, random) {
    const column = pickColumn(state, random);
    const edited = withStep(state, `Table.RenameColumns(#"Step", {{${textLiteral(column)}, "By a step"}})`);
    return state.mode === "automatic"
      ? { state: edited, breaks: [`column-gone ${column}`] }
      : { state: edited, fails: true };
  },
  // These break nothing.
  untypeColumn(state, random) {
    // The column may still exist, without its type.
    return state.closed
      ? undefined
      : { state: { ...state, columns: without(state.columns, pickColumn(state, random)) } };
  },
  rowStep: (state) => ({ state: withStep(state, 'Table.SelectRows(#"Step", each true)') }),
  anyStep: (state) => ({ state: withStep(state, 'Table.AddColumn(#"Step", "By a step", each 1, type text)') }),
  renameQuery: (state) => ({ state: { ...state, name: "Renamed query" } }),
  reorderColumns: (state, random) => ({
    state: {
      ...state,
      columns: Object.fromEntries(random.shuffled(Object.entries(state.columns))),
      mapping: Object.fromEntries(random.shuffled(Object.entries(state.mapping))),
    },
  }),
  comment: (state) => ({ state: { ...state, comment: "// by hand\n" } }),
  nothing: (state) => ({ state }),
};

/** A pair for a kind of edit and a seed. The first suitable query of the sample's document gets the destination. */
export function contractPair(text: string, kind: string, random: Random): ContractPair | undefined {
  const state = baseState(random);
  const truth = EDITS[kind]?.(state, random);
  if (!truth) return undefined;
  const [before, after] = [written(text, state), written(text, truth.state)];
  if (before === undefined || after === undefined) return undefined;
  return { kind, mode: state.mode, before, after, breaks: truth.breaks ?? [], fails: truth.fails ?? false };
}

/** The sample with one more query, which reads one of the sample's queries and is written to a table. */
function written(text: string, state: State): string | undefined {
  const mashup = new Mashup(text, "");
  const source = mashup.queries.find((query) => isTable(mashup, query));
  if (!source) return undefined;
  const { columns, closed, steps, comment } = state;
  const pairs = Object.entries(columns).map(
    ([name, type]) => `{${textLiteral(name)}, ${/\./.test(type) ? type : `type ${type}`}}`,
  );
  const own = Object.fromEntries(Object.entries(columns).map(([name, type]) => [writtenName(name), type]));
  const first = closed
    ? typed(own)
    : `Table.TransformColumnTypes(Table.ExpandRecordColumn(${writtenName(source.name)}, "Source", names), {${pairs.join(", ")}})`;
  const variables = [first, ...steps].map(
    (step, index) => `Step${index} = ${step.replace('#"Step"', `Step${index - 1}`)}`,
  );
  const settings =
    state.mode === "automatic"
      ? AUTOMATIC
      : manual(state.mapping, { dynamic: state.mode === "dynamic", method: state.method });
  const attribute = `[DataDestinations = {[Definition = [Kind = "Reference", QueryName = "Written_DataDestination", IsNewTarget = true], Settings = [${settings}]]}]\n`;
  const edits: Edit[] = [
    {
      start: text.length,
      end: text.length,
      text:
        `\n${state.isWritten ? attribute : ""}shared ${writtenName(state.name)} = ${comment}let ${variables.join(", ")} in Step${variables.length - 1};\n` +
        `shared Written_DataDestination = ${navigation(state.table, state.lakehouseId)};\n`,
    },
  ];
  return applyEdits(text, edits);
}

const isTable = (mashup: Mashup, query: Query): boolean =>
  query.attributes === undefined && !/IsParameterQuery|=>/.test(mashup.textOf(query));
