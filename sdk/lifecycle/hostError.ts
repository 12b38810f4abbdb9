import { DECLARATION } from "../model/declaration";
import { PartialFailure } from "./partialFailure";
import { toJson, type Props } from "./values";
import { errorText } from "../common/text";

/*
 * Errors travel to the engine in HTTP/2 trailers. Node sends at most 64 KB of them: a call with longer ones never ends,
 * and a created item would be in no state. A message is in them up to three times, percent-encoded and in base64.
 */
const LONGEST_MESSAGE_BYTES = 7_000;
const LONGEST_PARTIAL_MESSAGE_BYTES = 3_500;
const MAX_PROPERTY_BYTES = 20_000;

const bytes = (value: unknown): number => Buffer.byteLength(typeof value === "string" ? value : JSON.stringify(value));

/** Returns the beginning of a text, up to this many bytes. */
export function shortened(text: string, most = LONGEST_MESSAGE_BYTES): string {
  if (bytes(text) <= most) return text;
  const kept = Buffer.from(text)
    .subarray(0, most - 4)
    .toString("utf8")
    .replace(/\uFFFD+$/, "");
  return `${kept} ...`;
}

/**
 * Returns properties that fit. The largest are left out first, but never plain values. A missing output differs from
 * what is declared, so the next `up` sets it again.
 */
function fitting(outs: Props): Props {
  const kept = { ...outs };
  const sizes = Object.entries(outs)
    .filter(([key, value]) => typeof value === "object" && key !== DECLARATION)
    .map(([key, value]) => [key, bytes(value)] as const)
    .sort(([, a], [, b]) => b - a);
  for (const [key] of sizes) {
    if (bytes(kept) <= MAX_PROPERTY_BYTES) break;
    delete kept[key];
  }
  return kept;
}

/**
 * Returns an Error in the form that the host takes: bounded, and without a stack, which would be printed. In check,
 * diff, read and delete the host prints the text once more below the stack, so `toString` gives only the first line.
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
