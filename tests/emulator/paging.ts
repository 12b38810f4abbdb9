import { ApiError } from "./errors";
import { Call, JsonObject } from "./http";

/**
 * One page of a list. The token names the last returned entry, so that entries that appear or disappear between two pages
 * neither hide others nor show them twice.
 */
export function page<T>(call: Call, all: T[], idOf: (entry: T) => string, show: (entry: T) => unknown): JsonObject {
  const { limits, switches, endpoint } = call.world;
  const token = call.query.get("continuationToken");
  let from = 0;
  if (token !== null) {
    const [index, id] = Buffer.from(token, "base64url").toString("utf8").split("|");
    if (!id || !/^\d+$/.test(index ?? "")) throw new ApiError("InvalidParameter", "The continuation token is invalid.");
    const at = all.findIndex((entry) => idOf(entry) === id);
    from = at === -1 ? Math.min(Number(index), all.length) : at + 1;
  }
  const entries = all.slice(from, from + limits.pageSize);
  const response: JsonObject = { value: entries.map(show) };
  const last = entries.at(-1);
  if (from + entries.length >= all.length || last === undefined) {
    return switches.nullContinuation ? { ...response, continuationToken: null, continuationUri: null } : response;
  }
  const next = Buffer.from(`${from + entries.length}|${idOf(last)}`).toString("base64url");
  const query = new URLSearchParams(call.query);
  query.set("continuationToken", next);
  if (switches.continuation !== "uri") response.continuationToken = next;
  if (switches.continuation !== "token") {
    response.continuationUri = `${endpoint}${call.params.path}?${query.toString()}`;
  }
  return response;
}
