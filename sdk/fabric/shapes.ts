import { isObject } from "../common/objects";

/** The form that a response must have: the fields that the package reads. Other fields are ignored. */
export interface Shape<T> {
  /** With its article: `an item`. */
  readonly name: string;
  /** Returns why a body does not have this form, or undefined if it has. */
  fault(body: unknown): string | undefined;
  /** Only for the compiler. */
  readonly type?: T;
}

/** The form of a field. `?`: the field may be absent or null. */
type Field = "string" | "string?" | "object" | "object?" | "list" | Shape<unknown>;

/** Returns the shape of an object with these fields. Other fields pass through unchecked. */
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

/** Returns the shape of a list whose entries have a shape. */
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
  // A link to the next page that cannot be read would end the list before its end.
  object<ListPage<T>>("a page of a list", {
    value: listShape(entry),
    continuationToken: "string?",
    continuationUri: "string?",
  });

/** Accepts every body. */
export const anything: Shape<unknown> = { name: "anything", fault: () => undefined };

/** The call has no result. The long-running operation that it may become is awaited, and the body is ignored. */
export const nothing: Shape<unknown> = { name: "nothing", fault: () => undefined };

/** The call is done when the service has accepted it, even if an operation follows. */
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
