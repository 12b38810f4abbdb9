import type { Command as Commander } from "commander";
import { destroyDispatcher } from "../auth/dispatcher";
import type { FabricClient } from "../fabric/client";
import type { Item, Workspace } from "../fabric/types";
import { Lookups } from "../lookup/lookups";
import type { Output } from "./command";
import { connect } from "../identity/connect";
import { isGuid } from "../common/guid";
import { UsageError } from "../common/usageError";

export interface ServiceOptions {
  workspace?: string;
  stack?: string;
  json?: boolean;
}

/** The service, and the workspace that the command works on. */
export interface Service {
  client: FabricClient;
  /** The client of the identity that runs jobs: the second identity, if there is one. */
  runClient: FabricClient;
  lookups: Lookups;
  workspace: Workspace;
  /** Finds a dataflow of the workspace by name or id. */
  dataflow(nameOrId: string): Promise<Item>;
}

/** The variable that names the workspace, for people who work in one. */
export const WORKSPACE_VARIABLE = "FABRIC_WORKSPACE_ID";

/** Adds the options of every command that calls the service. */
export const callsService = (command: Commander): Commander =>
  command
    .option("-w, --workspace <name or id>", `the workspace (required, or ${WORKSPACE_VARIABLE})`)
    .option("-s, --stack <name>", "use fabric-dataflow:... of this stack's configuration too (needs the Pulumi CLI)")
    .option("--json", "print JSON");

export const nameOrId = (given: string): { id: string } | { displayName: string } =>
  isGuid(given) ? { id: given } : { displayName: given };

/** Signs in, finds the workspace, and closes connections afterwards, so that the process can end. */
export async function withService<T>(
  { workspace: given, stack }: ServiceOptions,
  { env }: Output,
  use: (service: Service) => Promise<T>,
): Promise<T> {
  const wanted = given ?? env[WORKSPACE_VARIABLE];
  if (!wanted) throw new UsageError(`Give --workspace <name or id>, or set ${WORKSPACE_VARIABLE}.`);
  try {
    const { client, settings } = await connect({ stack, env });
    const runClient = settings.runIdentity ? (await connect({ stack, env, asRunIdentity: true })).client : client;
    const lookups = new Lookups(client);
    const workspace = await lookups.workspace(nameOrId(wanted));
    const dataflow = (given: string) => lookups.item(workspace.id, { ...nameOrId(given), type: "Dataflow" });
    return await use({ client, runClient, lookups, workspace, dataflow });
  } finally {
    await destroyDispatcher();
  }
}
