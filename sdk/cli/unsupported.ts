import { FabricError } from "../fabric/errors";
import type { Item } from "../fabric/types";

/** The remedy for a dataflow without a definition in Fabric's Git format. */
export const REMEDY =
  "it is a Gen1 dataflow, or Gen2 without CI/CD. Save it as Dataflow Gen2 (CI/CD) in the portal, and use the new one";

/** True for other items that Fabric calls dataflows. They have another type, and neither definition nor jobs here. */
export const isOtherDataflow = ({ type }: Item): boolean => type !== "Dataflow" && /dataflow/i.test(type);

const CODES = ["OperationNotSupportedForItem", "UnsupportedItemType", "InvalidItemType", "ItemTypeNotSupported"];

/** True if a refusal says that the item is of an older generation, although it is listed as a dataflow. */
export const saysUnsupported = (e: unknown): boolean =>
  e instanceof FabricError && e.errorCode !== undefined && CODES.includes(e.errorCode);
