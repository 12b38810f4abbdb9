import type { DefinitionPart } from "../../definition/parts";
import type { Item } from "../../fabric/types";
import { errorText } from "../../common/text";
import { isGuid } from "../../common/guid";
import { storedParts } from "../definitions";
import { isRefusal } from "../refusal";
import type { Service } from "../service";
import { isOtherDataflow, REMEDY } from "../unsupported";
import { ItemNames } from "./itemNames";
import { folderName, Names, RESERVED, resourceName, variableName } from "./names";
import { place, type Placed } from "./place";
import { pullOut, type PulledOut } from "./settings";
import { GROUPS, StackValues } from "./stackValues";

/** A dataflow as the export writes it. */
export interface Exported extends PulledOut, Placed {
  item: Item;
  /** Name of the resource. */
  name: string;
  /** Name of its variable. */
  variable: string;
  /** Path below the export's folder: `dataflows/Sales.Dataflow`. */
  folder: string;
  parts: DefinitionPart[];
  /** True if it has runs or a schedule: somebody uses the published version. */
  isUsed: boolean;
}

/** An item that is left out, and why. */
export interface Skipped {
  item: Item;
  reason: string;
}

export interface Collected {
  exported: Exported[];
  values: StackValues;
  skipped: Skipped[];
}

/** Names that the program itself uses. */
const TAKEN = [...RESERVED, ...GROUPS, "pulumi", "Dataflow", "settings", "takesOver", "workspaceId"];

/**
 * Reads the dataflows to export. `byName`: the configuration gets names in place of ids if a name finds exactly the id.
 */
export async function collect(
  service: Service,
  wanted: readonly string[] | "all",
  byName: boolean,
): Promise<Collected> {
  const items = await service.lookups.items(service.workspace.id);
  const skipped: Skipped[] = items.filter(isOtherDataflow).map((item) => ({ item, reason: REMEDY }));
  const chosen =
    wanted === "all"
      ? items.filter(({ type }) => type === "Dataflow").sort((a, b) => (a.displayName < b.displayName ? -1 : 1))
      : await Promise.all(wanted.map((name) => service.dataflow(name)));
  const each = [...new Map(chosen.map((item) => [item.id.toLowerCase(), item])).values()];
  const names = new Names();
  const folders = new Names();
  const variables = new Names(TAKEN);
  const itemNames = new ItemNames(service);
  await itemNames.listItems(service.workspace.id);
  const pulled: Omit<Exported, keyof Placed>[] = [];
  for (const item of each) {
    let parts: DefinitionPart[];
    try {
      parts = await storedParts(service, item.id);
    } catch (error) {
      if (wanted !== "all" || !isRefusal(error)) throw error;
      skipped.push({ item, reason: errorText(error) });
      continue;
    }
    const pulledOut = await pullOut(parts, service.workspace.id);
    for (const id of workspacesIn(pulledOut)) await itemNames.listItems(id);
    const name = names.give(item.displayName, resourceName);
    pulled.push({
      item,
      name,
      variable: variables.give(name, variableName, ""),
      folder: `dataflows/${folders.give(item.displayName, folderName)}.Dataflow`,
      parts,
      ...pulledOut,
      isUsed: await isUsed(service, item.id),
    });
  }
  if (byName) {
    await itemNames.listFolders();
    const ids = pulled.flatMap(({ connections }) => Object.values(connections).map(({ datasourceId }) => datasourceId));
    await itemNames.listConnections([...new Set(ids)]);
  }
  const values = new StackValues(service.workspace.id, itemNames.of, byName ? itemNames.finding : undefined);
  return { exported: place(pulled, service.workspace.id, values), values, skipped };
}

/** Returns the workspaces of the dataflow's items. A text that is not an id names none. */
const workspacesIn = ({ bindings }: PulledOut): string[] =>
  bindings.flatMap((binding) => {
    const id = binding.kind === "workspace" ? binding.id : "workspaceId" in binding ? binding.workspaceId : undefined;
    return id !== undefined && isGuid(id) ? [id] : [];
  });

/** An identity that may not see runs or schedules can export all the same. */
async function isUsed({ client, workspace }: Service, id: string): Promise<boolean> {
  const any = async (pages: AsyncIterable<unknown>): Promise<boolean> => {
    try {
      for await (const _ of pages) return true;
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    return false;
  };
  return (
    (await any(client.jobs.list(workspace.id, id))) ||
    (await any(client.schedules.list(workspace.id, id, "Refresh"))) ||
    (await any(client.schedules.list(workspace.id, id, "Publish")))
  );
}
