import { DECLARATION } from "../model/declaration";
import { PartialFailure } from "./partialFailure";
import { toJson, type Props } from "./values";
import { errorText } from "../common/text";

/*
 * Errors travel to the engine in HTTP/2 trailers, of which Node sends 64 KB at most: the call of a longer one never ends, and what
 * was created would be an orphan. A message is there up to three times, percent-encoded and in base64.
 */
const LONGEST_MESSAGE_BYTES = 7_000;
const LONGEST_PARTIAL_MESSAGE_BYTES = 3_500;
const MOST_PROPERTY_BYTES = 20_000;

const bytes = (value: unknown): number => Buffer.byteLength(typeof value === "string" ? value : JSON.stringify(value));

/** The beginning of a text, so long that it fits. */
export function shortened(text: string, most = LONGEST_MESSAGE_BYTES): string {
  if (bytes(text) <= most) return text;
  const kept = Buffer.from(text)
    .subarray(0, most - 4)
    .toString("utf8")
    .replace(/\uFFFD+$/, "");
  return `${kept} ...`;
}

/**
 * Properties that fit. What is left out is the largest first, and never a plain value: an output that is missing differs from what
 * is declared, so the next `up` looks at it anew.
 */
function fitting(outs: Props): Props {
  const kept = { ...outs };
  const sizes = Object.entries(outs)
    .filter(([key, value]) => typeof value === "object" && key !== DECLARATION)
    .map(([key, value]) => [key, bytes(value)] as const)
    .sort(([, a], [, b]) => b - a);
  for (const [key] of sizes) {
    if (bytes(kept) <= MOST_PROPERTY_BYTES) break;
    delete kept[key];
  }
  return kept;
}

/**
 * An Error as the host takes it: bounded, and without a stack, which would be printed. What fails in check, diff, read and delete the host
 * prints once more, under the stack: there the first line is enough.
 */
export function toHostError(e: unknown, provider: unknown): Error {
  const text = errorText(e);
  const partial = e instanceof PartialFailure;
  const message = shortened(text, partial ? LONGEST_PARTIAL_MESSAGE_BYTES : LONGEST_MESSAGE_BYTES);
  const error = new Error(message);
  error.stack = "";
  Object.defineProperty(error, "toString", { value: () => message.split("\n", 1)[0] });
  if (!partial) return error;
  return Object.assign(error, {
    id: e.id,
    properties: { ...fitting(toJson(e.outs) as Props), __provider: provider },
    reasons: [message],
  });
}
