import { DECLARATION, type Declaration } from "../model/declaration";
import { equal, isObject } from "../common/objects";
import { error, type Problem } from "../common/problem";
import { isUnknown } from "../model/unknown";
import { asText } from "./values";

/*
 * What the class told the lifecycle beside the arguments. A state or a test may have none of it.
 */

type Told = { readonly [DECLARATION]?: unknown };

const declared = (props: Told): Record<keyof Declaration, unknown> | undefined =>
  isObject(props[DECLARATION]) ? (props[DECLARATION] as Record<keyof Declaration, unknown>) : undefined;

/** The resource's URN, for lines that are shown beside it. */
export const urnOf = (props: Told): string | undefined => asText(declared(props)?.urn);

/** The id in the resource option `import`; undefined if the program does not set it. */
export const importIdOf = (props: Told): string | undefined => asText(declared(props)?.import);

/** The URN of another resource that holds what would be taken over. */
export const heldByOf = (props: Told): string | undefined => {
  const holder = asText(declared(props)?.heldBy);
  return isUnknown(holder) ? undefined : holder;
};

/** The option as the arguments are checked: it may be anything but what it should be. */
export const importOption = (props: Told): { import: unknown } => ({ import: declared(props)?.import });

/** True if the program sets the option `deleteBeforeReplace` to false. */
export const createsBeforeDelete = (props: Told): boolean => declared(props)?.deleteBeforeReplace === false;

/** What the class found wrong. */
export const refusedBy = (props: Told): Problem[] => {
  const refused: unknown = declared(props)?.refused;
  return isObject(refused) ? Object.entries(refused).map(([place, message]) => error(place, String(message))) : [];
};

/** The paths of the inputs that are secret. */
export function secretPathsOf(props: Told): string[][] {
  const paths: unknown = declared(props)?.secrets;
  if (!Array.isArray(paths)) return [];
  return paths.filter(
    (path): path is string[] => Array.isArray(path) && path.every((step) => typeof step === "string"),
  );
}

/** Whether one of these paths is the path, or leads to it. */
export const isCovered = (path: readonly string[], by: readonly (readonly string[])[]): boolean =>
  by.some((covering) => covering.every((step, at) => path[at] === step));

/** The same, whose secrets are others: those of the values that are there. */
export const withSecrets = <T extends Told>(props: T, secrets: readonly (readonly string[])[]): T =>
  equal(secrets, secretPathsOf(props))
    ? props
    : { ...props, [DECLARATION]: { ...declared(props), secrets: secrets.length > 0 ? secrets : undefined } };

/** The keys of a map whose values are secret, in whole or in part; all of them if the map itself is. */
export function secretKeysOf<K extends string>(props: Told & { readonly [P in K]?: unknown }, argument: K): string[] {
  const below = secretPathsOf(props).filter(([first]) => first === argument);
  const keys = below.map(([, key]) => key);
  const map: unknown = props[argument];
  const all = keys.includes(undefined) && isObject(map) ? Object.keys(map) : [];
  return [...new Set([...all, ...keys.filter((key) => key !== undefined)])].sort();
}
