import { harmless } from "./harmless";
import { beginning } from "./text";

/** Something about a definition that a person must know before it is sent. */
export interface Problem {
  /** Where: the argument and the part, with line and column if there are any: `definition/mashup.pq:12:5`. */
  place: string;
  severity: "error" | "warning";
  /** What is wrong and the remedy. Never holds a secret. */
  message: string;
}

/** A definition can have names of megabytes. */
const LONGEST_PLACE = 1_000;
const LONGEST_MESSAGE = 4_000;

/** A problem is one line. Most of what it names is data: names of queries, paths, keys of JSON. */
export const problem = (severity: Problem["severity"], place: string, message: string): Problem => ({
  place: harmless(beginning(place, LONGEST_PLACE)),
  severity,
  message: harmless(beginning(message, LONGEST_MESSAGE)),
});

export const error = (place: string, message: string): Problem => problem("error", place, message);
export const warning = (place: string, message: string): Problem => problem("warning", place, message);

/** Returns one line for people, which begins with the place. */
export const problemText = ({ place, message }: Problem): string => `${place}: ${message}`;
