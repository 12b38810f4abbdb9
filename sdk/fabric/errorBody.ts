import type { ErrorDetail } from "./errors";
import { isObject } from "../common/objects";
import { beginning } from "../common/text";

/** The parsed body of an error response. */
export interface ErrorBody {
  errorCode?: string;
  serviceMessage?: string;
  requestId?: string;
  details: ErrorDetail[];
  isRetriable?: boolean;
}

const LONGEST_MESSAGE = 2_000;

/** Returns the parsed JSON, or undefined for HTML, an empty body and broken JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Reads Fabric's error form, `{errorCode, message, requestId, moreDetails[], isRetriable}`, and the older
 * `{error: {code, message}}`. A header has the code, too: it is the only source if the body is empty or HTML.
 */
export function readErrorBody(body: unknown, headers: Record<string, string> = {}): ErrorBody {
  const outer = isObject(body) ? body : {};
  const inner = isObject(outer.error) ? outer.error : outer;
  const details = Array.isArray(inner.moreDetails) ? inner.moreDetails.filter(isObject).slice(0, 20) : [];
  return {
    errorCode: stringOf(inner.errorCode) ?? stringOf(inner.code) ?? headers["x-ms-public-api-error-code"],
    serviceMessage: shorten(stringOf(inner.message)),
    requestId: stringOf(inner.requestId) ?? headers.requestid ?? headers["x-ms-request-id"],
    details: details.map((detail) => ({
      errorCode: stringOf(detail.errorCode),
      message: shorten(stringOf(detail.message)),
      relatedResource: resource(detail.relatedResource),
    })),
    isRetriable: typeof inner.isRetriable === "boolean" ? inner.isRetriable : undefined,
  };
}

function shorten(text: string | undefined): string | undefined {
  return text === undefined ? undefined : beginning(text, LONGEST_MESSAGE);
}

function resource(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const text = [value.resourceType, value.resourceId].filter((part) => typeof part === "string" && part !== "");
  return text.length === 0 ? undefined : text.join(" ");
}
