import type { Check } from "./checks";

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
  /** The class has an Output of it. */
  shown?: true;
  /** Compared without regard to case: an id. */
  foldCase?: true;
}

type Argument<Kind extends Key["kind"]> = Key & { kind: Kind; check: Check };
type Other = Key & { kind: "fromClass" | "computed" | "output" };

/** One line for each key: one that is forgotten, or that calls an optional argument required, does not compile. */
export type Keys<Arguments, Outputs> = {
  readonly [K in keyof Required<Outputs>]: K extends keyof Arguments
    ? Argument<undefined extends Outputs[K] ? "optional" : "required">
    : Other;
};

type Table = Readonly<Record<string, Pick<Key, "kind" | "step" | "shown">>>;
type NamesOf<T, Part> = { [K in keyof T]: T[K] extends Part ? K : never }[keyof T] & string;

const names = <T extends Table, Name>(keys: T, fits: (key: T[string]) => boolean): Name[] =>
  Object.keys(keys).filter((name) => fits(keys[name] as T[string])) as Name[];

/** The keys that somebody sets. */
export const keysOfKind = <T extends Table, Kind extends Key["kind"]>(keys: T, ...kinds: readonly Kind[]) =>
  names<T, NamesOf<T, { kind: Kind }>>(keys, ({ kind }) => (kinds as readonly string[]).includes(kind));

/** What a program may set. */
export const argumentsOf = <T extends Table>(keys: T) => keysOfKind(keys, "required", "optional");

/** What no program may set. */
export const computedOf = <T extends Table>(keys: T) => keysOfKind(keys, "fromClass", "computed", "output");

/** The keys that a step follows. */
export const keysOfStep = <T extends Table, S extends Step>(keys: T, wanted: S) =>
  names<T, NamesOf<T, { step: S }>>(keys, ({ step }) => step === wanted);

/** What the class has an Output of. */
export const shownOf = <T extends Table>(keys: T) =>
  names<T, NamesOf<T, { shown: true }>>(keys, ({ shown }) => shown === true);
