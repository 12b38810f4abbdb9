import { stringOf } from "./errorBody";
import type { ListPage } from "./shapes";

/**
 * Where the next page begins, or nothing on the last one. Of a `continuationUri` only its token is used: the request
 * goes to the endpoint, so that a link to another host never gets the sign-in.
 */
export function nextToken(page: Omit<ListPage<unknown>, "value">): string | undefined {
  const token = stringOf(page.continuationToken);
  if (token !== undefined) return token;
  const query = stringOf(page.continuationUri)?.split("?")[1];
  return stringOf(new URLSearchParams(query).get("continuationToken"));
}
