import { escapeM } from "./escapeM";

/**
 * Returns the forms in which a service, a gateway or a library may write a text that it quotes: unchanged; escaped for
 * JSON, M, a URL or HTML; and in base64, alone or within a longer text. No form is empty, and none occurs twice.
 */
export function writtenForms(value: string): string[] {
  const plain = plainForms(value);
  return unique([
    ...plain,
    ...plain.map(jsonEscaped),
    ...urlForms(value),
    value.replace(/[&<>"']/g, (c) => HTML[c] ?? c),
    ...base64Forms(value),
  ]);
}

/** Returns the forms that may be in quotes. */
export const plainForms = (value: string): string[] =>
  unique([value, jsonEscaped(value), netEscaped(value), escapeM(value)]);

const unique = (forms: readonly string[]): string[] => [...new Set(forms)].filter((form) => form !== "");

const jsonEscaped = (value: string): string => JSON.stringify(value).slice(1, -1);

/** .NET's JSON escapes more characters than JSON requires. */
const netEscaped = (value: string): string =>
  jsonEscaped(value)
    .replaceAll('\\"', "\\u0022")
    .replace(/[^\x20-\x7e]|[&'<>+`]/g, (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`);

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function urlForms(value: string): string[] {
  // Half of a surrogate pair cannot be encoded.
  const component = encodeURIComponent(Buffer.from(value, "utf8").toString("utf8"));
  const query = new URLSearchParams([["", value]]).toString().slice(1);
  return [component, query].flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())]);
}

/**
 * In base64, a text within a longer one can begin at any of three positions in a group. Returns the characters that
 * every longer text has in common, without those at both ends that hold bits of the neighbours.
 */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  const within = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const whole = Math.floor(((before + bytes.length) * 8) / 6);
    return encoded.slice(Math.ceil((before * 8) / 6), whole);
  });
  const alone = bytes.toString("base64");
  return [alone, ...within].flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")]);
}
