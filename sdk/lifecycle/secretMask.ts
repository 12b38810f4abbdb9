import { Mask, tokenMask, WholeMask, type SecretText } from "../common/mask";
import { isAsset, isChecked } from "../definition/engineAssets";
import { isObject } from "../common/objects";
import type { Context } from "./context";
import { isSecretDefinition } from "./dataflow/secretDefinition";
import { secretPathsOf } from "./declaration";
import type { Props } from "./values";

/** The facts about a resource: its secrets, and the names in its definition, which stay readable. */
interface Known {
  secrets: readonly SecretText[];
  names: readonly string[];
  /** True if its definition is secret: no text of it may be shown. */
  isSecretDefinition: boolean;
}

/** By item that this process works on. An error of a dataflow's run may quote the dataflow's own values. */
const ofItems = new Map<string, Known>();

const knownOf = (props: Props): Known => ({
  secrets: secretTextsOf(props),
  names: namesIn(props),
  isSecretDefinition: isSecretDefinition(props),
});

const joined = (all: readonly Known[]): Known => ({
  secrets: all.flatMap(({ secrets }) => secrets),
  names: all.flatMap(({ names }) => names),
  isSecretDefinition: all.some((known) => known.isSecretDefinition),
});

/** Remembers an item's secrets, so that its runs and schedules hide them too. */
export function rememberSecrets(id: string, ...props: readonly Props[]): void {
  const known = joined(props.map(knownOf));
  if (known.secrets.length > 0 || known.isSecretDefinition) ofItems.set(id.toLowerCase(), known);
}

/**
 * Returns the mask for a step. It hides the secret inputs that the program declares now, those of the state, which the
 * service may still quote, and those of the dataflow that runs. A text that is a name in the definition stays readable.
 */
export function maskOf(...props: readonly object[]): Mask {
  const own = props as readonly Props[];
  const known = joined([...own.map(knownOf), ...own.flatMap(ofItem)]);
  const mask = known.secrets.length === 0 ? tokenMask : new Mask(known.secrets, new Set(known.names));
  return known.isSecretDefinition ? new WholeMask(mask, "definition") : mask;
}

function ofItem({ dataflowId }: Props): Known[] {
  const known = typeof dataflowId === "string" ? ofItems.get(dataflowId.toLowerCase()) : undefined;
  return known ? [known] : [];
}

/** Returns the secret texts of the inputs, or of one input. */
export const secretTextsOf = (props: object, argument?: string): SecretText[] =>
  secretPathsOf(props as Props)
    .filter(([first]) => argument === undefined || first === argument)
    .flatMap((path) => textsIn(valueAt(props as Props, path), path.join(".")));

const valueAt = (props: Props, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Props)[key] : undefined),
    props,
  );

/** Leaves out a file's content: a service never quotes it as a whole. */
function textsIn(value: unknown, name: string): SecretText[] {
  if (typeof value === "string") return [{ name, value }];
  if (typeof value !== "object" || value === null || isAsset(value) || isChecked(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${name}.${key}`));
}

const NAMES = ["queries", "parameters", "connections", "tests"] as const;

const namesIn = (props: Props): string[] => [
  ...NAMES.flatMap((key) => (isObject(props[key]) ? Object.keys(props[key]) : [])),
  ...(typeof props.displayName === "string" && !secretPathsOf(props).some(([key]) => key === "displayName")
    ? [props.displayName]
    : []),
];

/** Returns a context whose clients hide these values. Clients are opened only when they are used. */
export function hiding(context: Context, mask: Mask): Context {
  if (mask === tokenMask) return context;
  let client: Context["client"] | undefined;
  let runClient: Context["client"] | undefined;
  return Object.create(context, {
    mask: { value: mask },
    client: { get: () => (client ??= context.client.hiding(mask)) },
    runClient: { get: () => (runClient ??= context.runClient.hiding(mask)) },
  }) as Context;
}
