import type { Column, TableSteps, TableStep } from "./m/tableSteps";
import { isProblem, type Mashup, type Query } from "./mashup";

/** What is surely known of the columns of a table. */
export interface KnownColumns {
  /** Columns that it surely has, in order, with their types; undefined: a type that the text does not tell. */
  types: ReadonlyMap<string, string | undefined>;
  /** Where all columns are written out, so that it has no others: `definition/mashup.pq:12:5`. Undefined: it may have others. */
  allAt: string | undefined;
}

/** A step that names a column which its input surely lacks. */
export interface LackingStep {
  column: string;
  function: string;
  /** Where it stands, and where all columns of its input are written out. */
  at: string;
  allAt: string;
  query: string;
}

export const UNKNOWN_COLUMNS: KnownColumns = { types: new Map(), allAt: undefined };

/** A query that takes its table from others, and these from others. */
const MOST_QUERIES = 50;

/**
 * What the text tells of the columns of queries: typed tables that are written out, `Table.TransformColumnTypes`, and steps that change no
 * column. Any other step may change all of them. Each query is looked at once.
 */
export class Columns {
  private readonly known = new Map<Query, KnownColumns>();
  readonly lacking: LackingStep[] = [];

  constructor(private readonly mashup: Mashup) {}

  /** `within` are the queries that are being read: a query that takes its table from itself has none. */
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
    const isReadable = source && !within.includes(source) && within.length < MOST_QUERIES;
    return isReadable ? this.of(source, within) : UNKNOWN_COLUMNS;
  }

  private after(step: TableStep, columns: KnownColumns, query: Query): KnownColumns {
    // Somebody may have given a query the name of a function.
    if (this.mashup.byName.has(step.function)) return UNKNOWN_COLUMNS;
    const { allAt } = columns;
    const lacks = allAt === undefined ? [] : step.names.filter(({ name }) => !columns.types.has(name));
    for (const { name, offset } of lacks) {
      const at = this.mashup.at(query.start + offset);
      this.lacking.push({ column: name, function: step.function, at, allAt: allAt as string, query: query.name });
    }
    // What comes after a step that fails is nothing.
    if (step.effect === "unknown" || lacks.length > 0) return UNKNOWN_COLUMNS;
    return step.effect === "rows" ? columns : { types: new Map([...columns.types, ...typesOf(step.types)]), allAt };
  }
}

const typesOf = (columns: readonly Column[]): Map<string, string | undefined> =>
  new Map(columns.map(({ name, type }) => [name, type]));
