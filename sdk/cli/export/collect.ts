import type { DefinitionPart } from "../../definition/parts";
import type { Item } from "../../fabric/types";
import { storedParts } from "../definitions";
import { isRefusal } from "../refusal";
import type { Service } from "../service";
import { isOtherDataflow, REMEDY } from "../unsupported";
import { type BoundByName, ItemFinder } from "./items";
import { folderName, Names, resourceName } from "./names";
import { pullOut, type PulledOut } from "./settings";
import { errorText } from "../../common/text";

/** A dataflow as the export writes it. */
export interface Exported extends PulledOut, BoundByName {
  item: Item;
  /** Name of the resource. */
  name: string;
  /** Below the export's folder: `dataflows/Sales.Dataflow`. */
  folder: string;
  parts: DefinitionPart[];
}

/** What is left out, and why. */
export interface Skipped {
  item: Item;
  reason: string;
}

export async function collect(
  service: Service,
  wanted: readonly string[] | "all",
  withItems: boolean,
): Promise<{ exported: Exported[]; skipped: Skipped[] }> {
  const items = await service.lookups.items(service.workspace.id);
  const skipped: Skipped[] = items.filter(isOtherDataflow).map((item) => ({ item, reason: REMEDY }));
  const chosen =
    wanted === "all"
      ? items.filter(({ type }) => type === "Dataflow").sort((a, b) => (a.displayName < b.displayName ? -1 : 1))
      : await Promise.all(wanted.map((name) => service.dataflow(name)));
  const each = [...new Map(chosen.map((item) => [item.id.toLowerCase(), item])).values()];
  const names = new Names();
  const folders = new Names();
  const exported: Exported[] = [];
  const finder = withItems ? new ItemFinder(service, new Names()) : undefined;
  for (const item of each) {
    let parts: DefinitionPart[];
    try {
      parts = await storedParts(service, item.id);
    } catch (error) {
      if (wanted !== "all" || !isRefusal(error)) throw error;
      skipped.push({ item, reason: errorText(error) });
      continue;
    }
    exported.push({
      item,
      name: names.give(item.displayName, resourceName),
      folder: `dataflows/${folders.give(item.displayName, folderName)}.Dataflow`,
      parts,
      ...(await pullOut(parts)),
      ...((await finder?.bind(parts)) ?? { bindings: [], itemsLeft: [] }),
    });
  }
  return { exported, skipped };
}
