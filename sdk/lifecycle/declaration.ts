import { DECLARATION, type Declaration } from "../model/declaration";
import { isObject, text, type Props } from "./values";

/*
 * What the class told the lifecycle beside the arguments. A state or a test may have none of it.
 */

const declared = (props: Props): Record<keyof Declaration, unknown> | undefined =>
  isObject(props[DECLARATION]) ? (props[DECLARATION] as Record<keyof Declaration, unknown>) : undefined;

/** The resource's URN, for lines that are shown beside it. */
export const urnOf = (props: Props): string | undefined => text(declared(props)?.urn);

/** The id in the resource option `import`; undefined if the program does not set it. */
export const importIdOf = (props: Props): string | undefined => text(declared(props)?.import);

/** The option as the arguments are checked: it may be anything but what it should be. */
export const importOption = (props: Props): Props => ({ import: declared(props)?.import });

/** The paths of the inputs that are secret. */
export function secretPathsOf(props: Props): string[][] {
  const paths = declared(props)?.secrets;
  if (!Array.isArray(paths)) return [];
  return paths.filter(
    (path): path is string[] => Array.isArray(path) && path.every((step) => typeof step === "string"),
  );
}

/** The keys of a map whose values are secret, in whole or in part; all of them if the map itself is. */
export function secretKeysOf(props: Props, argument: string): string[] {
  const below = secretPathsOf(props).filter(([first]) => first === argument);
  const keys = below.map(([, key]) => key);
  const all = keys.includes(undefined) && isObject(props[argument]) ? Object.keys(props[argument]) : [];
  return [...new Set([...all, ...keys.filter((key) => key !== undefined)])].sort();
}
