import * as pulumi from "@pulumi/pulumi";
import { errorText } from "../common/text";
import type { JobInstance } from "../fabric/jobTypes";
import type { DataflowParameter, Folder, Item, Tag, Workspace } from "../fabric/types";
import type { Lookups } from "../lookup/lookups";
import type {
  ConnectionOf,
  GetDataflowResult,
  GetConnectionArgs,
  GetDataflowArgs,
  GetDataflowParametersArgs,
  GetFolderArgs,
  GetItemArgs,
  GetLastRunArgs,
  GetTagArgs,
  GetWorkspaceArgs,
  KnownFields,
} from "./lookupArgs";
import { awaited, declareFailed, isMocked, reasonOf } from "./failedInputs";
import { lookupNames, type LookupName } from "../model/lookupNames";
import { refuseStrangers } from "./refuseStrangers";

interface Arguments {
  getWorkspace: GetWorkspaceArgs;
  getFolder: GetFolderArgs;
  getTag: GetTagArgs;
  getItem: GetItemArgs;
  getDataflow: GetDataflowArgs;
  getDataflowParameters: GetDataflowParametersArgs;
  getConnection: GetConnectionArgs;
  getLastRun: GetLastRunArgs;
}
type Names<T> = Record<T extends unknown ? keyof T : never, true>;

/** It does not compile if a look-up is missing. */
const argumentNames: { readonly [Name in LookupName]: Names<Arguments[Name]> } = lookupNames;

/*
 * Look-ups run in the program's process with the default provider's identity: environment variables FABRIC_..., else
 * the stack's configuration under `fabric-dataflow:`. Lists are kept while the program runs. Look-ups throw if nothing
 * matches, with similar names, and if several things match, with their ids. With `pulumi.runtime.setMocks` they only
 * ask the mocks' `call`, as `fabric-dataflow:index:getWorkspace` and so on, and nothing signs in.
 */

type Inputs<T> = T extends unknown ? { [K in keyof T]: pulumi.Input<T[K]> } : never;

/**
 * Returns a workspace by name or id. Throws a `RunError` if none matches, with similar names, or if several do, with
 * their ids.
 *
 * https://learn.microsoft.com/rest/api/fabric/core/workspaces/list-workspaces
 */
export const getWorkspace = (args: GetWorkspaceArgs, opts?: pulumi.InvokeOptions): Promise<Workspace> =>
  look("getWorkspace", args, opts);

