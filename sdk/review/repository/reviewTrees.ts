import { groupBy } from "../../common/groupBy";
import { reviewDefinition, type ReviewedDefinition } from "../definitionChange";
import type { AffectedDataflow, ChangeDocument, DataflowChange } from "../document";
import { summaryOf } from "../summary";
import { breaksOf } from "./breaks";
import { Node } from "./node";
import { pairDefinitions } from "./pairDefinitions";
import { isReached, lower, reach, readsFrom, type Read } from "./readers";
import { refreshOrder } from "./refreshOrder";
import { readDefinitions } from "./repositoryDefinition";
import { readReviewFile, REVIEW_FILE } from "./reviewFile";
import type { Tree } from "./tree";

/** Compares two states of a repository. `folders` limits the review. Default: everything. Throws a `UsageError` for an invalid review file. */
export async function reviewTrees(base: Tree, head: Tree, folders: readonly string[] = []): Promise<ChangeDocument> {
  const written = (await head.read(head.files.has(REVIEW_FILE) ? [REVIEW_FILE] : [])).get(REVIEW_FILE);
  const { accepts, idsOf } = readReviewFile(written);
  // Readers may be in any folder.
  const after = await readDefinitions(head, [], idsOf);
  const before = await readDefinitions(base, folders, idsOf, after);
  const within = new Map([...after].filter(([path]) => folders.length === 0 || isWithin(path, folders)));

  const reviewed: ReviewedDefinition[] = [];
  const nodes = new Map([...after].map(([path, definition]) => [path, new Node(definition)]));
  const touched = new Map<Node, ReadonlySet<string>>();
  for (const pair of pairDefinitions(before, within)) {
    const review = await reviewDefinition(pair.before, pair.after, accepts);
    reviewed.push(review);
    const definition = pair.after ?? pair.before;
    if (!definition) continue;
    const node = new Node(definition, review.after, review.before);
    // A removed definition does not read any more, but others may still read it.
    if (pair.after) nodes.set(pair.after.path, node);
    touched.set(node, review.touched);
  }
  const reads = await readsFrom([...touched.keys()], [...nodes.values()]);
  const reached = await reach(touched, reads);
  const changes = reviewed.map(({ change }) => change);
  for (const review of reviewed)
    review.change.breaks = breaksOf(
      review,
      reads.filter(({ from }) => from.path === review.change.path),
    );
  const affected = affectedOf(reached, touched, reads);
  const document: Omit<ChangeDocument, "summary"> = {
    format: "pulumi-fabric-dataflow/review",
    version: 1,
    base: revisionOf(base),
    head: revisionOf(head),
    dataflows: changes,
    affected,
    refresh: refreshOrder(
      [
        ...changes.filter(({ needsRefresh }) => needsRefresh).map((change) => toRefresh(change, "changed")),
        ...affected.map((dataflow) => toRefresh(dataflow, "affected")),
      ],
      reads.map(({ from, to }) => ({ from: from.path, to: to.path })),
    ),
  };
  const { format, version, base: from, head: to, ...rest } = document;
  return { format, version, base: from, head: to, summary: summaryOf(document), ...rest };
}

const isWithin = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => folder === "." || path === folder || path.startsWith(`${folder}/`));

const revisionOf = ({ label, commit }: Tree) => ({ label, ...(commit !== undefined && { commit }) });

const toRefresh = ({ path, name }: Pick<DataflowChange, "path" | "name">, because: "changed" | "affected") => ({
  path,
  name,
  because,
});

function affectedOf(
  reached: ReadonlyMap<Node, ReadonlySet<string>>,
  touched: ReadonlyMap<Node, unknown>,
  reads: readonly Read[],
): AffectedDataflow[] {
  const lowered = new Map([...reached].map(([node, queries]) => [node, lower(queries)]));
  const readsOf = groupBy(reads, ({ to }) => to);
  return [...reached]
    .filter(([node]) => !touched.has(node))
    .map(([node, queries]) => ({
      path: node.path,
      name: node.definition.name,
      because: unique(
        (readsOf.get(node) ?? [])
          .filter(({ from, query, reader }) => queries.has(reader) && isReached(lowered.get(from), query))
          .map(({ from, query, through }) => ({ path: from.path, query, through })),
      ),
      queries: [...queries],
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

const unique = <T>(list: readonly T[]): T[] => [...new Map(list.map((each) => [JSON.stringify(each), each])).values()];
