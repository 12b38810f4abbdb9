import { stringOf } from "./errorBody";
import type { ListPage } from "./shapes";

/**
 * Returns the continuation token of the next page, or undefined on the last page. Only the token of a `continuationUri` is used: the request
 * goes to the endpoint, so that another host never gets the access token.
 */
export function nextToken(page: Omit<ListPage<unknown>, "value">): string | undefined {
  const token = stringOf(page.continuationToken);
  if (token !== undefined) return token;
  const query = stringOf(page.continuationUri)?.split("?")[1];
  return stringOf(new URLSearchParams(query).get("continuationToken"));
}
