import * as pulumi from "@pulumi/pulumi";
import { errorText } from "../common/text";
import type { DataflowArgs } from "./dataflowArgs";
import type { Named } from "./dataflowBindings";
import { getConnection, getFolder, getItem, getTag, getWorkspace } from "./lookups";
import type { GetConnectionArgs } from "./lookupArgs";

type Values = Record<string, unknown>;

/** True if a program gives a name in place of an id. A name is an object, because a text could be a mistyped id. */
export const isNamed = (value: unknown): value is Named =>
  typeof value === "object" && value !== null && !pulumi.Output.isInstance(value) && Object.hasOwn(value, "name");

const connectionOf = (args: GetConnectionArgs) => getConnection(args);

const ITEMS: readonly [map: string, idKey: string, type: string][] = [
  ["lakehouses", "lakehouseId", "Lakehouse"],
  ["warehouses", "warehouseId", "Warehouse"],
  ["dataflows", "dataflowId", "Dataflow"],
  ["sqlDatabases", "sqlDatabaseId", "SQLDatabase"],
];

/**
 * Returns the arguments with ids in place of names. The state holds ids alone, so changing a name to its id in a
 * program changes nothing. Arguments with ids alone send no request.
 */
export function withIds(args: DataflowArgs, opts: pulumi.CustomResourceOptions): DataflowArgs {
  const given = args as unknown as Values;
  if (typeof args !== "object" || args === null) return args;
  const byId = new Resolver(opts.provider !== undefined);
  const { connections, bind, tags } = given;
  const changed: Values = {};
  const workspaceId = byId.workspace(given["workspaceId"]);
  if (isNamed(given["workspaceId"])) changed["workspaceId"] = workspaceId;
  if (isNamed(given["folderId"]))
    changed["folderId"] = byId.find({ workspaceId, path: given["folderId"].name }, getFolder);
  if (Array.isArray(tags) && tags.some(isNamed))
    changed["tags"] = tags.map((tag: unknown) => (isNamed(tag) ? byId.find({ displayName: tag.name }, getTag) : tag));
  const connected = mapped(connections, (value) => {
    if (!isNamed(value)) return value;
    const { name, ...rest } = value as Named & Values;
    return { ...rest, datasourceId: byId.find({ displayName: name }, connectionOf) };
  });
  if (connected !== connections) changed["connections"] = connected;
  const bound = bindings(bind, workspaceId, byId);
  if (bound !== bind) changed["bind"] = bound;
  return Object.keys(changed).length > 0 ? ({ ...given, ...changed } as unknown as DataflowArgs) : args;
}

function bindings(bind: unknown, own: unknown, byId: Resolver): unknown {
  const found = mapped(bind, (entries, map) => {
    if (map === "workspaces") return mapped(entries, byId.workspace);
    const [, idKey, type] = ITEMS.find(([name]) => name === map) ?? [];
    if (idKey === undefined || type === undefined) return entries;
    return mapped(entries, (value) => {
      if (!isPlain(value) || ![value["workspaceId"], value[idKey]].some(isNamed)) return value;
      const workspaceId = byId.workspace(value["workspaceId"]);
      const id = value[idKey];
      return {
        ...value,
        ...(workspaceId !== undefined && { workspaceId }),
        ...(isNamed(id) && {
          [idKey]: byId.find({ workspaceId: workspaceId ?? own, type, displayName: id.name }, getItem),
        }),
      };
    });
  });
  return found;
}

const isPlain = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);

/** Returns the same object if no value changes. */
function mapped(values: unknown, map: (value: unknown, key: string) => unknown): unknown {
  if (!isPlain(values)) return values;
  const entries = Object.entries(values).map(([key, value]) => [key, map(value, key)] as const);
  return entries.some(([key, value]) => value !== values[key]) ? Object.fromEntries(entries) : values;
}

class Resolver {
  constructor(private readonly hasProvider: boolean) {}

  workspace = (value: unknown): unknown =>
    isNamed(value) ? this.find({ displayName: value.name }, getWorkspace) : value;

  /** An error reaches `check`, which refuses the resource, so nothing is deleted because of it. */
  find<A>(args: Values, get: (args: A) => Promise<{ id: string }>): pulumi.Output<string> {
    if (this.hasProvider)
      return pulumi.output(
        Promise.reject<string>(
          new pulumi.RunError(
            "give the id: this resource has a provider of its own, and names are looked up with the default provider's identity",
          ),
        ),
      );
    return pulumi.output(args).apply(async (ready) => {
      try {
        return (await get(ready as A)).id;
      } catch (error) {
        const text = errorText(error);
        // The question of similar names ends the sentence itself.
        throw new pulumi.RunError(
          `${text}${text.endsWith("?") ? "" : "."} If this program creates it, give the resource's id in place of the name`,
        );
      }
    });
  }
}
