import type { Document, Node, Pair } from "yaml";
import { error, type Problem } from "../common/problem";
import { lineIndex } from "../definition/m/positions";

/** A value in a YAML file, with its place. */
export type YamlValue = { at: number; tag: string | undefined } & (
  | { kind: "scalar"; value: string | number | boolean | null; written: string | undefined }
  | { kind: "list"; items: YamlValue[] }
  | { kind: "map"; entries: YamlEntry[] }
);

export interface YamlEntry {
  key: string;
  keyAt: number;
  value: YamlValue;
}

/** A YAML file: its documents, and the names of places in it. */
export interface YamlFile {
  documents: YamlValue[];
  problems: Problem[];
  /** Returns `tests/orders.yaml:12:5` for an offset. */
  at(offset: number): string;
}

const DEEPEST = 20;
/** The most problems that are reported. */
const MAX_PROBLEMS = 100;

/**
 * Reads YAML 1.2 with its core schema: dates stay texts. References to other values (`&`, `*`) are refused, because a
 * few lines of them can expand to more than a machine's memory. The reader of the file limits its bytes.
 */
export function readYaml(text: string, place: string): YamlFile {
  const position = lineIndex(text);
  const at = (offset: number) => `${place}:${position(offset)}`;
  const problems: Problem[] = [];
  const complain = (offset: number, message: string) => {
    if (problems.length < MAX_PROBLEMS) problems.push(error(at(offset), message));
  };
  const level = tooDeep(text);
  if (level !== undefined) {
    complain(level, `goes deeper than ${DEEPEST} levels; a case needs no more than five`);
    return { documents: [], problems, at };
  }
  const { parseAllDocuments } = require("yaml") as typeof import("yaml");
  const parsed = parseAllDocuments(text, {
    schema: "core",
    // The library compares each key with all others, so duplicates are found below.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
    keepSourceTokens: false,
  });
  const documents: YamlValue[] = [];
  for (const document of parsed as Document[]) {
    for (const { pos, message } of document.errors) complain(pos[0], `is not valid YAML: ${message}`);
    if (document.errors.length === 0 && document.contents) documents.push(new Reader(complain).read(document.contents));
  }
  return { documents, problems, at };
}

/**
 * Limits the depth before parsing, by nested brackets and by indentation, because the library calls itself for each
 * level.
 */
function tooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { index, 0: character } of text.matchAll(/[[\]{}]/g)) {
    depth += character === "[" || character === "{" ? 1 : depth > 0 ? -1 : 0;
    if (depth > MAX_BRACKETS) return index;
  }
  const deep = /^(?: *(?:[-?:] +){40}| {400,}\S)/m.exec(text);
  return deep?.index;
}

/** A text may contain brackets that are not YAML's. */
const MAX_BRACKETS = 200;

class Reader {
  private readonly yaml = require("yaml") as typeof import("yaml");

  constructor(private readonly complain: (offset: number, message: string) => void) {}

  read(node: Node, depth = 0): YamlValue {
    const { isAlias, isMap, isSeq, isScalar } = this.yaml;
    const at = node.range?.[0] ?? 0;
    const nothing = { kind: "scalar", value: null, written: undefined, at, tag: undefined } as const;
    if (depth > DEEPEST) {
      this.complain(at, `goes deeper than ${DEEPEST} levels; a case needs no more than five`);
      return nothing;
    }
    if (isAlias(node) || ("anchor" in node && node.anchor !== undefined)) {
      this.complain(at, "refers to another value by `&` and `*`; write the value out");
      return nothing;
    }
    const tag = ownTag(node.tag);
    if (isMap(node)) return { kind: "map", at, tag, entries: this.entries(node.items as Pair[], depth) };
    if (isSeq(node))
      return { kind: "list", at, tag, items: node.items.map((item) => this.read(item as Node, depth + 1)) };
    if (!isScalar(node)) return nothing;
    const { value } = node;
    const isPlain = value === null || ["string", "number", "boolean"].includes(typeof value);
    if (!isPlain) this.complain(at, "is not a text, number, true, false or null");
    return {
      kind: "scalar",
      at,
      tag,
      value: isPlain ? (value as string | number | boolean | null) : null,
      written: node.source,
    };
  }

  private entries(pairs: readonly Pair[], depth: number): YamlEntry[] {
    const seen = new Set<string>();
    const entries: YamlEntry[] = [];
    for (const { key: keyNode, value } of pairs as unknown as { key: Node; value: Node | null }[]) {
      const key = this.read(keyNode, depth + 1);
      const name = key.kind === "scalar" ? (key.written ?? String(key.value)) : undefined;
      if (name === undefined) this.complain(key.at, "is not a key; a key is a text");
      else if (seen.has(name)) this.complain(key.at, `${name} occurs twice`);
      if (name === undefined || seen.has(name)) continue;
      seen.add(name);
      const nothing: YamlValue = { kind: "scalar", value: null, written: undefined, at: key.at, tag: undefined };
      entries.push({ key: name, keyAt: key.at, value: value === null ? nothing : this.read(value, depth + 1) });
    }
    return entries;
  }
}

/** Returns `date` for `!date`. YAML's own tags add nothing to the value. */
const ownTag = (tag: string | undefined): string | undefined =>
  tag === undefined || tag.startsWith("tag:") ? undefined : tag.slice(1);
