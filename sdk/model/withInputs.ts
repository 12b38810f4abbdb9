import type * as pulumi from "@pulumi/pulumi";
import type { ArchiveContent, AssetContent } from "./content";

/** Plain arguments as a program may write them: each level may be an Output or a promise. */
export type WithInputs<T> = { [K in keyof T]: Property<T[K]> };

type Property<T> = [T] extends [AssetContent | ArchiveContent]
  ? Nested<T>
  : IsConstant<T> extends true
    ? T
    : pulumi.Input<Nested<Exclude<T, undefined>>>;

// Objects are written out, so that the reference and editors show their fields and not the name of this type.
type Nested<T> = T extends ArchiveContent
  ? pulumi.asset.Archive
  : T extends AssetContent
    ? pulumi.asset.Asset
    : T extends readonly (infer Entry)[]
      ? pulumi.Input<Nested<Entry>>[]
      : T extends Date
        ? T
        : T extends object
          ? { [K in keyof T]: Property<T[K]> }
          : T;

/** True if a type is a single text. It distinguishes the forms of a union, so the compiler must see it. */
type IsConstant<T> = [T] extends [string] ? (string extends T ? false : IsOne<T>) : false;
type IsOne<T, All = T> = T extends unknown ? ([All] extends [T] ? true : false) : never;
