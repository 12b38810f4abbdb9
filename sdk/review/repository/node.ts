import { resolvedReference } from "../../contract/writtenTables";
import type { TableReference } from "../../definition/m/tableReferences";
import { dependentsOf } from "../../definition/lineage";
import { needlesOf, tablesOf, type Outputs } from "./outputs";
import type { RepositoryDefinition } from "./repositoryDefinition";
import { Side } from "../side";

/** A definition with its outputs and its reads. Both are computed when they are first needed. */
export class Node {
  private knownSide: Promise<Side | undefined> | undefined;
  private knownOutputs: Promise<Outputs> | undefined;
  private knownReads: Promise<readonly QueryReads[]> | undefined;
  private readonly text: string;

  constructor(
    readonly definition: RepositoryDefinition,
    side?: Side,
    /** The definition before the change. Those who read its former tables are still readers. */
    private readonly before?: Side,
  ) {
    if (side) this.knownSide = Promise.resolve(side);
    this.text = (definition.mashup ?? "").toLowerCase();
  }

  get path(): string {
    return this.definition.path;
  }

  side(): Promise<Side | undefined> {
    return (this.knownSide ??= Side.of(this.definition.parts, this.path));
  }

  outputs(): Promise<Outputs> {
    return (this.knownOutputs ??= this.readOutputs());
  }

  /** Returns what its queries read from outside, by query. */
  reads(): Promise<readonly QueryReads[]> {
    return (this.knownReads ??= this.readReads());
  }

  /** A quick check by text: false only if it certainly reads none of these outputs. */
  mayRead({ ids, name, tables }: Outputs): boolean {
    const has = (text: string) => this.text.includes(text.toLowerCase());
    return (
      [...ids].some(has) ||
      (this.text.includes("dataflowname") && has(name)) ||
      [...tables.keys()].some((key) => needlesOf(key).every(has))
    );
  }

  /** Returns these queries and all that use one of them. */
  async withDependents(queries: readonly string[]): Promise<string[]> {
    const side = await this.side();
    return [...queries, ...dependentsOf(side?.lineage ?? [], queries)];
  }

  private async readOutputs(): Promise<Outputs> {
    const tables = new Map([...(await tablesOf(this.before)), ...(await tablesOf(await this.side()))]);
    return { ids: this.definition.ids, name: this.definition.name, tables };
  }

  private async readReads(): Promise<QueryReads[]> {
    const side = await this.side();
    const found: QueryReads[] = [];
    for (const query of side?.queries.values() ?? []) {
      if (!side || query.role === "destination") continue;
      const { tables } = side.outline(query);
      const references = await Promise.all(tables.map((table) => resolvedReference(side.mashup, table)));
      if (references.length > 0) found.push({ query: query.query.name, references });
    }
    return found;
  }
}

export interface QueryReads {
  query: string;
  references: readonly TableReference[];
}
