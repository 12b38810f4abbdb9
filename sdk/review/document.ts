import type { Literal } from "../definition/m/literals";

/**
 * What changed between two states of a repository's dataflows: the contract of `review --format json`, described in docs/review.md.
 * A new field may come at any time; a changed or removed one raises `version`. All texts are data from the files, unescaped.
 */
export interface ChangeDocument {
  format: "pulumi-fabric-dataflow/review";
  version: 1;
  base: Revision;
  head: Revision;
  summary: Summary;
  /** The dataflows whose files differ, by path. */
  dataflows: DataflowChange[];
  /** Dataflows that did not change and read from one that did, directly or through others. */
  affected: AffectedDataflow[];
  /** The dataflows to refresh after this change. A dataflow comes after those that it reads from. */
  refresh: RefreshStep[];
}

export interface Revision {
  /** What the user named: a revision, a folder or `working tree`. */
  label: string;
  /** The commit id, if it is one commit's. */
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
  /** Where it was, if the folder moved. */
  was?: string;
  /** The display name of `.platform`, or the folder's name without `.Dataflow`. */
  name: string;
  change: DataflowChangeKind;
  /** False if the change has no effect on the data: formatting, comments, groups. */
  needsRefresh: boolean;
  queries: QueryChange[];
  /** Queries that compute what they did before and use one that does not, directly or through others. */
  affectedQueries: string[];
  parameters: ParameterChange[];
  connections: ConnectionChange[];
  destinations: DestinationChange[];
  /** Settings of the document and groups of queries, by their names in `queryMetadata.json`. */
  settings: SettingChange[];
  findings: Findings;
  /** What the change does to those who read what the dataflow gives. */
  breaks: Break[];
  lineage: LineageGraph;
}

export type QueryChangeKind = "added" | "removed" | "renamed" | "changed" | "follows" | "reformatted";
export type QueryRole = "query" | "function" | "parameter" | "destination";
/**
 * `expression`: what the M computes; `references`: only the new names of renamed queries; `comments`; `attributes`: the record
 * before the member, its destinations excepted; `destination`; `load`, `hidden`, `group`: its entry in the metadata; `metadata`: other keys of it.
 */
export type QueryAspect =
  "expression" | "references" | "comments" | "attributes" | "destination" | "load" | "hidden" | "group" | "metadata";

export interface QueryChange {
  name: string;
  /** The former name, if it was renamed. */
  was?: string;
  /** `follows`: changed only because a query that it names was renamed. */
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
  /** The query gives the result of another step, which no added, removed or renamed step explains. */
  resultChanged: boolean;
}

export type StepAspect = "added" | "removed" | "renamed" | "changed" | "moved" | "comment";

export interface StepChange {
  name: string;
  was?: string;
  aspects: StepAspect[];
  /** The library function that the step calls first, as after the change. */
  function?: string;
}

export interface Hunk {
  /** Line numbers in the M document, counted from 1. */
  beforeStart: number;
  afterStart: number;
  /** Each begins with a space, `-` or `+`, as in a unified diff. */
  lines: string[];
}

export interface ParameterChange {
  name: string;
  was?: string;
  kind: "added" | "removed" | "changed" | "renamed";
  /** `current`, `type`, `required`, `allowed`. Values of a parameter whose name suggests a secret are `hidden`. */
  changes: SettingChange[];
}

export interface ConnectionChange {
  kind: "added" | "removed" | "changed";
  /** `Sql` */
  connectionKind: string;
  path: string;
  /** The former path, if it changed. */
  pathBefore?: string;
  /** The entry is bound to another connection. */
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
  /** `lakehouse`, `warehouse`, or undefined if the M does not tell it. */
  item?: string;
  /** Id, name or variable of that item. */
  itemName?: string;
  schema?: string;
  table?: string;
  /** `Replace`, `Append`, or another value of `UpdateMethod`; undefined if nothing is written there. */
  updateMethod?: string;
  /** `Automatic`, `Manual`. */
  settings?: string;
  isNewTarget: boolean;
  /** From the section's `DefaultOutputDestinationSettings`. */
  isDefault: boolean;
}

export interface SettingChange {
  name: string;
  /** Undefined: not set. */
  before?: Literal;
  after?: Literal;
  /** The values are not shown, because the name suggests a secret. */
  hidden?: true;
}

export interface Finding {
  severity: "error" | "warning" | "advice";
  /** `Sales.Dataflow/mashup.pq:12:5` */
  place: string;
  message: string;
}

export interface Findings {
  introduced: Finding[];
  /** Introduced, and accepted with a reason. */
  accepted: (Finding & { reason: string })[];
  /** How many were there before and still are. */
  remaining: number;
  /** How many were there before and are gone. */
  resolved: number;
}

export type Verdict = "breaking" | "warning" | "note";

/** What a change does to readers. `table` names what is read; `column` if it is about one column of it. */
export interface Break {
  verdict: Verdict;
  /** Stable, for scripts: `query-gone`, `destination-moved`, `column-gone`; docs/contract.md and docs/review.md list them. */
  rule: string;
  query: string;
  table?: string;
  column?: string;
  /** The column's other name. */
  renamedTo?: string;
  message: string;
  /** Queries of this repository that read it. */
  readers: Reader[];
}

export interface Reader {
  /** The dataflow's folder. */
  path: string;
  query: string;
}

export interface AffectedDataflow {
  path: string;
  name: string;
  /** What it reads. */
  because: { path: string; query: string; through: "dataflow" | "table" }[];
  queries: string[];
}

export interface RefreshStep {
  /** Dataflows of one stage do not depend on each other. Counted from 1. */
  stage: number;
  path: string;
  name: string;
  because: "changed" | "affected";
}

export type Mark = "added" | "removed" | "renamed" | "changed" | "affected";

export interface LineageGraph {
  /** The changed and affected queries, and what they use directly. */
  nodes: { name: string; role: QueryRole; mark?: Mark }[];
  /** By index into `nodes`. Data flow from the first to the second. */
  edges: { from: number; to: number; kind: "uses" | "writes" }[];
  /** How many nodes were left out because there are too many. */
  left: number;
}
