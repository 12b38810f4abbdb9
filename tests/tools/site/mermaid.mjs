// Draws this package's flow charts (`lineage --format mermaid`, the graph of a review) as SVG at the build of the site, so that pages need no script.
import { instance } from "@viz-js/viz";

/** Mermaid's form of a node, and Graphviz's shape for it. */
const SHAPES = [
  [/^(\w+)\(\["(.*)"\]\)/, 'shape=box, style="rounded,filled"'],
  [/^(\w+)\[\("(.*)"\)\]/, "shape=cylinder, style=filled"],
  [/^(\w+)\{\{"(.*)"\}\}/, "shape=hexagon, style=filled"],
  [/^(\w+)\["(.*)"\]/, "shape=box, style=filled"],
];
const EDGE = /^(\w+) (-->|==>) (\w+)$/;

/** The chart in Graphviz's language. @throws Error for an unknown line, because the picture would be incomplete. */
export function toDot(chart) {
  const [head, ...lines] = chart
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const direction = /^flowchart (LR|TB|TD)$/.exec(head)?.[1];
  if (direction === undefined) throw new Error(`the site draws no such chart: ${head}`);
  const statements = lines.flatMap((line) => {
    if (line.startsWith("classDef ")) return [];
    const edge = EDGE.exec(line);
    if (edge) return [`${edge[1]} -> ${edge[3]} [class=${edge[2] === "==>" ? "writes" : "uses"}]`];
    const [pattern, shape] = SHAPES.find(([form]) => form.test(line)) ?? [];
    if (pattern === undefined) throw new Error(`the site cannot draw: ${line}`);
    const [whole, name, label] = pattern.exec(line);
    const [, style = "plain"] = /^:::(\w+)$/.exec(line.slice(whole.length)) ?? [];
    return [`${name} [label=${JSON.stringify(label.replaceAll("#quot;", '"'))}, ${shape}, class=${style}]`];
  });
  return `digraph { rankdir=${direction === "LR" ? "LR" : "TB"}; bgcolor=transparent; node [fontname="Helvetica", fontsize=12, margin="0.25,0.08"]; ${statements.join("; ")} }`;
}

const viz = await instance();

/** Colours come from the site's style sheet, which has a light and a dark form. */
export function drawn(chart) {
  const svg = viz.renderString(toDot(chart), { format: "svg" });
  const picture = svg
    .slice(svg.indexOf("<svg"))
    .replace("<svg ", '<svg class="chart" role="img" ')
    .replaceAll(/<title>[^<]*<\/title>\n?/g, "")
    .replaceAll(/ (fill|stroke|font-family)="[^"]*"/g, "");
  return `<div class="chart">${picture}</div>`;
}
