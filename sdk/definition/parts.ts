import { error, type Problem } from "../common/problem";
import { checkJson } from "./checkJson";
import { LIMITS } from "./limits";

/**
 * One part of an item definition, as bytes.
 * https://learn.microsoft.com/rest/api/fabric/articles/item-management/definitions/dataflow-definition
 */
export interface DefinitionPart {
  /** Relative path, with forward slashes, for example `mashup.pq`. */
  path: string;
  content: Uint8Array;
}

export const MASHUP = "mashup.pq";
export const METADATA = "queryMetadata.json";
export const PLATFORM = ".platform";
/** The single file of an exported dataflow of the first generation. */
const GEN1 = "model.json";
const GEN1_REMEDY =
  'is a dataflow of the first generation (Gen1), which has no definition in Fabric; use "Save as Dataflow Gen2" in the portal, and export that one';
/** The single part of the older form, which holds mashup and metadata together. */
export const LEGACY = "dataflow-content.json";

const isKnown = (path: string): boolean => [MASHUP, METADATA, PLATFORM, LEGACY].includes(path) || path.endsWith(".mdf");

const JUNK = new Set(["Thumbs.db", "desktop.ini"]);

/** True if a file or folder of this name belongs to a definition. Hidden ones (except `.platform`) and leftovers of the system do not. */
export const belongsToDefinition = (name: string): boolean =>
  (!name.startsWith(".") || name === PLATFORM) && !JUNK.has(name);

/** The folder beside a definition's parts that holds its unit tests. Its files are never sent. */
export const TESTS = "tests";

/** Returns the text of a part, without byte order mark. Throws a `TypeError` if the bytes are not UTF-8. */
export const partText = (content: Uint8Array): string => new TextDecoder("utf-8", { fatal: true }).decode(content);

export const findPart = (parts: readonly DefinitionPart[], path: string): DefinitionPart | undefined =>
  parts.find((part) => part.path === path);

/** Returns the parts that are sent: all but `.platform`, because name and description come only from the arguments. */
export const sentParts = (parts: readonly DefinitionPart[]): DefinitionPart[] =>
  parts.filter((part) => part.path !== PLATFORM);

/** Returns the problems that are found without understanding M. If there are none, the definition can be sent. */
export function checkParts(parts: readonly DefinitionPart[], argument = "definition"): Problem[] {
  const place = (path: string) => `${argument}/${path}`;
  if (parts.length === 0)
    return [
      error(argument, `is empty; it needs ${MASHUP} and ${METADATA}, as a folder in Fabric's Git format has them`),
    ];
  return [
    ...checkPaths(parts, place),
    ...checkForm(parts, argument, place),
    ...parts.flatMap((p) => checkContent(p, place)),
  ];
}

function checkPaths(parts: readonly DefinitionPart[], place: (path: string) => string): Problem[] {
  const seen = new Set<string>();
  return parts.flatMap(({ path }) => {
    const problems: Problem[] = [];
    if (path.startsWith("/"))
      problems.push(error(place(path), "begins with a slash; part paths are relative: remove it"));
    else if (path.split("/").some((segment) => segment === ".." || segment === "." || segment === ""))
      problems.push(error(place(path), "is not a plain relative path; write it without `.`, `..` and empty segments"));
    if (path.includes("\\")) problems.push(error(place(path), "holds a backslash; part paths use forward slashes"));
    if (seen.has(path)) problems.push(error(place(path), "occurs twice; give each part a path of its own"));
    seen.add(path);
    return problems;
  });
}

function checkForm(parts: readonly DefinitionPart[], argument: string, place: (path: string) => string): Problem[] {
  const has = (path: string) => findPart(parts, path) !== undefined;
  if (has(LEGACY)) {
    const other = [MASHUP, METADATA].filter(has);
    return other.length === 0
      ? []
      : [
          error(
            place(LEGACY),
            `cannot be together with ${other.join(" and ")}; keep ${LEGACY} or the two parts: a definition has one form`,
          ),
        ];
  }
  const missing = [MASHUP, METADATA].filter((path) => !has(path));
  if (missing.length > 0 && has(GEN1)) return [error(place(GEN1), GEN1_REMEDY)];
  const nested = parts.find((part) => part.path.endsWith(`/${MASHUP}`));
  const other = missing.flatMap((path) => parts.filter((part) => part.path.toLowerCase() === path.toLowerCase()));
  const hint = nested
    ? `it holds ${nested.path}: point to that folder`
    : other.length > 0
      ? `it holds ${other.map(({ path }) => path).join(" and ")}: rename ${other.length === 1 ? "it" : "them"}, because case counts in the names of parts`
      : `it holds ${parts
          .map((part) => part.path)
          .slice(0, 5)
          .join(", ")}`;
  return [
    ...missing.map((path) => error(place(path), `is missing; ${argument} needs ${MASHUP} and ${METADATA}; ${hint}`)),
    ...(missing.length > 0
      ? []
      : parts
          .filter((part) => !isKnown(part.path))
          .map((part) =>
            error(
              place(part.path),
              `is not a part of a dataflow, and the service refuses it; move it out of the folder (parts are ${MASHUP}, ${METADATA}, .platform and *.mdf)`,
            ),
          )),
  ];
}

function checkContent({ path, content }: DefinitionPart, place: (path: string) => string): Problem[] {
  if (path !== MASHUP && path !== METADATA && path !== LEGACY) return [];
  let text: string;
  try {
    text = partText(content);
  } catch {
    return [error(place(path), "is not UTF-8 text; save it as UTF-8")];
  }
  if (text.trim() === "") return [error(place(path), "is empty")];
  if (content.byteLength > LIMITS.partBytes)
    return [
      error(place(path), `has ${content.byteLength} bytes; no part of a dataflow has more than ${LIMITS.partBytes}`),
    ];
  if (path === MASHUP)
    return content.byteLength > LIMITS.mashupBytes
      ? [
          error(
            place(path),
            `has ${content.byteLength} bytes; the service takes ${LIMITS.mashupBytes} (512 KB) at most`,
          ),
        ]
      : [];
  return checkJson(text, place(path), path === LEGACY);
}
