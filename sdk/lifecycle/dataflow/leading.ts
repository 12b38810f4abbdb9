import { harmless } from "../../common/harmless";
import { isUnknown } from "../../model/unknown";
import { maskOf } from "../secretMask";

/** Returns `Sales: ` for a line that the engine may show without the resource; nothing while the name is not known. */
export const leading = (props: { displayName?: unknown }): string =>
  typeof props.displayName === "string" && !isUnknown(props.displayName) ? `${shownName(props)}: ` : "";

/** Returns the display name for a message, or the name of its input if it is secret. */
export const shownName = (props: { displayName?: unknown }): string =>
  harmless(maskOf(props).value(String(props.displayName)));
