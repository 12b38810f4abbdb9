import type { BindEdits } from "./bindEdits";
import type { ItemKind, Naming } from "./m/itemReferences";
import { isProblem, type Mashup } from "./mashup";
import type { Located, WorkspacesBehind } from "./workspacesBehind";

/** A reference to an item, with its place and how it was bound. */
export interface FoundReference {
  kind: ItemKind;
  query: string;
  place: string;
  /** `neutral` is the same in every environment: relative, by name, by a variable library, or by another query. */
  state: "bound" | "unbound" | "neutral";
  /** How the M names the item. */
  by: Naming["by"];
  /** The id in the file, or the value of the parameter that gives it. Undefined if neither can be read. */
  id: string | undefined;
  /** The name in the file, if the M names the item by that. */
  name: string | undefined;
  /** The query that gives the id, if one does. */
  through: string | undefined;
  /** The id of the workspace that the navigation goes through, as in the file. `OWN_WORKSPACE` for the relative form. */
  workspaceId: string | undefined;
  /** True if the program binds that workspace. */
  inBoundWorkspace: boolean;
  /** The database of a SQL endpoint, if the M has it as a text. */
  database: string | undefined;
}

/** The workspace of the relative form: the dataflow's own. */
export const OWN_WORKSPACE = ".";

/** Matches words that every query with a reference has. Other queries need not be parsed. */
const HINT =
  /[A-Za-z]Id\b|\b(?:lakehouse|warehouse|workspace|dataflow|sql|display)Name\b|Sql\.Database|fabric\.microsoft\.com/;

/** Returns every reference to an item, in the M that can be parsed. */
export async function locate(mashup: Mashup): Promise<Located[]> {
  const found: Located[] = [];
  for (const query of mashup.queries) {
    if (!HINT.test(mashup.textOf(query))) continue;
    const facts = await mashup.facts(query);
    if (!isProblem(facts)) found.push(...facts.itemReferences.map((reference) => ({ query, reference })));
  }
  return found;
}

/** Describes each reference, once its edits are known. */
export async function describe(
  mashup: Mashup,
  located: readonly Located[],
  workspaces: WorkspacesBehind,
  edits: BindEdits,
): Promise<FoundReference[]> {
  const described: FoundReference[] = [];
  for (const { query, reference } of located) {
    const { kind, naming, offset, database } = reference;
    const behind = reference.workspace ? undefined : workspaces.behind(reference.from);
    const there = reference.workspace ?? behind?.reference.naming;
    described.push({
      kind,
      query: query.name,
      place: mashup.at(query.start + offset),
      state: naming.by !== "id" ? "neutral" : edits.has(query, naming) ? "bound" : "unbound",
      by: naming.by,
      id: await idOf(naming, mashup),
      name: naming.by === "name" ? naming.value : undefined,
      through: naming.by === "query" ? naming.value : undefined,
      workspaceId: there?.by === "relative" ? OWN_WORKSPACE : await idOf(there, mashup),
      inBoundWorkspace: there !== undefined && edits.has(behind?.query ?? query, there),
      database: database?.by === "id" ? database.value : undefined,
    });
  }
  return described;
}

/** Returns the id in the text, or the value of the parameter that gives it. */
async function idOf(naming: Naming | undefined, mashup: Mashup): Promise<string | undefined> {
  if (naming?.by === "id") return naming.value;
  const query = naming?.by === "query" ? mashup.byName.get(naming.value) : undefined;
  const facts = query && (await mashup.facts(query));
  const value = !facts || isProblem(facts) ? undefined : facts.parameter?.current;
  return typeof value === "string" ? value : undefined;
}
