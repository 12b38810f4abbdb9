import type { Column, TableSteps, TableStep } from "./m/tableSteps";
import { isProblem, type Mashup, type Query } from "./mashup";

/** The certain facts about the columns of a table. */
export interface KnownColumns {
  /** The columns that the table certainly has, in order, with their types. A type is undefined if the text does not show it. */
  types: ReadonlyMap<string, string | undefined>;
  /** The place that writes out all columns: `definition/mashup.pq:12:5`. Undefined if the table may have other columns. */
  allAt: string | undefined;
}

/** A step that names a column which its input certainly does not have. */
export interface LackingStep {
  column: string;
  function: string;
  /** The place of the step. */
  at: string;
  /** The place that writes out all columns of its input. */
  allAt: string;
  query: string;
}

export const UNKNOWN_COLUMNS: KnownColumns = { types: new Map(), allAt: undefined };

/** The longest chain of queries that take their tables from each other. */
const MAX_QUERIES = 50;

/**
 * The columns of queries, as far as the text shows them: typed tables that are written out, `Table.TransformColumnTypes`, and steps that change
 * no column. Any other step may change all columns. Each query is read once.
 */
export class Columns {
  private readonly known = new Map<Query, KnownColumns>();
  readonly lacking: LackingStep[] = [];

  constructor(private readonly mashup: Mashup) {}

  /** Returns the known columns of a query. `within`: the queries that are being read. A query that takes its table from itself has no known columns. */
  async of(query: Query, within: readonly Query[] = []): Promise<KnownColumns> {
    const known = this.known.get(query);
    if (known) return known;
    const columns = await this.read(query, [...within, query]);
    this.known.set(query, columns);
    return columns;
  }

  private async read(query: Query, within: readonly Query[]): Promise<KnownColumns> {
    const facts = await this.mashup.facts(query);
    if (isProblem(facts) || facts.isFunction || facts.parameter) return UNKNOWN_COLUMNS;
    const { from, steps } = facts.table;
    let columns = await this.start(query, from, within);
    for (const step of steps) columns = this.after(step, columns, query);
    return columns;
  }

  private async start(query: Query, from: TableSteps["from"], within: readonly Query[]): Promise<KnownColumns> {
    if (!from) return UNKNOWN_COLUMNS;
    const { byName } = this.mashup;
    if ("columns" in from)
      return byName.has(from.function)
        ? UNKNOWN_COLUMNS
        : { types: typesOf(from.columns), allAt: this.mashup.at(query.start + from.offset) };
    const source = byName.get(from.query);
    const isReadable = source && !within.includes(source) && within.length < MAX_QUERIES;
    return isReadable ? this.of(source, within) : UNKNOWN_COLUMNS;
  }

  private after(step: TableStep, columns: KnownColumns, query: Query): KnownColumns {
    // A query can have the name of a library function.
    if (this.mashup.byName.has(step.function)) return UNKNOWN_COLUMNS;
    const { allAt } = columns;
    const lacks = allAt === undefined ? [] : step.names.filter(({ name }) => !columns.types.has(name));
    for (const { name, offset } of lacks) {
      const at = this.mashup.at(query.start + offset);
      this.lacking.push({ column: name, function: step.function, at, allAt: allAt as string, query: query.name });
    }
    // A step that fails does not return a table.
    if (step.effect === "unknown" || lacks.length > 0) return UNKNOWN_COLUMNS;
    return step.effect === "rows" ? columns : { types: new Map([...columns.types, ...typesOf(step.types)]), allAt };
  }
}

const typesOf = (columns: readonly Column[]): Map<string, string | undefined> =>
  new Map(columns.map(({ name, type }) => [name, type]));
