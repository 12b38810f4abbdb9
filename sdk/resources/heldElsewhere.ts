import * as pulumi from "@pulumi/pulumi";
import { configKey } from "../settingNames";

/*
 * An adoption or import of an item that another resource of this stack holds would end with that item deleted: a later
 * `pulumi destroy --target <the other>` runs no program, so no check can refuse it. So the adoption is refused if the
 * program can read the state.
 */

/** The item to be adopted or imported: by its id, or by its name. */
interface TakeOver {
  type: string;
  importId?: string;
  workspaceId: string;
  displayName?: string;
}

/** The arguments that show an adoption. */
interface Args {
  workspaceId?: pulumi.Input<string>;
  displayName?: pulumi.Input<string>;
  adoptExisting?: pulumi.Input<boolean | undefined>;
}

/**
 * Returns the URN of another resource of the stack that holds the item. `check` refuses it: an error of the program
 * itself would let the engine delete what an inline program of the Automation API has not declared by then. Undefined
 * for a resource that adopts and imports nothing, because an Output costs the program time.
 */
export function holderOfTakenOver(
  type: string,
  urn: pulumi.Input<string>,
  { workspaceId, displayName, adoptExisting }: Args,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string | undefined> | undefined {
  const adopts = displayName !== undefined && (adoptExisting !== undefined || adoptsByDefault());
  if ((opts.import === undefined && !adopts) || mayHaveMoved(opts)) return undefined;
  const known = pulumi.output({ workspaceId, displayName, adopts: adoptExisting ?? adopts, importId: opts.import });
  const holder = known.apply(async ({ workspaceId = "", displayName, adopts, importId }) => {
    if (importId === undefined && adopts !== true) return undefined;
    return holderOf({ type, importId, workspaceId, displayName }, await valueOf(urn), await state());
  });
  return pulumi.unsecret(holder);
}

const valueOf = <T>(input: pulumi.Input<T>): Promise<T> =>
  new Promise((resolve) => void pulumi.output(input).apply((value) => resolve(value as T)));

const adoptsByDefault = (): boolean =>
  [process.env.FABRIC_ADOPT_EXISTING, pulumi.runtime.getConfig(configKey("adoptExisting"))].includes("true");

/** True if the engine knows former names of the resource, or of its parent: it then knows which resource is which. */
function mayHaveMoved({ aliases, parent }: pulumi.ResourceOptions): boolean {
  if (aliases !== undefined) return true;
  const former = (parent as { __aliases?: unknown[] } | undefined)?.__aliases;
  return former !== undefined && former.length > 0;
}

/** The outputs of the resources in the stack's state, by URN. Only those of this package's types are kept. */
type State = Record<string, Record<string, unknown>>;

const states = new WeakMap<object, Promise<State>>();

/**
 * Returns an empty state if the engine does not provide one. The engine hands out every resource's outputs in clear, so
 * those of other packages are dropped at once.
 */
async function stateOfStack(): Promise<State> {
  try {
    const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
    const invoked = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName })) as {
      outputs?: Record<string, { outputs?: Record<string, unknown> }>;
    };
    const ours = Object.entries(invoked.outputs ?? {}).filter(([urn]) => urn.includes("pulumi-nodejs:dynamic/fabric:"));
    return Object.fromEntries(ours.map(([urn, { outputs = {} }]) => [urn, pick(outputs)]));
  } catch {
    return {};
  }
}

const pick = ({ workspaceId, displayName, ownerToken }: Record<string, unknown>): Record<string, unknown> => ({
  workspaceId,
  displayName,
  ownerToken,
});

function state(): Promise<State> {
  const run = pulumi.runtime.getMonitor();
  if (!run) return Promise.resolve({});
  let known = states.get(run);
  if (!known) states.set(run, (known = stateOfStack()));
  return known;
}

const sameText = (a: unknown, b: unknown): boolean =>
  typeof a === "string" && typeof b === "string" && a.toLowerCase() === b.toLowerCase();

/** Returns the URN of another resource that holds the item; undefined if there is none. */
export function holderOf(
  { type, importId, workspaceId, displayName }: TakeOver,
  own: string,
  known: State,
): string | undefined {
  const holds = (outputs: Record<string, unknown>): boolean =>
    importId !== undefined
      ? typeof outputs.ownerToken === "string" && sameText(outputs.ownerToken.split("/")[0], importId)
      : // An adoption finds a name in another case too.
        sameText(outputs.workspaceId, workspaceId) && sameText(outputs.displayName, displayName);
  const found = Object.entries(known).find(([urn, outputs]) => urn !== own && typeOf(urn) === type && holds(outputs));
  return found?.[0];
}

/** `urn:pulumi:stack::project::parentType$type::name` */
const typeOf = (urn: string): string | undefined => urn.split("::")[2]?.split("$").at(-1);
