import { setTimeout as sleep } from "node:timers/promises";
import { arrowBytes, QueryTable } from "./arrow";
import { ApiError } from "./errors";
import { ApiResponse, bodyObject, Call, optionalString } from "./http";
import { blocked, reachedTokens } from "./firewall";
import { hidesBindings, unbound } from "./connections";
import { findItem } from "./items";
import { Member, MashupError, mashupMembers } from "./mashup";
import { bare } from "./m/words";
import { accept } from "./operations";
import { hasRole } from "./principals";
import { Item, World } from "./world";

const MEDIA_TYPE = "application/vnd.apache.arrow.stream";

/** The result of a query, in every dataflow or in one. Other queries are evaluated, with these rows instead of the queries that have some. */
export interface RegisteredTable extends QueryTable {
  query: string;
  itemId?: string;
  /** Applies only if the evaluated document has this text. */
  within?: string;
  /**
   * Applies only if the requested query has all of these words, itself or through the members that it uses. Words that no
   * used member has are ignored.
   */
  reaches?: readonly string[];
}

const refuse = (message: string): never => {
  throw new ApiError("DataflowExecuteQueryError", message);
};

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function membersOf(text: string, what: string): Member[] {
  try {
    return mashupMembers(text);
  } catch (error) {
    if (error instanceof MashupError)
      return refuse(`The ${what} is invalid: ${error.message}. InternalErrorCode: ReinterpretRequestFailed`);
    throw error;
  }
}

function acceptedVersion(call: Call): string {
  const accept = call.headers.accept ?? "*/*";
  if (/(^|,)\s*\*\/\*/.test(accept)) return "1";
  const version = /application\/vnd\.apache\.arrow\.stream\s*;\s*pq-arrow-version=([12])/i.exec(accept)?.[1];
  return version ?? refuse(`Accept must be ${MEDIA_TYPE} with pq-arrow-version=1 or 2.`);
}

/** Names of the dataflow's queries that a custom document uses without declaring them. */
function missingNames(item: Item, custom: Member[]): string[] {
  const stored = item.dataflow?.edited.parts.get("mashup.pq")?.toString("utf8");
  const held = new Set(custom.map(({ name }) => name));
  const used = new Set(custom.flatMap(({ tokens }) => tokens.map((token) => bare(token))));
  return stored ? mashupMembers(stored).flatMap(({ name }) => (used.has(name) && !held.has(name) ? [name] : [])) : [];
}

/** The rows that a test has set for a member. */
function givenFor(world: World, item: Item, name: string, members: Member[], document: string): QueryTable | undefined {
  const named = [...world.tables].reverse().filter(({ query }) => same(query, name));
  if (named.length === 0) return undefined;
  const reached = reachedTokens(members, name);
  const found = named.filter(
    ({ within = "", reaches = [] }) => document.includes(within) && reaches.every((word) => reached.has(word)),
  );
  return found.find((table) => table.itemId === item.id) ?? found.find((table) => !table.itemId);
}

/** Rows that a test has set, or the result of the document's M with such rows instead of its queries. */
async function tableFor(
  world: World,
  item: Item,
  member: Member,
  members: Member[],
  document: string,
): Promise<QueryTable> {
  const given = (name: string) => givenFor(world, item, name, members, document);
  const own = given(member.name);
  if (own) return own;
  // Loaded here: most emulators never evaluate M.
  const { evaluatedQuery, openDocument } = require("./m") as typeof import("./m");
  const opened = await openDocument(document, given, () => world.clock.now());
  return opened ? evaluatedQuery(opened, member.name) : { columns: {} };
}

/** Evaluates only the custom document, or otherwise the dataflow's stored definition. */
export async function executeQuery(call: Call): Promise<ApiResponse> {
  const { world } = call;
  const item = findItem(call, "Dataflow");
  if (!hasRole(call.principal, item.workspaceId, "Contributor")) throw new ApiError("InsufficientPrivileges");
  const body = bodyObject(call);
  const query = optionalString(body, "queryName") ?? optionalString(body, "QueryName") ?? "";
  const custom = optionalString(body, "customMashupDocument");
  const version = acceptedVersion(call);
  const stored = item.dataflow?.edited.parts.get("mashup.pq")?.toString("utf8") ?? "section Section1;";
  const members = membersOf(custom ?? stored, custom === undefined ? "dataflow's mashup" : "custom mashup document");
  const member =
    members.find(({ name }) => same(name, query)) ??
    refuse(`There is no query '${query}'. InternalErrorCode: RewriteDocumentFailed, QueryNotFound`);
  const missing = custom === undefined ? [] : missingNames(item, members);
  const unknown = missing.length > 0 ? `The name '${missing[0]}' wasn't recognized.` : undefined;
  const edited = item.dataflow?.edited;
  const tokens = members.flatMap((other) => other.tokens);
  const lacking = edited && hidesBindings(edited) ? unbound(edited, tokens)?.message : undefined;
  const error =
    unknown ??
    lacking ??
    (world.switches.privacyFirewall ? blocked(custom ?? stored, members, member.name) : undefined);
  const { queryMs } = world.timings;
  if (queryMs > world.limits.queryMs)
    refuse("The query took longer than 90 seconds. InternalErrorCode: EvaluationError, TimedOut");
  const table = error === undefined ? await tableFor(world, item, member, members, custom ?? stored) : { error };
  const evaluate = (): ApiResponse => {
    const bytes = arrowBytes(table, world.switches);
    return { status: 200, body: bytes, contentType: `${MEDIA_TYPE};pq-arrow-version=${version}` };
  };
  if (call.overrides.longRunning ?? world.switches.longRunning.executeQuery) return accept(call, true, evaluate);
  if (queryMs > 0) await sleep(queryMs, undefined, { ref: false });
  return evaluate();
}
