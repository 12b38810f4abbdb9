import { instance } from "@viz-js/viz";
import type { Lineage } from "../../../sdk/definition/lineage";
import { picture } from "./svg";

const quoted = (text: string): string => JSON.stringify(text);

/** The output of `lineage --json` as a graph. Data flow from top to bottom. `changed` is highlighted. */
function graph(lineage: Lineage, changed: string, dependents: readonly string[]): string {
  const targets = new Set(lineage.flatMap(({ writesTo }) => writesTo));
  const nodes = lineage
    .filter(({ name }) => !targets.has(name))
    .map(({ name, isParameter, isFunction }) => {
      const kind = isParameter ? "parameter" : isFunction ? "function" : "";
      const note = name === changed ? "changed" : dependents.includes(name) ? "depends on it" : kind;
      const style = name === changed ? "write" : dependents.includes(name) ? "strong" : "box";
      return `${quoted(name)} [label=${quoted(note ? `${name}\n${note}` : name)}, class=${style}]`;
    });
  const tables = [...targets].map(
    (name) => `${quoted(name)} [label="table in the lakehouse", shape=cylinder, class=box]`,
  );
  const edges = lineage.flatMap(({ name, uses, writesTo }) => [
    ...uses.map((used) => `${quoted(used)} -> ${quoted(name)}`),
    ...writesTo.map((target) => `${quoted(name)} -> ${quoted(target)}`),
  ]);
  return [
    "digraph { rankdir=TB; bgcolor=transparent; nodesep=0.25; ranksep=0.45;",
    'node [shape=box, style="rounded,filled", fontname="Helvetica-Bold", fontsize=13, margin="0.38,0.1"];',
    ...nodes,
    ...tables,
    ...edges,
    "}",
  ].join("\n");
}

export async function lineagePicture(
  title: string,
  lineage: Lineage,
  changed: string,
  dependents: readonly string[],
): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(graph(lineage, changed, dependents), { format: "svg" });
  const [, width, height] = /viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  const margin = 12;
  const scale = 96 / 72;
  // Colours come from classes, which have a light and a dark form.
  const content = svg
    .slice(svg.indexOf("<g "), svg.lastIndexOf("</svg>"))
    .replaceAll(/<title>[^<]*<\/title>\n?/g, "")
    .replaceAll(/<!--[\s\S]*?-->\n?/g, "")
    .replaceAll(/ (fill|stroke|font-family|font-weight)="[^"]*"/g, "")
    .replaceAll(/<g id="\w+" class="node (\w+)">([\s\S]*?)<\/g>/g, (_, style: string, inner: string) =>
      inner.replaceAll(/<(path|polygon)(?![^>]*class)/g, `<$1 class="${style}"`).replace("<text", '<text class="bold"'),
    )
    .replaceAll(/<g id="\w+" class="edge">([\s\S]*?)<\/g>/g, (_, inner: string) =>
      inner.replace("<path", '<path class="line"').replace("<polygon", '<polygon class="head"'),
    );
  const size = [width, height].map((one) => Math.ceil(Number(one) * scale) + 2 * margin) as [number, number];
  return picture(title, ...size, [
    `<g transform="translate(${margin} ${margin}) scale(${scale.toFixed(3)})">${content}</g>`,
  ]);
}
