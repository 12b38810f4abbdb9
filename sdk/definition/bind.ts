import type { ItemKind, ItemReference } from "./m/itemReferences";
import type { Edit } from "./m/positions";
import { isProblem, type Mashup, type Query } from "./mashup";
import { BindEdits, neutralWords } from "./bindEdits";
import { readBindings, type Bindings, type Target } from "./bindings";
import type { MovedServer } from "./connectionPaths";
import { listed, nearest } from "../common/nearest";
import { error, warning, type Problem } from "../common/problem";

/** A reference, where it stands, and what became of it. */
export interface FoundReference {
  kind: ItemKind;
  query: string;
  place: string;
  /** `neutral` holds in every environment as it is: relative, by name, by a variable library, or by another query. */
  state: "bound" | "unbound" | "neutral";
  /** The id in the file; undefined for a neutral one. */
  id: string | undefined;
}

export interface BoundItems {
  edits: Edit[];
  references: FoundReference[];
  /** SQL endpoints that are others now: connections to them have other paths too. */
  servers: MovedServer[];
  problems: Problem[];
}

/** Words without which a query names no item; others need not be parsed. */
const HINT =
  /workspaceId|lakehouseId|warehouseId|dataflowId|lakehouseName|warehouseName|workspaceName|dataflowName|Sql\.Database/;

interface Located {
  query: Query;
  reference: ItemReference;
}

/** Every reference to an item in the M that can be parsed. */
async function locate(mashup: Mashup): Promise<Located[]> {
  const found: Located[] = [];
  for (const query of mashup.queries) {
    if (!HINT.test(mashup.textOf(query))) continue;
    const facts = await mashup.facts(query);
    if (!isProblem(facts)) found.push(...facts.itemReferences.map((reference) => ({ query, reference })));
  }
  return found;
}

/** The edits that make the M name the items of this environment. */
export async function bindItems(mashup: Mashup, bindings: Bindings): Promise<BoundItems> {
  const located = await locate(mashup);
  const { targets, problems } = readBindings(bindings);
  const edits = new BindEdits(mashup, problems);
  const taken = new Set<Target>();
  const servers: MovedServer[] = [];
  for (const { query, reference } of located) {
    if (reference.kind === "workspace") continue;
    const target = targetOf(targets.get(reference.kind), query, reference);
    if (!target) continue;
    taken.add(target);
    if (reference.naming.by !== "id") {
      problems.push(warning(target.place, neutralText(mashup, query, reference)));
      continue;
    }
    edits.set(query, reference.naming, target.id, target.place);
    if (reference.kind === "sqlEndpoint") servers.push(serverChange(reference, reference.naming.value, target));
    if (target.database !== undefined)
      edits.other(query, reference.database, target.database, target.place, "database");
    if (target.workspaceId === undefined) continue;
    const workspace = reference.workspace ?? workspaceOf(reference.from, located);
    edits.other(query, workspace, target.workspaceId, target.place, "workspace");
  }
  problems.push(...strayWorkspaces(mashup, located, edits));
  for (const { query, reference } of located) {
    if (reference.kind !== "workspace" || reference.naming.by !== "id") continue;
    const target = targetOf(targets.get("workspace"), query, reference);
    if (!target) continue;
    taken.add(target);
    if (!edits.has(query, reference.naming)) edits.set(query, reference.naming, target.id, target.place);
  }
  const references = describe(mashup, located, edits);
  if (problems.length === 0 && taken.size > 0) problems.push(...forgotten(references));
  for (const [kind, byKey] of targets)
    for (const [key, target] of byKey) if (!taken.has(target)) problems.push(notFound(kind, key, target, located));
  return { edits: edits.all, references, servers, problems };
}

/** Who binds one item and not another has most often forgotten it: deployment tools are asked for a way to find these. */
function forgotten(references: readonly FoundReference[]): Problem[] {
  const left = references.filter(({ kind, state }) => kind !== "workspace" && state === "unbound");
  if (left.length === 0) return [];
  const names = [...new Set(left.map(({ kind, query, id }) => `${kind} ${id} (${query})`))];
  const same = "where one is the same in every environment, bind it to itself";
  return [warning("bind", `leaves as the file has it: ${listed(names)}; ${same}`)];
}

/** By the id in the file, then by the query's name. */
function targetOf(byKey: Map<string, Target> | undefined, query: Query, { naming }: ItemReference): Target | undefined {
  if (!byKey) return undefined;
  const id = naming.by === "id" ? naming.value.toLowerCase() : undefined;
  for (const [key, target] of byKey) if (key.toLowerCase() === id) return target;
  return byKey.get(query.name);
}

/** The workspace of a navigation that begins in another query, where that names one. */
function workspaceOf(from: string | undefined, located: readonly Located[]): Located | undefined {
  const there = located.filter(({ query, reference }) => query.name === from && reference.kind === "workspace");
  return there.length === 1 ? there[0] : undefined;
}

/** Items that would be looked for in another workspace because a bound one shares the step that names it. */
function strayWorkspaces(mashup: Mashup, located: readonly Located[], edits: BindEdits): Problem[] {
  return located.flatMap(({ query, reference: { kind, naming, workspace, offset } }) => {
    if (naming.by !== "id" || workspace?.by !== "id" || edits.has(query, naming)) return [];
    const place = edits.placeOf(query, workspace);
    return place === undefined
      ? []
      : [
          error(
            place,
            `moves the ${kind} ${naming.value} of ${query.name}, at ${mashup.at(query.start + offset)}, to another workspace as well; bind it too`,
          ),
        ];
  });
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

function notFound(kind: ItemKind, key: string, { place }: Target, located: readonly Located[]): Problem {
  const ofKind = located.filter(({ reference }) => reference.kind === kind);
  const ids = [
    ...new Set(
      ofKind.flatMap(({ query, reference: { naming } }) =>
        naming.by === "id" ? [`${naming.value} (${query.name})`] : [],
      ),
    ),
  ];
  const near = nearest(
    key,
    ofKind.flatMap(({ query, reference: { naming } }) => [query.name, naming.by === "id" ? naming.value : ""]),
  );
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `the file has: ${listed(ids)}`;
  return error(place, `is neither an id of this kind in the file nor a query that has one; ${hint}`);
}

function describe(mashup: Mashup, located: readonly Located[], edits: BindEdits): FoundReference[] {
  return located.map(({ query, reference: { kind, naming, offset } }) => ({
    kind,
    query: query.name,
    place: mashup.at(query.start + offset),
    state: naming.by !== "id" ? "neutral" : edits.has(query, naming) ? "bound" : "unbound",
    id: naming.by === "id" ? naming.value : undefined,
  }));
}
