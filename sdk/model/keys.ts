import type { Problem } from "../common/problem";

/** Judges a value that is known. A value may be secret: problems never show it, only its form. */
export type Check = (value: unknown, place: string) => Problem[];

/** The call that an update makes where a key differs; "none": the state alone learns of it, which is the default. */
export type Step = "replace" | "properties" | "move" | "tags" | "definition" | "publish" | "test" | "none";

/** What there is to know about one key of a resource. Data only: whatever needs more is a function of the lifecycle. */
export interface Key {
  /**
   * Who sets it: the program ("required" and "optional" arguments), the class ("fromClass"), `check` ("computed", so that previews know it),
   * or the lifecycle alone ("output").
   */
  kind: "required" | "optional" | "fromClass" | "computed" | "output";
  step?: Step;
  /** Judges a value that is known. Every argument has one. */
  check?: Check;
  /** Whether the class has an Output of it. What no program sets must say so. */
  shown?: boolean;
  /** Compared without regard to case: an id. */
  foldCase?: true;
}

type Argument<Kind extends Key["kind"]> = Key & { kind: Kind; check: Check };
/** An output follows no step: inputs lack it, so a step would clear it. The lifecycle sets it. */
type Other = Key &
  ({ kind: "fromClass" } | { kind: "computed"; shown: boolean } | { kind: "output"; shown: boolean; step?: never });

/** One line for each key: one that is forgotten, or that calls an optional argument required, does not compile. */
export type Keys<Arguments, Outputs> = {
  readonly [K in keyof Required<Outputs>]: K extends keyof Arguments
    ? Argument<undefined extends Outputs[K] ? "optional" : "required">
    : Other;
};

type Table = Readonly<Record<string, Key>>;
type NamesOf<T, Part> = { [K in keyof T]: T[K] extends Part ? K : never }[keyof T] & string;

/** The names of the keys that have what `part` says: `{ kind: "output" }`, `{ step: "replace" }`, `{ shown: true }`. */
export const keysWith = <T extends Table, const Part extends Partial<Key>>(keys: T, part: Part): NamesOf<T, Part>[] =>
  Object.entries(keys).flatMap(([name, key]) =>
    Object.entries(part).every(([field, value]) => key[field as keyof Key] === value) ? [name as NamesOf<T, Part>] : [],
  );

/** What a program may set. */
export const argumentsOf = <T extends Table>(keys: T) => [
  ...keysWith(keys, { kind: "required" }),
  ...keysWith(keys, { kind: "optional" }),
];

/** What no program may set. */
export const computedOf = <T extends Table>(keys: T) => [
  ...keysWith(keys, { kind: "fromClass" }),
  ...keysWith(keys, { kind: "computed" }),
  ...keysWith(keys, { kind: "output" }),
];
