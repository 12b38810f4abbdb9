import type { ItemKind, ItemReference } from "./m/itemReferences";
import type { Edit } from "./m/positions";
import type { Mashup, Query } from "./mashup";
import { BindEdits, neutralWords } from "./bindEdits";
import { describe, locate, type FoundReference } from "./itemsFound";
import { WorkspacesBehind, type Located } from "./workspacesBehind";
import { readBindings, type Bindings, type Target, type TargetsOfKind } from "./bindings";
import type { MovedServer } from "./movedServers";
import { listed, nearest } from "../common/nearest";
import { error, warning, type Problem } from "../common/problem";
import { ProblemList } from "./problemList";

export interface BoundItems {
  edits: Edit[];
  references: FoundReference[];
  /** SQL endpoints that were replaced. Connections to them need other paths, too. */
  servers: MovedServer[];
  /** True if there is no problem and at least one binding fits. */
  binds: boolean;
  problems: Problem[];
}

/** Returns the edits with which the M names the items of this environment. */
export async function bindItems(mashup: Mashup, bindings: Bindings): Promise<BoundItems> {
  const located = await locate(mashup);
  const workspaces = await WorkspacesBehind.of(mashup, located);
  const { targets, problems } = readBindings(bindings);
  const edits = new BindEdits(mashup, problems);
  const taken = new Set<Target>();
  const servers: MovedServer[] = [];
  for (const { query, reference } of located) {
    if (reference.kind === "workspace" || reference.kind === "other") continue;
    const target = targetOf(targets.get(reference.kind), query, reference);
    if (!target) continue;
    for (const one of targetsOf(targets.get(reference.kind), query, reference)) taken.add(one);
    if (reference.naming.by !== "id") {
      problems.push(warning(target.place, neutralText(mashup, query, reference)));
      continue;
    }
    edits.set(query, reference.naming, target.id, target.place);
    if (reference.kind === "sqlEndpoint") servers.push(serverChange(reference, reference.naming.value, target));
    if (target.database !== undefined)
      edits.other(query, reference.database, target.database, target.place, "database");
    if (target.workspaceId === undefined) continue;
    const workspace = reference.workspace ?? workspaces.behind(reference.from);
    edits.other(query, workspace, target.workspaceId, target.place, "workspace");
  }
  problems.push(...strayWorkspaces(mashup, located, workspaces, edits));
  for (const { query, reference } of located) {
    if (reference.kind !== "workspace" || reference.naming.by !== "id") continue;
    const target = targetOf(targets.get("workspace"), query, reference);
    if (!target) continue;
    taken.add(target);
    if (!edits.has(query, reference.naming)) edits.set(query, reference.naming, target.id, target.place);
  }
  const references = await describe(mashup, located, workspaces, edits);
  const binds = problems.length === 0 && taken.size > 0;
  const all = new ProblemList("bind");
  all.include(problems);
  for (const [kind, { byKey }] of targets)
    for (const [key, target] of byKey)
      if (!taken.has(target))
        all.error(
          () => target.place,
          () => notFound(kind, key, references),
        );
  return { edits: edits.all, references, servers, binds, problems: all.all };
}

/** Returns the bindings that fit a reference: by the query that names the item, then by the id in the file. */
function targetsOf(ofKind: TargetsOfKind | undefined, query: Query, { naming }: ItemReference): Target[] {
  const byQuery = ofKind?.byKey.get(query.name);
  const byId = naming.by === "id" ? ofKind?.byLowerKey.get(naming.value.toLowerCase()) : undefined;
  return [...new Set([byQuery, byId])].filter((target) => target !== undefined);
}

/** Returns the binding of a reference. If two fit, the one by query has precedence, because it is more exact. */
const targetOf = (ofKind: TargetsOfKind | undefined, query: Query, reference: ItemReference): Target | undefined =>
  targetsOf(ofKind, query, reference)[0];

/**
 * Returns a problem for each item that a binding would move to another workspace by accident. That happens if the item and a bound item share
 * the step that names the workspace, in one query or in two.
 */
function strayWorkspaces(
  mashup: Mashup,
  located: readonly Located[],
  workspaces: WorkspacesBehind,
  edits: BindEdits,
): Problem[] {
  const problems: Problem[] = [];
  for (const { query, reference } of located) {
    const { kind, naming, workspace, from, offset } = reference;
    if (kind === "workspace" || naming.by === "relative" || edits.has(query, naming)) continue;
    const there = workspace ? { query, reference: { naming: workspace } } : workspaces.behind(from);
    const found = there?.reference.naming;
    const place = there && found?.by === "id" ? edits.placeOf(there.query, found) : undefined;
    if (place === undefined) continue;
    const said = naming.by === "id" || naming.by === "name" ? ` ${naming.value}` : "";
    problems.push(
      error(
        place,
        `also moves the ${kind === "other" ? "item" : kind}${said} of ${query.name}, at ${mashup.at(query.start + offset)}, to another workspace; bind it, too`,
      ),
    );
  }
  return problems;
}

const neutralText = (mashup: Mashup, query: Query, { naming, offset }: ItemReference): string =>
  `changes nothing at ${mashup.at(query.start + offset)}: ${query.name} names the item ${neutralWords(naming)}`;

function serverChange({ database }: ItemReference, before: string, target: Target): MovedServer {
  const changed = database?.by === "id" && target.database !== undefined;
  return {
    before,
    after: target.id,
    database: changed ? { before: database.value, after: target.database as string } : undefined,
  };
}

function notFound(kind: ItemKind, key: string, references: readonly FoundReference[]): string {
  const ofKind = references.filter((reference) => reference.kind === kind);
  const given = ofKind.filter(
    ({ through, id }) =>
      through !== undefined && id !== undefined && (through === key || id.toLowerCase() === key.toLowerCase()),
  );
  if (given.length > 0) return `is not an id that the M itself names; ${parametersText(given)}`;
  const written = ofKind.filter(({ by }) => by === "id");
  const near = nearest(
    key,
    ofKind.flatMap(({ query, by, id = "" }) => [query, by === "id" ? id : ""]),
  );
  const ids = new Set(written.map(({ id, query }) => `${id} (${query})`));
  const throughParameters = ofKind.filter(({ through, id }) => through !== undefined && id !== undefined);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(" or ")}?`
      : [
          `the file has: ${listed([...ids])}`,
          ...(throughParameters.length > 0 ? [parametersText(throughParameters)] : []),
        ].join("; ");
  return `is neither an id of this kind in the file nor a query that has one; ${hint}`;
}

/** Returns the remedy if a parameter holds the id: `the parameter LakehouseId gives one to Orders: set parameters.LakehouseId`. */
function parametersText(references: readonly FoundReference[]): string {
  const names = [...new Set(references.map(({ through }) => through as string))];
  return names
    .map((name) => {
      const queries = references.filter(({ through }) => through === name).map(({ query }) => query);
      return `the parameter ${name} gives one to ${listed([...new Set(queries)])}: set parameters.${name}`;
    })
    .join("; ");
}
