import { harmless } from "./harmless";

/** Something about a definition that a person has to know before it is sent. */
export interface Problem {
  /** Where: the argument, the part and, where there is one, line and column: `definition/mashup.pq:12:5`. */
  place: string;
  severity: "error" | "warning";
  /** What is wrong and what to do about it. Never holds a secret. */
  message: string;
}

/** A problem is one line, and most of what it names is data: names of queries, paths, keys of JSON. */
export const problem = (severity: Problem["severity"], place: string, message: string): Problem => ({
  place: harmless(place),
  severity,
  message: harmless(message),
});

export const error = (place: string, message: string): Problem => problem("error", place, message);
export const warning = (place: string, message: string): Problem => problem("warning", place, message);

/** One line for people: the place first. */
export const problemText = ({ place, message }: Problem): string => `${place}: ${message}`;
