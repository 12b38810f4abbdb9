import { apiBase } from "../common/apiBase";
import { findGuid } from "../common/guid";
import { isSafeForSecrets } from "../common/loopback";

export const DEFAULT_ENDPOINT = "https://api.fabric.microsoft.com/v1";

/**
 * Returns the base URL without a slash at its end. An address without a path gets `/v1`. Throws a `TypeError` that says what is wrong: not a
 * URL, plain HTTP to another machine, credentials, or a query.
 */
export function parseEndpoint(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new TypeError(`endpoint: "${text}" is not a URL; give the base URL, like ${DEFAULT_ENDPOINT}`);
  }
  if (url.username !== "" || url.password !== "") throw new TypeError("endpoint: must not hold a user or password");
  if (!isSafeForSecrets(url))
    throw new TypeError(`endpoint: ${url.protocol}//${url.host} is not https; plain http is for this machine alone`);
  if (url.search !== "" || url.hash !== "") throw new TypeError("endpoint: must not hold a query or fragment");
  return apiBase(url);
}

/**
 * Returns the id after `/{collection}/` in a link of the service. Links are never followed as they are. They have been seen
 * without `/v1`, and a link to another host would take the token there.
 */
export function idFromLink(link: string | undefined, collection: "operations" | "instances"): string | undefined {
  if (link === undefined) return undefined;
  const after = new RegExp(`/${collection}/([^/?#]+)`, "i").exec(link)?.[1];
  if (after === undefined) return undefined;
  try {
    return findGuid(after) ?? decodeURIComponent(after);
  } catch {
    return undefined;
  }
}
