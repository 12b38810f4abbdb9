import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/layout.mjs";

/** A fenced block of a page. */
export interface Block {
  page: string;
  /** The number of the line on which its text begins, from 1. */
  line: number;
  language: string;
  text: string;
}

const below = (folder: string, extension: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ["node_modules", "dist", "site"].includes(entry.name) ? [] : below(path, extension);
    return entry.name.endsWith(extension) ? [path] : [];
  });

/** Every Markdown page of the repository, relative to its root. */
export const pages = [
  ...readdirSync(root).filter((file) => file.endsWith(".md")),
  ...below(".github", ".md"),
  ...["docs", "examples", "tests"].flatMap((folder) => below(folder, ".md")),
];

/** The pages for users of the package. */
export const guides = pages.filter((page) => !/^(tests|\.github)\//.test(page));

export const read = (page: string): string => readFileSync(join(root, page), "utf8");

const fence = /^( *)(`{3,})(\w*)[^\n]*\n([\s\S]*?)^ *\2 *$/gm;

/** A page without its fenced blocks. */
export const prose = (page: string): string => read(page).replaceAll(fence, "");

/** The fenced blocks of a page. A block in a list loses its indentation. */
export function blocks(page: string): Block[] {
  const text = read(page);
  return [...text.matchAll(fence)].map(({ 1: indent = "", 3: language = "", 4: content = "", index }) => ({
    page,
    line: text.slice(0, index).split("\n").length + 1,
    language,
    text: content.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
}

/** The `@example` blocks in the doc comments of the package's resources and of the REST client. */
export function docCommentBlocks(): Block[] {
  return [...below("sdk/resources", ".ts"), "sdk/fabric/dataflowClient.ts"].flatMap((page) => {
    const text = read(page);
    return [...text.matchAll(/^ \* ```ts\n([\s\S]*?)^ \* ```/gm)].map(({ 1: content = "", index }) => ({
      page,
      line: text.slice(0, index).split("\n").length + 1,
      language: "ts",
      text: content.replaceAll(/^ \* ?/gm, ""),
    }));
  });
}

/** Code spans of a page, outside of its fenced blocks. */
export const spans = (page: string): string[] => [...prose(page).matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!);
