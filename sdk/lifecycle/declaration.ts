import { DECLARATION, type Declaration } from "../model/declaration";
import { equal, isObject } from "../common/objects";
import { error, type Problem } from "../common/problem";
import { isUnknown } from "../model/unknown";
import { asText } from "./values";

/* What the class passes to the lifecycle beside the arguments. A state or a test may lack it. */

type Declared = { readonly [DECLARATION]?: unknown };

const declared = (props: Declared): Record<keyof Declaration, unknown> | undefined =>
  isObject(props[DECLARATION]) ? (props[DECLARATION] as Record<keyof Declaration, unknown>) : undefined;

/** Returns the resource's URN, for lines that are shown beside it. */
export const urnOf = (props: Declared): string | undefined => asText(declared(props)?.urn);

/** Returns the id in the resource option `import`; undefined if the program does not set it. */
export const importIdOf = (props: Declared): string | undefined => asText(declared(props)?.import);

/** Returns the URN of another resource that holds the item to be adopted or imported. */
export const heldByOf = (props: Declared): string | undefined => {
  const holder = asText(declared(props)?.heldBy);
  return isUnknown(holder) ? undefined : holder;
};

/** Returns the option for the check of the arguments. Its value may be anything. */
export const importOption = (props: Declared): { import: unknown } => ({ import: declared(props)?.import });

/** True if the program sets the option `deleteBeforeReplace` to false. */
export const createsBeforeDelete = (props: Declared): boolean => declared(props)?.deleteBeforeReplace === false;

/** Problems that the class found. */
export const refusedBy = (props: Declared): Problem[] => {
  const refused: unknown = declared(props)?.refused;
  return isObject(refused) ? Object.entries(refused).map(([place, message]) => error(place, String(message))) : [];
};

/** Returns the paths of the secret inputs. */
export function secretPathsOf(props: Declared): string[][] {
  const paths: unknown = declared(props)?.secrets;
  if (!Array.isArray(paths)) return [];
  return paths.filter(
    (path): path is string[] => Array.isArray(path) && path.every((step) => typeof step === "string"),
  );
}

/** True if one of these paths equals the path or leads to it. */
export const isCovered = (path: readonly string[], by: readonly (readonly string[])[]): boolean =>
  by.some((covering) => covering.every((step, at) => path[at] === step));

/** Returns the same props with these secret paths. */
export const withSecrets = <T extends Declared>(props: T, secrets: readonly (readonly string[])[]): T =>
  equal(secrets, secretPathsOf(props))
    ? props
    : { ...props, [DECLARATION]: { ...declared(props), secrets: secrets.length > 0 ? secrets : undefined } };

/** Returns the keys of a map whose values are secret, in whole or in part; all keys if the map itself is secret. */
export function secretKeysOf<K extends string>(
  props: Declared & { readonly [P in K]?: unknown },
  argument: K,
): string[] {
  const below = secretPathsOf(props).filter(([first]) => first === argument);
  const keys = below.map(([, key]) => key);
  const map: unknown = props[argument];
  const all = keys.includes(undefined) && isObject(map) ? Object.keys(map) : [];
  return [...new Set([...all, ...keys.filter((key) => key !== undefined)])].sort();
}
