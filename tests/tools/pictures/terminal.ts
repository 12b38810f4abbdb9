import { escaped } from "./svg";

const line = { height: 19, width: 8.05 };
const margin = 18;
const bar = 30;

/** Pulumi's colours of a line, by the mark at its beginning. */
const colours: readonly [RegExp, string][] = [
  [/^\s*\+-/, "#d2a8ff"],
  [/^\s*\+/, "#7ee787"],
  [/^\s*~/, "#e3b341"],
  [/^\s*- /, "#ff7b72"],
  [/^\s*(warning|error):/, "#e3b341"],
  [/: .* (changed|depends? on)/, "#79c0ff"],
];

const colourAt = (text: string, index: number): string =>
  index === 0 ? "#f0f6fc" : (colours.find(([mark]) => mark.test(text))?.[1] ?? "#c9d1d9");

/** The number of columns that is readable on a phone. */
export const NARROW = 46;

/** Breaks lines like a terminal: at its edge. */
const broken = (text: string, columns: number): string[] =>
  text.length <= columns ? [text] : [text.slice(0, columns), ...broken(text.slice(columns), columns)];

/** A picture of a terminal with this number of columns. Always dark, like most terminals, so it needs no second form. */
export function terminal(title: string, command: string, shown: readonly string[], columns = Infinity): string {
  const whole = [`$ ${command}`, "", ...shown];
  const lines = whole.flatMap((text) => broken(text, columns));
  const colourOf = whole.flatMap((text, index) => broken(text, columns).map(() => colourAt(text, index)));
  const width = Math.ceil(Math.max(...lines.map((text) => text.length)) * line.width) + 2 * margin;
  const height = bar + lines.length * line.height + margin;
  const texts = lines.map((text, index) => {
    const colour = colourOf[index];
    const y = bar + (index + 1) * line.height - 4;
    return text && `<text x="${margin}" y="${y}" fill="${colour}" xml:space="preserve">${escaped(text)}</text>`;
  });
  const dots = ["#ff5f57", "#febc2e", "#28c840"].map(
    (colour, index) => `<circle cx="${margin + 4 + 18 * index}" cy="16" r="5.5" fill="${colour}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    "<style>text { font: 13.4px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; }</style>",
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#0d1117" stroke="#3d444d"/>`,
    ...dots,
    ...texts.filter(Boolean),
    "</svg>\n",
  ].join("\n");
}
