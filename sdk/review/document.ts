import type { Literal } from "../definition/m/literals";

/**
 * The changes between two states of a repository's dataflows: the format of `review --format json`, described in docs/review.md.
 * New fields may be added at any time. A changed or removed field raises `version`. All texts are unescaped data from the files.
 */
export interface ChangeDocument {
  format: "pulumi-fabric-dataflow/review";
  version: 1;
  base: Revision;
  head: Revision;
  summary: Summary;
  /** The dataflows whose files differ, by path. */
  dataflows: DataflowChange[];
  /** Dataflows that did not change, but read from one that did, directly or through others. */
  affected: AffectedDataflow[];
  /** The dataflows to refresh after this change, each after those that it reads from. */
  refresh: RefreshStep[];
}

export interface Revision {
  /** The side as the user named it: a revision, a folder or `working tree`. */
  label: string;
  /** Id of the commit. Absent for a folder and the working tree. */
  commit?: string;
}

export interface Summary {
  dataflows: { added: number; removed: number; changed: number; reformatted: number; affected: number };
  queries: { added: number; removed: number; renamed: number; changed: number; reformatted: number; affected: number };
  /** Findings that this change introduces. */
  introduced: { errors: number; warnings: number; advice: number };
  accepted: number;
  breaking: number;
}

export type DataflowChangeKind = "added" | "removed" | "changed" | "moved" | "reformatted";

export interface DataflowChange {
  /** The folder, relative to the repository's root, with forward slashes. */
  path: string;
  /** The former folder, if it moved. */
  was?: string;
  /** The display name of `.platform`, or the folder's name without `.Dataflow`. */
  name: string;
  change: DataflowChangeKind;
  /** False if the change has no effect on the data: formatting, comments, groups. */
  needsRefresh: boolean;
  queries: QueryChange[];
  /** Queries that did not change, but use one that did, directly or through others. */
  affectedQueries: string[];
  parameters: ParameterChange[];
  connections: ConnectionChange[];
  destinations: DestinationChange[];
  /** Settings of the document and groups of queries, by their names in `queryMetadata.json`. */
  settings: SettingChange[];
  findings: Findings;
  /** The effects of the change on those who read the dataflow's queries or tables. */
  breaks: Break[];
  lineage: LineageGraph;
}

export type QueryChangeKind = "added" | "removed" | "renamed" | "changed" | "follows" | "reformatted";
export type QueryRole = "query" | "function" | "parameter" | "destination";
/**
 * What changed in a query:
 * - `expression`: the code of the M
 * - `references`: only the new names of renamed queries
 * - `comments`: the comments of the M
 * - `attributes`: the record before the member, without its destinations
 * - `destination`: the destinations in that record
 * - `load`, `hidden`, `group`: these keys of its entry in the metadata
 * - `metadata`: other keys of that entry
 */
export type QueryAspect =
  "expression" | "references" | "comments" | "attributes" | "destination" | "load" | "hidden" | "group" | "metadata";

export interface QueryChange {
  name: string;
  /** The former name, if it was renamed. */
  was?: string;
  /** `follows`: it changed only because a query that it names was renamed. */
  kind: QueryChangeKind;
  role: QueryRole;
  aspects: QueryAspect[];
  /** Entries of the query's metadata. */
  settings: SettingChange[];
  /** Undefined if the query has no steps on one of the sides. */
  steps?: StepChanges;
  /** The M as a line diff. Empty for `reformatted`. */
  hunks: Hunk[];
  /** True if the line diff was too large to make or to show. */
  hunksCut?: true;
}

export interface StepChanges {
  changes: StepChange[];
  /** True if the query returns another step, and no added, removed or renamed step explains it. */
  resultChanged: boolean;
}

export type StepAspect = "added" | "removed" | "renamed" | "changed" | "moved" | "comment";