/** {@link getWorkspace} for arguments that are Outputs. */
export const getWorkspaceOutput = (
  args: Inputs<GetWorkspaceArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<Workspace>> => known(args, opts, getWorkspace);

/**
 * Returns a folder of a workspace by its path, `Finance/Daily`. Throws a `RunError` if none matches, with similar
 * paths.
 * https://learn.microsoft.com/rest/api/fabric/core/folders/list-folders
 */
export const getFolder = (args: GetFolderArgs, opts?: pulumi.InvokeOptions): Promise<Folder> =>
  look("getFolder", args, opts);

/** {@link getFolder} for arguments that are Outputs. */
export const getFolderOutput = (
  args: Inputs<GetFolderArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<Folder>> => known(args, opts, getFolder);

/**
 * Returns a tag of the tenant by its name. Throws a `RunError` if none matches, with similar names, or if several do,
 * with their ids.
 * https://learn.microsoft.com/rest/api/fabric/core/tags/list-tags
 */
export const getTag = (args: GetTagArgs, opts?: pulumi.InvokeOptions): Promise<Tag> => look("getTag", args, opts);

/** {@link getTag} for arguments that are Outputs. */
export const getTagOutput = (
  args: Inputs<GetTagArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<Tag>> => known(args, opts, getTag);

/**
 * Returns an item of a workspace by name or id. Items that the service keeps for itself are not found. Throws a
 * `RunError` if none matches, with similar names, or if several do, with their ids.
 *
 * @example
 * ```ts
 * const lakehouse = await getItem({ workspaceId, type: "Lakehouse", displayName: "Sales" });
 * ```
 *
 * https://learn.microsoft.com/rest/api/fabric/core/items/list-items
 */
export const getItem = (args: GetItemArgs, opts?: pulumi.InvokeOptions): Promise<Item> => look("getItem", args, opts);

/** {@link getItem} for arguments that are Outputs. */
export const getItemOutput = (
  args: Inputs<GetItemArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<Item>> => known(args, opts, getItem);

/**
 * Returns a dataflow by name or id, with its definition if `withDefinition` is true. Throws a `RunError` as
 * {@link getItem} does.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items/get-dataflow
 */
export const getDataflow = (args: GetDataflowArgs, opts?: pulumi.InvokeOptions): Promise<GetDataflowResult> =>
  look("getDataflow", args, opts);

/** {@link getDataflow} for arguments that are Outputs. */
export const getDataflowOutput = (
  args: Inputs<GetDataflowArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<GetDataflowResult>> => known(args, opts, getDataflow);

/**
 * Returns the public parameters of a dataflow; an empty list if it is not `parametric`.
 * https://learn.microsoft.com/rest/api/fabric/dataflow/items/discover-dataflow-parameters
 */
export const getDataflowParameters = (
  args: GetDataflowParametersArgs,
  opts?: pulumi.InvokeOptions,
): Promise<DataflowParameter[]> => look("getDataflowParameters", args, opts);

/** {@link getDataflowParameters} for arguments that are Outputs. */
export const getDataflowParametersOutput = (
  args: Inputs<GetDataflowParametersArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<DataflowParameter>[]> => known(args, opts, getDataflowParameters);

/**
 * A connection by id, or by name, kind and path, among those that this identity sees. Throws a `RunError` if none matches or several do.
 * https://learn.microsoft.com/rest/api/fabric/core/connections/list-connections
 *
 * @example The connection that a definition is to read through
 * ```ts
 * const sql = await getConnection({ kind: "SQL", path: "prod-sql.example.org;Sales", lookUpCluster: true });
 * const connection = { clusterId: sql.clusterId, datasourceId: sql.id };
 * ```
 */
export const getConnection = <Args extends GetConnectionArgs>(
  args: Args,
  opts?: pulumi.InvokeOptions,
): Promise<ConnectionOf<Args>> => look("getConnection", args, opts);

/** {@link getConnection} for arguments that are Outputs. */
export const getConnectionOutput = <Args extends Inputs<GetConnectionArgs>>(
  args: Args,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<ConnectionOf<Args>>> =>
  known(args, opts, getConnection) as pulumi.Output<KnownFields<ConnectionOf<Args>>>;

/**
 * Returns the newest run of a dataflow, whoever started it; undefined if Fabric knows none. It is read anew each time.
 * `startTimeUtc` and `endTimeUtc` are ISO 8601 in UTC with whole seconds: `2030-01-31T02:30:00Z`.
 * https://learn.microsoft.com/rest/api/fabric/core/job-scheduler/list-item-job-instances
 */
export const getLastRun = (args: GetLastRunArgs, opts?: pulumi.InvokeOptions): Promise<JobInstance | undefined> =>
  look("getLastRun", args, opts);

/** {@link getLastRun} for arguments that are Outputs. */
export const getLastRunOutput = (
  args: Inputs<GetLastRunArgs>,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<KnownFields<JobInstance> | undefined> => known(args, opts, getLastRun);

/** Looks up once the arguments and the resources of `dependsOn` are known. */
function known<A, R>(
  args: Inputs<A>,
  { dependsOn, ...opts }: pulumi.InvokeOutputOptions = {},
  get: (args: A, opts?: pulumi.InvokeOptions) => Promise<R>,
): pulumi.Output<never> {
  const ids = pulumi.output(dependsOn).apply((resources) => {
    const all: unknown[] = Array.isArray(resources) ? resources : [resources];
    return pulumi.all(all.flatMap((one) => (pulumi.CustomResource.isInstance(one) ? [one.id] : [])));
  });
  const found = pulumi.all([args, ids]).apply(async ([ready]) => {
    try {
      return await get(ready as A, opts);
    } catch (error) {
      declareFailed({ type: "LookUp", lifecycle: "dataflow" }, get.name, { [get.name]: reasonOf(error) });
      throw error;
    }
  });
  return found as never;
}

const look = <T>(...given: Parameters<typeof ask<T>>): Promise<T> => awaited(ask(...given));

/** One set of look-ups for each run of a program. An Automation API process runs many programs, and each reads anew. */
const open = new WeakMap<object, Lookups>();
const outsideOfPulumi = {};

async function ask<T>(name: LookupName, args: object, opts: pulumi.InvokeOptions | undefined): Promise<T> {
  if (opts?.provider)
    throw new pulumi.RunError(
      `${name}: remove the option provider, or take the id from the stack's configuration. Look-ups always use the default provider's identity`,
    );
  refuseStrangers(name, args, Object.keys(argumentNames[name]));
  const run = pulumi.runtime.getMonitor() ?? outsideOfPulumi;
  if (isMocked()) return (await pulumi.runtime.invoke(`fabric-dataflow:index:${name}`, { ...args }, opts)) as T;
  try {
    let lookups = open.get(run);
    if (!lookups) {
      const { openLookups } = require("../lookup/open") as typeof import("../lookup/open");
      const config = (key: string) => pulumi.runtime.getConfig(key);
      lookups = openLookups(
        {
          config,
          keys: Object.keys(pulumi.runtime.allConfig()),
          env: process.env,
          explicit: false,
          project: pulumi.getProject(),
        },
        (text) => void pulumi.log.info(text, undefined, undefined, true),
      );
      open.set(run, lookups);
    }
    const { functions } = require("../lookup/functions") as typeof import("../lookup/functions");
    const use = functions[name] as (lookups: Lookups, args: object) => Promise<unknown>;
    return (await use(lookups, args)) as T;
  } catch (error) {
    // A RunError is printed without a stack.
    throw new pulumi.RunError(errorText(error));
  }
}
