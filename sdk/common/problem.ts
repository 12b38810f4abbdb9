/** Something about a definition that a person has to know before it is sent. */
export interface Problem {
  /** Where: the argument, the part and, where there is one, line and column: `definition/mashup.pq:12:5`. */
  place: string;
  severity: "error" | "warning";
  /** What is wrong and what to do about it. Never holds a secret. */
  message: string;
}

export const error = (place: string, message: string): Problem => ({ place, severity: "error", message });
export const warning = (place: string, message: string): Problem => ({ place, severity: "warning", message });

/** One line for people: the place first. */
export const problemText = ({ place, message }: Problem): string => `${place}: ${message}`;
