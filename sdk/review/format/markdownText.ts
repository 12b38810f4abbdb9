import { harmless } from "../../common/harmless";
import { shortened, type Phrase } from "./phrase";

/*
 * Data in Markdown is always code. In code, nothing is a mention, a reference to an issue, a link, HTML or a quick action.
 * https://spec.commonmark.org/0.31.2/#code-spans
 */

const longestRun = (text: string): number =>
  [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);

/** Returns data as a code span that the data cannot end. */
export function codeSpan(text: string): string {
  const content = harmless(text);
  if (content.trim() === "") return "`(empty)`";
  const fence = "`".repeat(longestRun(content) + 1);
  const needsSpace =
    content.startsWith("`") || content.endsWith("`") || (content.startsWith(" ") && content.endsWith(" "));
  return needsSpace ? `${fence} ${content} ${fence}` : `${fence}${content}${fence}`;
}

/** Returns lines of data as a fenced block that the data cannot end. */
export function codeBlock(lines: readonly string[], language: string): string[] {
  const content = lines.map((line) => harmless(shortened(line)));
  const fence = "`".repeat(Math.max(3, ...content.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...content, fence];
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
  "@": "&#64;",
  "#": "&#35;",
  "*": "&#42;",
  _: "&#95;",
  "[": "&#91;",
  "]": "&#93;",
  $: "&#36;",
  "\\": "&#92;",
  "~": "&#126;",
};

/**
 * Returns data for a summary line within an HTML block, which does not interpret Markdown. Do not use it within a paragraph, which does.
 * https://spec.commonmark.org/0.31.2/#html-blocks
 */
export const htmlCode = (text: string): string =>
  `<code>${harmless(text).replace(/[&<>"'`@#*_[\]$\\~]/g, (character) => ENTITIES[character] as string)}</code>`;

export const markdown = (phrase: Phrase): string =>
  phrase.map((part) => (typeof part === "string" ? ownText(part) : codeSpan(part.data))).join("");

export const html = (phrase: Phrase): string =>
  phrase.map((part) => (typeof part === "string" ? ownText(part).replaceAll("->", "→") : htmlCode(part.data))).join("");

/** Returns our own words. An arrow must not look like the end of a comment. */
const ownText = (text: string): string => text.replaceAll("->", "→");