export interface StepChange {
  name: string;
  was?: string;
  aspects: StepAspect[];
  /** The library function that the step calls first, after the change. */
  function?: string;
}

export interface Hunk {
  /** Line numbers in the M document, counted from 1. */
  beforeStart: number;
  afterStart: number;
  /** Each line begins with a space, `-` or `+`, as in a unified diff. */
  lines: string[];
}

export interface ParameterChange {
  name: string;
  was?: string;
  kind: "added" | "removed" | "changed" | "renamed";
  /** Changes of `current`, `type`, `required` and `allowed`. Values are `hidden` if the parameter's name suggests a secret. */
  changes: SettingChange[];
}

export interface ConnectionChange {
  kind: "added" | "removed" | "changed";
  /** Kind of the connection, for example `Sql`. */
  connectionKind: string;
  path: string;
  /** The former path, if it changed. */
  pathBefore?: string;
  /** True if the entry is bound to another connection. */
  rebound: boolean;
}

export interface DestinationChange {
  kind: "added" | "removed" | "changed";
  /** The query that is written. */
  query: string;
  before?: DestinationState;
  after?: DestinationState;
}

export interface DestinationState {
  /** `lakehouse` or `warehouse`. Absent if the M does not show it. */
  item?: string;
  /** Id, name or variable of that item. */
  itemName?: string;
  schema?: string;
  table?: string;
  /** `Replace`, `Append`, or another value of `UpdateMethod`. Absent if the M does not have it. */
  updateMethod?: string;
  /** `Automatic` or `Manual`. */
  settings?: string;
  isNewTarget: boolean;
  /** True if it comes from the section's `DefaultOutputDestinationSettings`. */
  isDefault: boolean;
}

export interface SettingChange {
  name: string;
  /** Absent if it was not set. */
  before?: Literal;
  /** Absent if it is not set. */
  after?: Literal;
  /** True if the values are left out because the name suggests a secret. */
  hidden?: true;
}

export interface Finding {
  severity: "error" | "warning" | "advice";
  /** Place of the finding, for example `Sales.Dataflow/mashup.pq:12:5`. */
  place: string;
  message: string;
}

export interface Findings {
  introduced: Finding[];
  /** Introduced findings that are accepted with a reason. */
  accepted: (Finding & { reason: string })[];
  /** How many findings were there before and still are. */
  remaining: number;
  /** How many findings were there before and are gone. */
  resolved: number;
}

export type Verdict = "breaking" | "warning" | "note";

/** An effect of a change on readers. `table` is the table that is read. `column` is set if the effect is about one column. */
export interface Break {
  verdict: Verdict;
  /** Stable name for scripts: `query-gone`, `destination-moved`, `column-gone`, ... docs/contract.md and docs/review.md list them. */
  rule: string;
  query: string;
  table?: string;
  column?: string;
  /** The new name of the column, if it was renamed. */
  renamedTo?: string;
  message: string;
  /** Queries of this repository that read the query or table. */
  readers: Reader[];
}

export interface Reader {
  /** The folder of the dataflow that reads. */
  path: string;
  query: string;
}

export interface AffectedDataflow {
  path: string;
  name: string;
  /** The changed or affected queries that it reads. */
  because: { path: string; query: string; through: "dataflow" | "table" }[];
  queries: string[];
}

export interface RefreshStep {
  /** Counts from 1. Dataflows of one stage do not depend on each other. */
  stage: number;
  path: string;
  name: string;
  because: "changed" | "affected";
}

export type Mark = "added" | "removed" | "renamed" | "changed" | "affected";

export interface LineageGraph {
  /** The changed and affected queries, and those that they use directly. */
  nodes: { name: string; role: QueryRole; mark?: Mark }[];
  /** Edges between indexes of `nodes`. Data flow from the first to the second. */
  edges: { from: number; to: number; kind: "uses" | "writes" }[];
  /** How many nodes are left out because there are too many. */
  left: number;
}
