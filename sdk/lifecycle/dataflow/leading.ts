import { harmless } from "../../common/harmless";
import { isUnknown } from "../../model/unknown";

/** `Sales: `, at the beginning of a line that the engine may show without the resource; nothing while the name is not known. */
export const leading = (displayName: unknown): string =>
  typeof displayName === "string" && !isUnknown(displayName) ? `${harmless(displayName)}: ` : "";
