import { harmless } from "../../common/harmless";
import { isObject } from "../../common/objects";
import { UsageError } from "../../common/usageError";
import type { Accepts } from "../findings";

/** The file at the root of a repository that accepts findings with a reason. */
export const REVIEW_FILE = ".dataflow-review.json";

export interface ReviewFile {
  accepts: Accepts;
  /** Returns the item ids of a dataflow by its folder. Other definitions name it by them. */
  idsOf(path: string): readonly string[];
}

/** The longest file, in bytes: each finding is compared with each entry. */
const LONGEST = 256 * 1024;

interface Accepted {
  dataflow?: string;
  message: string;
  reason: string;
}

const FORM = `{ "accept": [{ "dataflow": "<folder>", "message": "<part of the finding>", "reason": "<why>" }], "ids": { "<folder>": ["<item id>"] } }`;

/** Reads the file. Throws a `UsageError` that says what is wrong with it. */
export function readReviewFile(content: Uint8Array | undefined): ReviewFile {
  if (content === undefined) return { accepts: () => undefined, idsOf: () => [] };
  if (content.byteLength > LONGEST) throw wrong(`has more than ${LONGEST} bytes`);
  const value = parse(Buffer.from(content).toString("utf8"));
  const unknown = Object.keys(value).find((key) => key !== "accept" && key !== "ids");
  if (unknown !== undefined) throw wrong(`has the unknown key ${JSON.stringify(unknown)}`);
  const accepted = acceptedOf(value["accept"] ?? []);
  const ids = idsOf(value["ids"] ?? {});
  return {
    accepts: ({ place, message }) =>
      accepted.find(
        (entry) =>
          message.includes(entry.message) &&
          (entry.dataflow === undefined || place === entry.dataflow || place.startsWith(`${entry.dataflow}/`)),
      )?.reason,
    idsOf: (path) => ids.get(path) ?? [],
  };
}

const wrong = (what: string): UsageError => new UsageError(`${REVIEW_FILE} ${harmless(what)}. Its form: ${FORM}`);

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw wrong("is not valid JSON");
  }
  if (!isObject(value)) throw wrong("must be a JSON object");
  return value;
}

function acceptedOf(value: unknown): Accepted[] {
  if (!Array.isArray(value)) throw wrong("`accept` must be a list");
  return value.map((entry: unknown, index) => {
    const at = `accept[${index}]`;
    if (!isObject(entry)) throw wrong(`\`${at}\` must be an object`);
    const { dataflow, message, reason } = entry;
    if (typeof message !== "string" || message.trim() === "")
      throw wrong(`\`${at}.message\` must be a part of the finding's text`);
    if (typeof reason !== "string" || reason.trim() === "")
      throw wrong(`\`${at}.reason\` must say why the finding is accepted`);
    if (dataflow !== undefined && typeof dataflow !== "string") throw wrong(`\`${at}.dataflow\` must be a folder`);
    return { message, reason, ...(dataflow !== undefined && { dataflow: dataflow.replace(/\/+$/, "") }) };
  });
}

function idsOf(value: unknown): Map<string, string[]> {
  if (!isObject(value)) throw wrong("`ids` must be an object");
  return new Map(
    Object.entries(value).map(([folder, ids]) => {
      const list: unknown[] = Array.isArray(ids) ? ids : [ids];
      if (!list.every((id) => typeof id === "string")) throw wrong(`\`ids.${folder}\` must be a list of item ids`);
      return [folder.replace(/\/+$/, ""), list as string[]];
    }),
  );
}
