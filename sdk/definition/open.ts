import { isObject } from "../common/objects";
import { JsonText, type JSONPath } from "./json";
import { checkCounts, isTooDeep } from "./checkJson";
import { LIMITS } from "./limits";
import { findPart, LEGACY, MASHUP, METADATA, partText, type DefinitionPart } from "./parts";

/** The M and the metadata of a definition, in any of its forms. */
export interface Opened {
  mashup: string;
  /** The beginning of messages about the M. */
  mashupPlace: string;
  metadata: JsonText;
  /** Path of the document's settings in the metadata's JSON: the root, or in older forms below `editingSessionMashup`. */
  root: JSONPath;
  /** True for the form of one part, which also holds the M. */
  legacy: boolean;
}

/** Opens parts in which `checkParts` found no error. Undefined if M or metadata are missing, cannot be read or are beyond the limits. */
export function openDefinition(parts: readonly DefinitionPart[], argument = "definition"): Opened | undefined {
  try {
    const legacy = findPart(parts, LEGACY);
    const opened = legacy ? openLegacy(legacy, argument) : openTwoParts(parts, argument);
    return opened && opened.mashup.length <= LIMITS.mashupBytes && isWithinCounts(opened) ? opened : undefined;
  } catch {
    return undefined;
  }
}

function openTwoParts(parts: readonly DefinitionPart[], argument: string): Opened | undefined {
  const mashup = findPart(parts, MASHUP);
  const metadata = findPart(parts, METADATA);
  if (!mashup || !metadata) return undefined;
  const settings = jsonOf(metadata, argument);
  return {
    mashup: partText(mashup.content),
    mashupPlace: `${argument}/${MASHUP}`,
    metadata: settings,
    root: rootOf(settings),
    legacy: false,
  };
}

/** Until April 2025, exports had the settings of a session, below `editingSession` (`formatVersion` 202409). */
function rootOf(metadata: JsonText): JSONPath {
  const session = ["editingSession", SESSION];
  return isObject(metadata.get(session)) ? session : [];
}

function isWithinCounts({ metadata, root }: Opened): boolean {
  const settings = metadata.get(root);
  return !isObject(settings) || checkCounts(settings, metadata.place).length === 0;
}

/** Throws if the text is not JSON, is too long or is nested too deeply. */
function jsonOf(part: DefinitionPart, argument: string): JsonText {
  const text = partText(part.content);
  if (part.content.byteLength > LIMITS.partBytes || isTooDeep(text)) throw new RangeError("beyond the limits");
  return new JsonText(text, `${argument}/${part.path}`);
}

const SESSION = "editingSessionMashup";
const DOCUMENT = "mashupDocument";

function openLegacy(part: DefinitionPart, argument: string): Opened | undefined {
  const metadata = jsonOf(part, argument);
  const mashup = metadata.get([SESSION, DOCUMENT]);
  if (typeof mashup !== "string") return undefined;
  return { mashup, mashupPlace: `${argument}/${LEGACY}#${DOCUMENT}`, metadata, root: [SESSION], legacy: true };
}

/** Returns the parts with the M and metadata of `changed`. An unchanged part keeps its exact bytes. */
export function closeDefinition(parts: readonly DefinitionPart[], before: Opened, changed: Opened): DefinitionPart[] {
  const texts = new Map<string, string>();
  if (changed.legacy) {
    const text =
      changed.mashup === before.mashup ? changed.metadata : changed.metadata.with([SESSION, DOCUMENT], changed.mashup);
    if (text.text !== before.metadata.text) texts.set(LEGACY, text.text);
  } else {
    if (changed.mashup !== before.mashup) texts.set(MASHUP, changed.mashup);
    if (changed.metadata.text !== before.metadata.text) texts.set(METADATA, changed.metadata.text);
  }
  return parts.map((part) => {
    const text = texts.get(part.path);
    return text === undefined ? part : { path: part.path, content: Buffer.from(markOf(part) + text, "utf8") };
  });
}

const markOf = ({ content }: DefinitionPart): string =>
  content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? "\uFEFF" : "";
