import { compareTables, type Finding } from "../contract/verdicts";
import { dependentsOf } from "../definition/lineage";
import type { DefinitionPart } from "../definition/parts";
import { equal } from "../common/objects";
import { connectionChanges } from "./connectionChanges";
import { destinationChanges } from "./destinations";
import type { DataflowChange, DataflowChangeKind, QueryChange } from "./document";
import { documentSettings } from "./documentSettings";
import { compareFindings, findingsIn, type Accepts } from "./findings";
import { lineageGraph } from "./lineageGraph";
import { renamesOf } from "./names";
import { pairQueries } from "./pairQueries";
import { parameterChanges } from "./parameterChanges";
import { queryChange } from "./queryChange";
import { Side } from "./side";
import { otherParts } from "./otherParts";

/** One side of a change: a definition and its name. */
export interface DefinitionState {
  /** The folder, for the places of findings. */
  path: string;
  name: string;
  parts: readonly DefinitionPart[];
}

/** A change of one definition, with both sides. */
export interface ReviewedDefinition {
  change: DataflowChange;
  before: Side | undefined;
  after: Side | undefined;
  /** Findings about the tables that others may read. */
  tables: readonly Finding[];
  /** Queries whose data may have changed. For removed and renamed ones, also their former names. */
  touched: ReadonlySet<string>;
}

const noReason: Accepts = () => undefined;

/** Returns the change between two states of a definition. An undefined state means added or removed. Mistakes in files never throw. */
export async function reviewDefinition(
  before: DefinitionState | undefined,
  after: DefinitionState | undefined,
  accepts: Accepts = noReason,
): Promise<ReviewedDefinition> {
  const { path, name } = (after ?? before) as DefinitionState;
  const sides = {
    before: before && (await Side.of(before.parts, before.path)),
    after: after && (await Side.of(after.parts, after.path)),
  };
  const pairs = pairQueries(sides.before, sides.after);
  const renames = renamesOf(pairs);
  const queries: QueryChange[] = [];
  for (const pair of pairs) {
    const change = queryChange(pair, sides, renames);
    if (change) queries.push(change);
  }
  const changed = queries.filter(changesData).map((query) => query.name);
  const affectedQueries = dependentsOf(sides.after?.lineage ?? [], changed);
  const rest = {
    parameters: parameterChanges(pairs, sides),
    connections: connectionChanges(sides.before, sides.after),
    destinations: await destinationChanges(pairs, sides),
    settings: [...(await documentSettings(sides.before, sides.after)), ...otherParts(before, after)],
  };
  const findings = compareFindings(
    before ? await findingsIn(before.parts, before.path, sides.before?.mashup) : [],
    after ? await findingsIn(after.parts, after.path, sides.after?.mashup) : [],
    { renames, accepts, moved: { from: before?.path ?? path, to: path } },
  );
  const change: DataflowChange = {
    path,
    ...(before && after && before.path !== after.path && { was: before.path }),
    name,
    change: kindOf(before, after, queries, rest),
    needsRefresh: after !== undefined && needsRefresh(before, queries, rest),
    queries,
    affectedQueries,
    ...rest,
    findings,
    breaks: [],
    lineage: lineageGraph(sides.before, sides.after, queries, affectedQueries),
  };
  const everything = before === undefined || after === undefined || sourcesMoved(rest);
  const all = [...(sides.before?.queries.keys() ?? []), ...(sides.after?.queries.keys() ?? [])];
  const named = queries
    .filter(touchesData)
    .flatMap((query) => [query.name, ...(query.was === undefined ? [] : [query.was])]);
  const touched = new Set(everything ? all : [...named, ...affectedQueries]);
  const tables = compareTables(
    (await sides.before?.tables()) ?? [],
    (await sides.after?.tables()) ?? [],
    new Map([...renames].map(([from, to]) => [to, from])),
  );
  return { change, before: sides.before, after: sides.after, tables, touched };
}

type Rest = Pick<DataflowChange, "parameters" | "connections" | "destinations" | "settings">;

/** True if the query may give other rows or columns after the change. */
const changesData = ({ kind, aspects }: QueryChange): boolean =>
  kind === "added" || kind === "removed" || aspects.includes("expression");

/** {@link changesData}, or readers find the query by another name or at another place. */
const touchesData = (query: QueryChange): boolean =>
  changesData(query) ||
  query.was !== undefined ||
  query.aspects.includes("destination") ||
  query.aspects.includes("load");

/** True if a source changed. Then every query may give other data. */
const sourcesMoved = ({ connections }: Rest): boolean => connections.some(({ kind }) => kind === "changed");

/** Matches settings of the document that do not affect a refresh. */
const COSMETIC = /^group |^documentLocale$|^formatVersion$/;

function needsRefresh(before: DefinitionState | undefined, queries: readonly QueryChange[], rest: Rest): boolean {
  return (
    before === undefined ||
    queries.some(
      ({ kind, aspects }) =>
        ["added", "removed", "renamed"].includes(kind) ||
        aspects.some((aspect) => ["expression", "destination", "load", "attributes"].includes(aspect)),
    ) ||
    rest.connections.length > 0 ||
    rest.destinations.length > 0 ||
    rest.settings.some(({ name }) => !COSMETIC.test(name))
  );
}

function kindOf(
  before: DefinitionState | undefined,
  after: DefinitionState | undefined,
  queries: readonly QueryChange[],
  rest: Rest,
): DataflowChangeKind {
  if (!before) return "added";
  if (!after) return "removed";
  const says =
    queries.some(({ kind }) => kind !== "reformatted") || Object.values(rest).some((list) => list.length > 0);
  if (says) return "changed";
  if (before.path !== after.path) return "moved";
  return equal(before.name, after.name) ? "reformatted" : "changed";
}
