import { isObject } from "../common/objects";
import { NoAnswerError } from "./errors";
import { defaultTimeouts, within, type GroupContext } from "./group";
import type { CallOptions } from "./types";

/** GETs one record that has an `id`. */
export function getRecord<T>(
  context: GroupContext,
  operation: string,
  id: string,
  path: string,
  options: CallOptions | undefined,
): Promise<T> {
  return within(context, operation, id, options, defaultTimeouts.call, async (scope) => {
    const answer = await context.caller.call({ method: "GET", path, bucket: "platform", effect: "none" }, scope);
    if (isObject(answer.body) && typeof answer.body.id === "string") return answer.body as T;
    throw new NoAnswerError(operation, id, `HTTP ${answer.status} without the expected content`, false);
  });
}
