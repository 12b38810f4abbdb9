import { isGuid } from "../../common/guid";
import { errorText } from "../../common/text";
import { UsageError } from "../../common/usageError";
import type { FabricClient } from "../../fabric/client";
import { askPulumi } from "../../identity/askPulumi";
import { connect } from "../../identity/connect";
import { Lookups } from "../../lookup/lookups";
import { declaredBy, dataflowsIn, type Declared } from "../declaredInStack";
import { nameOrId } from "../service";

/** A dataflow of one side. */
export interface SideDataflow {
  id: string;
  displayName: string;
  workspaceId: string;
  /** What its stack's program declared; undefined if the side is a workspace. */
  declared: Declared | undefined;
}

/** A stack or workspace to compare. */
export interface Side {
  label: string;
  client: FabricClient;
  dataflows: SideDataflow[];
}

/**
 * Returns the two sides that `--between` names: two stacks if the Pulumi CLI knows the first one here, else two
 * workspaces by name or id. Throws a UsageError if it does not name two.
 */
export async function sidesOf(between: string, env: NodeJS.ProcessEnv): Promise<[Side, Side]> {
  const names = between.split(",").map((name) => name.trim());
  const [first, second] = names;
  if (names.length !== 2 || !first || !second)
    throw new UsageError("--between takes two stacks or two workspaces, separated by a comma: --between dev,prod");
  const asStack = isGuid(first)
    ? undefined
    : await askPulumi(["stack", "export"], first).catch((error: unknown) => error);
  if (asStack !== undefined && !(asStack instanceof Error))
    return [
      await stackSide(first, asStack, env),
      await stackSide(second, await askPulumi(["stack", "export"], second), env),
    ];
  try {
    return [await workspaceSide(first, env), await workspaceSide(second, env)];
  } catch (error) {
    if (!(asStack instanceof UsageError)) throw error;
    throw new Error(`${errorText(error)}\nIt is not a stack either: ${asStack.message}`, { cause: error });
  }
}

async function stackSide(stack: string, state: unknown, env: NodeJS.ProcessEnv): Promise<Side> {
  const { client } = await connect({ stack, env });
  const dataflows = dataflowsIn(state).flatMap(({ id, inputs }): SideDataflow[] => {
    const { workspaceId, displayName } = (inputs ?? {}) as Record<string, unknown>;
    if (typeof id !== "string" || typeof workspaceId !== "string" || typeof displayName !== "string") return [];
    return [{ id, workspaceId, displayName, declared: declaredBy(inputs as Record<string, unknown>) }];
  });
  return { label: stack, client, dataflows };
}

async function workspaceSide(name: string, env: NodeJS.ProcessEnv): Promise<Side> {
  const { client } = await connect({ stack: undefined, env });
  const lookups = new Lookups(client);
  const { id: workspaceId, displayName: label } = await lookups.workspace(nameOrId(name));
  const items = await lookups.items(workspaceId, "Dataflow");
  const dataflows = items.map(({ id, displayName }) => ({ id, displayName, workspaceId, declared: undefined }));
  return { label, client, dataflows };
}
