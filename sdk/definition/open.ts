import { JsonText, type JSONPath } from "./json";
import { findPart, LEGACY, MASHUP, METADATA, partText, type DefinitionPart } from "./parts";

/** A definition's M and metadata, in either form, and the way back to parts. */
export interface Opened {
  mashup: string;
  /** What messages about the M begin with. */
  mashupPlace: string;
  metadata: JsonText;
  /** Where in the metadata's JSON the document's settings are: at the root, or below `editingSessionMashup`. */
  root: JSONPath;
  legacy: boolean;
}

/** Opens parts that `checkParts` found no error in; undefined where M or metadata are missing or cannot be read. */
export function openDefinition(parts: readonly DefinitionPart[], argument = "definition"): Opened | undefined {
  try {
    const legacy = findPart(parts, LEGACY);
    return legacy ? openLegacy(legacy, argument) : openTwoParts(parts, argument);
  } catch {
    return undefined;
  }
}

function openTwoParts(parts: readonly DefinitionPart[], argument: string): Opened | undefined {
  const mashup = findPart(parts, MASHUP);
  const metadata = findPart(parts, METADATA);
  if (!mashup || !metadata) return undefined;
  return {
    mashup: partText(mashup.content),
    mashupPlace: `${argument}/${MASHUP}`,
    metadata: new JsonText(partText(metadata.content), `${argument}/${METADATA}`),
    root: [],
    legacy: false,
  };
}

const SESSION = "editingSessionMashup";
const DOCUMENT = "mashupDocument";

function openLegacy(part: DefinitionPart, argument: string): Opened | undefined {
  const metadata = new JsonText(partText(part.content), `${argument}/${LEGACY}`);
  const mashup = metadata.get([SESSION, DOCUMENT]);
  if (typeof mashup !== "string") return undefined;
  return { mashup, mashupPlace: `${argument}/${LEGACY}#${DOCUMENT}`, metadata, root: [SESSION], legacy: true };
}

/** The parts with the M and metadata of `changed`; a part that is as it was keeps its very bytes. */
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
