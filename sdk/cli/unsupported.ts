import { FabricError } from "../fabric/errors";
import type { Item } from "../fabric/types";

/** What to do about a dataflow that has no definition in Fabric's Git format. */
export const REMEDY =
  "a Gen1 dataflow, or Gen2 without CI/CD: save it as Dataflow Gen2 (CI/CD) in the portal, and take that one";

/** Fabric has other items that are called dataflows: under another type, they have neither definition nor jobs here. */
export const isOtherDataflow = ({ type }: Item): boolean => type !== "Dataflow" && /dataflow/i.test(type);

const CODES = ["OperationNotSupportedForItem", "UnsupportedItemType", "InvalidItemType", "ItemTypeNotSupported"];

/** A refusal that says that the item, although listed as a dataflow, is of an older generation. */
export const saysUnsupported = (e: unknown): boolean =>
  e instanceof FabricError && e.errorCode !== undefined && CODES.includes(e.errorCode);
