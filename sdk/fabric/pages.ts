import type { Call } from "./attempt";
import { isObject } from "../common/objects";
import { stringOf } from "./errorBody";
import { NoAnswerError } from "./errors";
import { defaultTimeouts, within, type GroupContext } from "./group";
import type { CallOptions } from "./types";

/** More pages than any list of the service has: a list that never ends is an error. */
const mostPages = 10_000;

/**
 * The entries of a list, page by page as they are asked for. `timeoutMs` bounds the time spent on requests, not what
 * the caller does between them.
 */
export async function* pages<T>(
  context: GroupContext,
  operation: string,
  call: Pick<Call, "path" | "query" | "bucket" | "holdsMessages">,
  options: CallOptions | undefined,
): AsyncGenerator<T> {
  const { caller, clock } = context;
  const unusable = (reason: string): NoAnswerError => new NoAnswerError(operation, undefined, reason, false);
  let leftMs = options?.timeoutMs ?? defaultTimeouts.call;
  const seen = new Set<string>();
  for (let token: string | undefined; ;) {
    const began = clock.now();
    const page: Call = { ...call, method: "GET", effect: "none", query: { ...call.query, continuationToken: token } };
    const { body } = await within(
      context,
      operation,
      undefined,
      options,
      defaultTimeouts.call,
      (scope) => {
        scope.awaiting = `page ${seen.size + 1}`;
        return caller.call(page, scope);
      },
      leftMs,
    );
    leftMs -= clock.now() - began;
    if (!isObject(body) || !Array.isArray(body.value)) throw unusable("the list has no `value`");
    yield* body.value as T[];
    token = nextToken(body);
    if (token === undefined) return;
    if (seen.has(token)) throw unusable("the list's pages go round in a circle");
    if (seen.size >= mostPages) throw unusable(`the list has more than ${mostPages} pages`);
    seen.add(token);
  }
}

/**
 * Where the next page begins, or nothing on the last one. Of a `continuationUri` only its token is used: the request
 * goes to the endpoint, so that a link to another host never gets the sign-in.
 */
export function nextToken(page: Record<string, unknown>): string | undefined {
  const token = stringOf(page.continuationToken);
  if (token !== undefined) return token;
  const query = stringOf(page.continuationUri)?.split("?")[1];
  return stringOf(new URLSearchParams(query).get("continuationToken"));
}
