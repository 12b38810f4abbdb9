import { visibleJson } from "../../common/harmless";

type Scalar = string | number | boolean | null;
/** A value in a stack's configuration. */
export type Value = Scalar | readonly Scalar[] | { readonly [key: string]: Value };

/** YAML readers take other plain words for true, false or null. */
const PLAIN_KEY = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_][a-z0-9_-]*$/i;

/** YAML takes 1,024 characters before the colon. A longer key has a line of its own: `? "key"`. */
const LONGEST_KEY = 1_000;

/**
 * Returns a value as YAML in block style: one line for each value, so that a change is one line, even after
 * `pulumi config set` has rewritten the file. Texts are quoted as in JSON, which every YAML reader takes as texts.
 */
export function blockYaml(value: { readonly [key: string]: Value }, indent = ""): string {
  return Object.entries(value)
    .map(([key, one]) => `${indent}${written(key, indent)}:${behind(one, indent)}`)
    .join("");
}

function written(key: string, indent: string): string {
  const text = PLAIN_KEY.test(key) ? key : visibleJson(key);
  return text.length > LONGEST_KEY ? `? ${text}\n${indent}` : text;
}

function behind(value: Value, indent: string): string {
  const below = `${indent}  `;
  if (typeof value !== "object" || value === null) return ` ${visibleJson(value)}\n`;
  if (isList(value))
    return value.length === 0 ? " []\n" : `\n${value.map((one) => `${below}- ${visibleJson(one)}\n`).join("")}`;
  return Object.keys(value).length === 0 ? " {}\n" : `\n${blockYaml(value, below)}`;
}

const isList = (value: object): value is readonly Scalar[] => Array.isArray(value);
