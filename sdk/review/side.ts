import { groupBy } from "../common/groupBy";
import { writtenTables, type DeclaredTable } from "../contract/writtenTables";
import { queryLineage, type Lineage } from "../definition/lineage";
import { isProblem, Mashup, type Query } from "../definition/mashup";
import type { AttributeFacts, MemberFacts } from "../definition/m/facts";
import { outlineOf, type MemberOutline } from "../definition/m/outline";
import { matchQueries, viewMetadata, type MetadataView, type QueryMetadata } from "../definition/metadata";
import { openDefinition, type Opened } from "../definition/open";
import type { DefinitionPart } from "../definition/parts";
import type { QueryRole } from "./document";

/** One query of a side of a review. */
export interface SideQuery {
  query: Query;
  /** The entry in the metadata. Undefined if there is none. */
  entry: QueryMetadata | undefined;
  /** Undefined if the M cannot be parsed. */
  facts: MemberFacts | undefined;
  /** Known even if the rest of the M cannot be parsed. Undefined if they cannot be read. */
  attributes: AttributeFacts | undefined;
  role: QueryRole;
}

/** A definition before or after a change, as far as it can be understood. */
export class Side {
  private readonly outlines = new Map<SideQuery, MemberOutline>();
  private knownTables: Promise<DeclaredTable[]> | undefined;
  private knownTablesOf: Promise<ReadonlyMap<string, DeclaredTable[]>> | undefined;

  private constructor(
    readonly parts: readonly DefinitionPart[],
    readonly opened: Opened,
    readonly mashup: Mashup,
    readonly view: MetadataView,
    /** Queries by name, in the order of the document. */
    readonly queries: ReadonlyMap<string, SideQuery>,
    readonly lineage: Lineage,
    /** Name of the query that names the default destination, by the section's header. */
    readonly defaultDestination: string | undefined,
  ) {}

  /** Reads a definition. Returns undefined if it has no mashup that can be read. */
  static async of(parts: readonly DefinitionPart[], place: string): Promise<Side | undefined> {
    const opened = openDefinition(parts, place);
    if (!opened) return undefined;
    const mashup = new Mashup(opened.mashup, opened.mashupPlace);
    const view = viewMetadata(opened);
    const defaultDestination = (await mashup.defaultDestination())?.queryName;
    const { entryOf } = matchQueries([...mashup.byName.keys()], view.queries ?? []);
    const found: Omit<SideQuery, "role">[] = [];
    for (const query of mashup.byName.values()) {
      const facts = await mashup.facts(query);
      found.push({
        query,
        entry: entryOf.get(query.name),
        facts: isProblem(facts) ? undefined : facts,
        attributes: await mashup.attributeFacts(query),
      });
    }
    const lineage = found.flatMap(({ query, facts }) =>
      facts ? [queryLineage(query, facts, mashup, defaultDestination)] : [],
    );
    const destinations = found.flatMap(({ attributes }) => attributes?.destinations ?? []);
    const targets = new Set(destinations.map(({ queryName }) => queryName.toLowerCase()));
    if (defaultDestination !== undefined) targets.add(defaultDestination.toLowerCase());
    const queries = new Map(found.map((each) => [each.query.name, { ...each, role: roleOf(each, targets) }]));
    return new Side(parts, opened, mashup, view, queries, lineage, defaultDestination);
  }

  textOf({ query }: SideQuery): string {
    return this.mashup.textOf(query);
  }

  /** Returns steps and tables of a query. They are read when they are first needed. */
  outline(query: SideQuery): MemberOutline {
    const outline = this.outlines.get(query) ?? outlineOf(this.textOf(query));
    this.outlines.set(query, outline);
    return outline;
  }

  /** Returns the tables that the queries are written to. */
  tables(): Promise<DeclaredTable[]> {
    return (this.knownTables ??= writtenTables(this.mashup));
  }

  /** Returns the tables that one query is written to. */
  async tablesOf({ query }: SideQuery): Promise<readonly DeclaredTable[]> {
    this.knownTablesOf ??= this.tables().then((tables) => groupBy(tables, (table) => table.query));
    return (await this.knownTablesOf).get(query.name) ?? [];
  }

  /** Returns the query of a name: first by the exact name, then without regard to case, as the service does. */
  find(name: string): SideQuery | undefined {
    return (
      this.queries.get(name) ??
      [...this.queries.values()].find(({ query }) => query.name.toLowerCase() === name.toLowerCase())
    );
  }
}

function roleOf({ query, facts }: Omit<SideQuery, "role">, targets: ReadonlySet<string>): QueryRole {
  if (targets.has(query.name.toLowerCase())) return "destination";
  if (facts?.parameter) return "parameter";
  return facts?.isFunction ? "function" : "query";
}
