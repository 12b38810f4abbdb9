import { isObject } from "../common/objects";

/** The service could not evaluate the query. The message is the service's own. */
export class EvaluationError extends Error {
  /** Identifies the class, also across copies of this package. */
  override readonly name = "EvaluationError";
}

const DEEPEST = 6;

/**
 * Returns the error in a value of the result's metadata. It is JSON, `{"Error": "..."}` or `{"IsError": true, "FaultString": "..."}`, perhaps
 * inside other JSON, whose texts may be JSON themselves.
 */
export function reportedError(value: unknown, depth = 0): string | undefined {
  if (depth > DEEPEST) return undefined;
  if (typeof value === "string") return /^\s*[[{]/.test(value) ? reportedError(parsed(value), depth + 1) : undefined;
  if (Array.isArray(value)) return firstOf(value, depth);
  if (!isObject(value)) return undefined;
  const fields = new Map(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]));
  const found = ["error", "faultstring", "faultcode"].map((key) => textOf(fields.get(key))).find(Boolean);
  if (found !== undefined) return found;
  if (fields.get("iserror") === true) return textOf(fields.get("message")) ?? JSON.stringify(value);
  return firstOf([...fields.values()], depth);
}

/** The errors in a metadata map that are plain text under an error's own key: `Error` → `Credentials are required`. */
export const plainErrors = (metadata: ReadonlyMap<string, string>): object[] =>
  [...metadata]
    .filter(([key, text]) => /^(?:error|faultstring)$/i.test(key) && parsed(text) === undefined)
    .map(([key, text]) => ({ [key]: text }));

function firstOf(values: readonly unknown[], depth: number): string | undefined {
  for (const value of values) {
    const found = reportedError(value, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Returns the text of an error field. Undefined if the field means that there is no error. */
function textOf(field: unknown): string | undefined {
  if (field === undefined || field === null || field === false || field === "") return undefined;
  return typeof field === "string" ? field : JSON.stringify(field);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const ADVICE: readonly [RegExp, string][] = [
  [
    /credentials are (required|missing)|DataSource\.MissingClientLibrary|AccessUnauthorized/i,
    "Bind the source to a connection that the identity of the run may use (the argument `connections`); its kind and path must equal the source's, with any slash at the end.",
  ],
  [
    /Formula\.Firewall|privacy levels?|rebuild this data combination/i,
    'Allow combining the sources: [AllowCombine = true] before `section`, and for runs "fastCombine": true in queryMetadata.json.',
  ],
  [
    /Web\.(Page|BrowserContents)/,
    "Read the page with Web.Contents and Html.Table, or bind a gateway: Web.Page and Web.BrowserContents work only through a gateway.",
  ],
  [/wasn't recognized|was not recognized/i, "The document that is evaluated must hold every query that it uses."],
];

/** Returns the remedy for an error of evaluation, by the service's message. Undefined if there is none. */
export const evaluationAdvice = (message: string): string | undefined =>
  ADVICE.find(([pattern]) => pattern.test(message))?.[1];

/** True if the service reports that it could not evaluate a document, in its result or as a refusal. An outage is not such an error. */
export const isEvaluationError = (error: unknown): error is Error =>
  error instanceof EvaluationError ||
  (error instanceof Error && "errorCode" in error && error.errorCode === "DataflowExecuteQueryError");

/** True if the service reports that a query took longer than it may. It says so only in the text of its message. An outage is not such an error. */
export const timedOut = (error: unknown): boolean =>
  isEvaluationError(error) && /TimedOut|timed out|took longer than/i.test(error.message);
