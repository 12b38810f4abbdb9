/** Escapes a text for SVG. */
export const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** The pictures use the colours of the reader's system. They have their own background, so that they are readable on any page. */
const style = `
  svg { font: 14px system-ui, -apple-system, "Segoe UI", sans-serif; }
  .ground { fill: #ffffff; stroke: #d0d7de; }
  text { fill: #1f2328; }
  .quiet { fill: #59636e; }
  .bold { font-weight: 600; }
  .code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; }
  .box { fill: #f6f8fa; stroke: #afb8c1; }
  .strong { fill: #ddf4ff; stroke: #0969da; }
  .write { fill: #fff1e5; stroke: #bc4c00; }
  .line { fill: none; stroke: #59636e; stroke-width: 1.5; }
  .head { fill: #59636e; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #3d444d; }
    text { fill: #f0f6fc; }
    .quiet { fill: #9198a1; }
    .box { fill: #151b23; stroke: #656c76; }
    .strong { fill: #0c2d6b; stroke: #4493f8; }
    .write { fill: #4d2200; stroke: #db6d28; }
    .line { stroke: #9198a1; }
    .head { fill: #9198a1; }
  }`;

/** A whole picture. `title` is for screen readers. */
export const picture = (title: string, width: number, height: number, content: readonly string[]): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style}\n</style>`,
    `<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    ...content,
    "</svg>\n",
  ].join("\n");

export const text = (x: number, y: number, content: string, className = "", more = ""): string =>
  `<text x="${x}" y="${y}"${className && ` class="${className}"`}${more && ` ${more}`}>${escaped(content)}</text>`;

/** An arrow along a path that reaches its end from above. */
export const arrow = (path: string, [x, y]: [number, number]): string =>
  `<path class="line" d="${path}"/><path class="head" d="M${x} ${y}l-5 -8h10z"/>`;
