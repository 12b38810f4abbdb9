import type { Call } from "./caller";
import { isRecord, stringOf } from "./errorBody";
import { NoAnswerError } from "./errors";
import { defaultTimeouts, within, type GroupContext } from "./group";
import type { CallOptions } from "./types";

const mostPages = 10_000;

/**
 * The entries of a list, page by page as they are asked for. `timeoutMs` bounds the time spent on requests, not what
 * the caller does between them.
 */
export async function* pages<T>(
  context: GroupContext,
  operation: string,
  call: Pick<Call, "path" | "query" | "bucket">,
  options: CallOptions | undefined,
): AsyncGenerator<T> {
  let leftMs = options?.timeoutMs ?? defaultTimeouts.call;
  const seen = new Set<string>();
  for (let token: string | undefined; ;) {
    const began = context.clock.now();
    const page = await within(context, operation, undefined, { ...options, timeoutMs: leftMs }, leftMs, (scope) =>
      context.caller.call(
        { ...call, method: "GET", effect: "none", query: { ...call.query, continuationToken: token } },
        scope,
      ),
    );
    leftMs -= context.clock.now() - began;
    const body = isRecord(page.body) ? page.body : {};
    if (!Array.isArray(body.value)) throw new NoAnswerError(operation, undefined, "the list has no `value`", false);
    yield* body.value as T[];
    token = nextToken(body);
    if (token === undefined) return;
    if (seen.has(token)) throw new NoAnswerError(operation, undefined, "the list's pages go round in a circle", false);
    if (seen.size >= mostPages)
      throw new NoAnswerError(operation, undefined, `the list has more than ${mostPages} pages`, false);
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
  const uri = stringOf(page.continuationUri);
  if (uri === undefined) return undefined;
  const query = uri.slice(uri.indexOf("?") + 1);
  return stringOf(new URLSearchParams(uri.includes("?") ? query : "").get("continuationToken"));
}
