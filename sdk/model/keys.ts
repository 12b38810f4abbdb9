import type { Problem } from "../common/problem";

/** Checks a known value. The value may be secret: problems say what form is wrong, and never show it. */
export type Check = (value: unknown, place: string) => Problem[];

/** The call that an update makes if a key differs. "none" (default): only the state changes. */
export type Step = "replace" | "properties" | "move" | "tags" | "definition" | "publish" | "test" | "none";

/** The facts about one key of a resource. They are data only: anything else is a function of the lifecycle. */
export interface Key {
  /**
   * Who sets the key: the program ("required" and "optional" arguments), the class ("fromClass"), `check` ("computed",
   * so that previews know it), or the lifecycle alone ("output").
   */
  kind: "required" | "optional" | "fromClass" | "computed" | "output";
  step?: Step;
  /** Checks a known value. Every argument has one. */
  check?: Check;
  /** True if the class has an Output of it. Required for keys that programs do not set. */
  shown?: boolean;
  /** Compared without regard to case, as ids are. */
  foldCase?: true;
}

type Argument<Kind extends Key["kind"]> = Key & { kind: Kind; check: Check };
/** An output has no step: inputs lack outputs, so a step would clear it. The lifecycle sets it. */
type Other = Key &
  ({ kind: "fromClass" } | { kind: "computed"; shown: boolean } | { kind: "output"; shown: boolean; step?: never });

/** One line for each key. It does not compile if a key is missing, or if an optional argument is called required. */
export type Keys<Arguments, Outputs> = {
  readonly [K in keyof Required<Outputs>]: K extends keyof Arguments
    ? Argument<undefined extends Outputs[K] ? "optional" : "required">
    : Other;
};

type Table = Readonly<Record<string, Key>>;
type NamesOf<T, Part> = { [K in keyof T]: T[K] extends Part ? K : never }[keyof T] & string;

/** Returns the names of the keys that match `part`: `{ kind: "output" }`, `{ step: "replace" }`, `{ shown: true }`. */
export const keysWith = <T extends Table, const Part extends Partial<Key>>(keys: T, part: Part): NamesOf<T, Part>[] =>
  Object.entries(keys).flatMap(([name, key]) =>
    Object.entries(part).every(([field, value]) => key[field as keyof Key] === value) ? [name as NamesOf<T, Part>] : [],
  );

/** Keys that a program may set. */
export const argumentsOf = <T extends Table>(keys: T) => [
  ...keysWith(keys, { kind: "required" }),
  ...keysWith(keys, { kind: "optional" }),
];

/** Keys that a program must not set. */
export const computedOf = <T extends Table>(keys: T) => [
  ...keysWith(keys, { kind: "fromClass" }),
  ...keysWith(keys, { kind: "computed" }),
  ...keysWith(keys, { kind: "output" }),
];
