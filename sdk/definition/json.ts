import type { JSONPath, Node } from "jsonc-parser";
import type { Json } from "./canonical";
import { applyEdits as applyAll, lineIndex, type Edit } from "./m/positions";

export type JsonObject = { [key: string]: Json };
export type { JSONPath };

type Library = typeof import("jsonc-parser");
let loaded: Library | undefined;
const library = (): Library => (loaded ??= require("jsonc-parser") as Library);

/** The longest text whose messages name a line. The tree of places takes a hundred bytes of memory for each byte of text. */
const LONGEST_WITH_PLACES = 1024 * 1024;

/** A JSON part with the places of its values. Edits leave every other byte as it was. The text must be valid JSON. */
export class JsonText {
  readonly value: Json;
  private tree: Node | undefined;
  private position: ((offset: number) => string) | undefined;

  constructor(
    readonly text: string,
    /** The beginning of messages, for example `definition/queryMetadata.json`. */
    readonly place: string,
  ) {
    this.value = JSON.parse(text) as Json;
  }

  /** Returns the place of the value at a path, or of its key if it has one: `definition/queryMetadata.json:12:5`. */
  at(path: JSONPath): string {
    if (this.text.length > LONGEST_WITH_PLACES) return this.place;
    const { parseTree, findNodeAtLocation } = library();
    this.tree ??= parseTree(this.text);
    const node = this.tree && findNodeAtLocation(this.tree, path);
    if (!node) return this.place;
    const written = node.parent?.type === "property" ? node.parent : node;
    this.position ??= lineIndex(this.text);
    return `${this.place}:${this.position(written.offset)}`;
  }

  get(path: JSONPath): Json | undefined {
    return path.reduce<Json | undefined>(
      (at, key) => (typeof at === "object" && at !== null ? (at as Record<string | number, Json>)[key] : undefined),
      this.value,
    );
  }

  /** Returns the text with new texts at these paths, in one pass. A path without a text is ignored. */
  withTexts(changes: readonly { at: JSONPath; text: string }[]): JsonText {
    if (changes.length === 0) return this;
    const wanted = new Map(changes.map(({ at, text }) => [JSON.stringify(at), text]));
    const edits: Edit[] = [];
    library().visit(this.text, {
      onLiteralValue: (value, offset, length, _line, _character, pathOf) => {
        const text = typeof value === "string" ? wanted.get(JSON.stringify(pathOf())) : undefined;
        if (text !== undefined) edits.push({ start: offset, end: offset + length, text: JSON.stringify(text) });
      },
    });
    return new JsonText(applyAll(this.text, edits), this.place);
  }

  /** Returns the text with one value set. Undefined removes the value. */
  with(path: JSONPath, value: Json | undefined): JsonText {
    const { modify, applyEdits } = library();
    const indent = /^[\t ]+/m.exec(this.text)?.[0] ?? "  ";
    const formattingOptions = {
      insertSpaces: !indent.startsWith("\t"),
      tabSize: indent.startsWith("\t") ? 1 : indent.length,
      eol: this.text.includes("\r\n") ? "\r\n" : "\n",
    };
    return new JsonText(applyEdits(this.text, modify(this.text, path, value, { formattingOptions })), this.place);
  }
}
