import type { LineageGraph, Mark, QueryRole } from "../document";

const LONGEST_LABEL = 60;
const SHAPES: Readonly<Record<QueryRole, [string, string]>> = {
  query: ["[", "]"],
  function: ["{{", "}}"],
  parameter: ["([", "])"],
  destination: ["[(", ")]"],
};

/** Styles of outlines only, because GitHub and GitLab draw on light and dark backgrounds. */
const STYLES: Readonly<Record<Mark, string>> = {
  added: "stroke:#1a7f37,stroke-width:3px",
  removed: "stroke:#cf222e,stroke-width:3px,stroke-dasharray:6 4",
  renamed: "stroke:#8250df,stroke-width:3px",
  changed: "stroke:#bf8700,stroke-width:3px",
  affected: "stroke:#0969da,stroke-width:2px,stroke-dasharray:3 3",
};

/** Returns a flowchart in which data flow from left to right. Ids are generated, labels are escaped. https://mermaid.js.org/syntax/flowchart.html */
export function asMermaid({ nodes, edges, left }: LineageGraph): string[] {
  const marks = [...new Set(nodes.flatMap(({ mark }) => mark ?? []))];
  return [
    "flowchart LR",
    ...nodes.map(({ name, role, mark }, index) => {
      const [open, close] = SHAPES[role];
      return `  n${index}${open}"${mermaidLabel(name)}"${close}${mark ? `:::${mark}` : ""}`;
    }),
    ...(left > 0 ? [`  left["and ${left} more"]`] : []),
    ...edges.map(({ from, to, kind }) => `  n${from} ${kind === "writes" ? "==>" : "-->"} n${to}`),
    ...marks.map((mark) => `  classDef ${mark} ${STYLES[mark]}`),
  ];
}

/** Returns a label. Every character with a meaning in Mermaid, HTML or Markdown is written by its number. https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters */
export const mermaidLabel = (name: string): string => {
  const characters = [...name.replace(/[\s\p{C}]+/gu, " ").trim()];
  const shown = characters
    .slice(0, LONGEST_LABEL)
    .map((character) => (/[\p{L}\p{N} .,_-]/u.test(character) ? character : `#${character.codePointAt(0)};`));
  return (shown.join("") || "(empty)") + (characters.length > LONGEST_LABEL ? "…" : "");
};
