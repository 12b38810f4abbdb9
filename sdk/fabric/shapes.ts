import { isObject } from "../common/objects";

/** The form that a response must have: what the package reads of it is there, whatever else comes with it. */
export interface Shape<T> {
  /** With its article: `an item`. */
  readonly name: string;
  /** What keeps it from having this form; undefined if it has it. */
  fault(body: unknown): string | undefined;
  /** Only for the compiler. */
  readonly type?: T;
}

/** `?`: it may be absent or null. */
type Field = "string" | "string?" | "object" | "object?" | "list" | Shape<unknown>;

/** An object with these fields. Fields that are not named pass through, whatever they are. */
export function object<T extends object>(name: string, fields: { [K in keyof T]?: Field }): Shape<T> {
  const checks = Object.entries(fields) as [string, Field][];
  return {
    name,
    fault(body) {
      if (!isObject(body)) return `it is ${kindOf(body)}`;
      for (const [key, field] of checks) {
        const fault = faultOf(body[key], field);
        if (fault !== undefined) return `\`${key}\` ${fault}`;
      }
      return undefined;
    },
  };
}

/** A list, each entry of which has a form. */
export const listShape = <T>(entry: Shape<T>): Shape<T[]> => ({
  name: "a list",
  fault(body) {
    if (!Array.isArray(body)) return `it is ${kindOf(body)}`;
    for (const [index, value] of body.entries()) {
      const fault = entry.fault(value);
      if (fault !== undefined) return `its entry ${index + 1} is not ${entry.name}: ${fault}`;
    }
    return undefined;
  },
});

/** One page of a list. */
export interface ListPage<T> {
  value: T[];
  continuationToken?: unknown;
  continuationUri?: unknown;
}

export const listPage = <T>(entry: Shape<T>): Shape<ListPage<T>> =>
  object<ListPage<T>>("a page of a list", { value: listShape(entry) });

/** Whatever comes. */
export const anything: Shape<unknown> = { name: "anything", fault: () => undefined };

/** The call has no result: the long-running operation that it may become is awaited, and what comes is not looked at. */
export const nothing: Shape<unknown> = { name: "nothing", fault: () => undefined };

/** The call is done when the service has accepted it, whatever it does then. */
export const accepted: Shape<unknown> = { name: "nothing", fault: () => undefined };

export const unexpected = (status: number, shape: Shape<unknown>, fault: string): string =>
  `HTTP ${status}, but its content is not ${shape.name}: ${fault}`;

function faultOf(value: unknown, field: Field): string | undefined {
  if (typeof field === "object") {
    const fault = field.fault(value);
    return fault === undefined ? undefined : `is not ${field.name}: ${fault}`;
  }
  const wanted = field.replace("?", "");
  if (field.endsWith("?") && (value === undefined || value === null)) return undefined;
  if (value === undefined) return "is missing";
  const is = kindOf(value);
  return is === ARTICLES[wanted] ? undefined : `is ${is}, not ${ARTICLES[wanted]}`;
}

const ARTICLES: Record<string, string> = { string: "a text", object: "an object", list: "a list" };

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "a text" : isObject(value) ? "an object" : `a ${typeof value}`;
}
