import { readFileSync, writeFileSync } from "node:fs";
import { total } from "./least";
import type { Measured } from "./measured";

/** Draws, one below the other so that a phone shows them, wall time and requests against the number of dataflows: `npx tsx tests/bench/plot.ts out.json docs/performance.svg`. */
interface Series {
  name: string;
  colour: string;
  points: [x: number, y: number][];
}

/** The colours on a dark page. */
const DARK = `<style>
@media (prefers-color-scheme: dark) {
  rect { fill: #0d1117; }
  text:not([fill]) { fill: #e6edf3; }
  [stroke="#ddd"] { stroke: #30363d; }
  text[fill="#666"], circle[fill="#666"] { fill: #9198a1; }
  [stroke="#666"] { stroke: #9198a1; }
  text[fill="#0b6bcb"], circle[fill="#0b6bcb"] { fill: #58a6ff; }
  [stroke="#0b6bcb"] { stroke: #58a6ff; }
  text[fill="#c2410c"], circle[fill="#c2410c"] { fill: #f78166; }
  [stroke="#c2410c"] { stroke: #f78166; }
}
</style>
`;

const size = { width: 420, height: 280, left: 56, right: 16, top: 34, bottom: 40 };
const decades = (values: readonly number[]): number[] => {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.ceil(Math.log10(Math.max(...values)));
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
};

function chart(title: string, unit: string, series: readonly Series[], y0: number): string {
  const { width, height, left, right, top, bottom } = size;
  const points = series.flatMap((one) => one.points);
  const [xs, ys] = [decades(points.map(([x]) => x)), decades(points.map(([, y]) => y))];
  const place = (value: number, ticks: readonly number[], length: number): number =>
    ((Math.log10(value) - ticks[0]!) / (ticks.at(-1)! - ticks[0]!)) * length;
  const x = (value: number) => left + place(value, xs, width - left - right);
  const y = (value: number) => height - bottom - place(value, ys, height - top - bottom);
  const text = (at: [number, number], content: string, more = "") =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${more}>${content}</text>`;
  const lines = [
    text([left, 18], title, 'font-weight="bold"'),
    ...xs.flatMap((tick) => [
      `<path d="M${x(10 ** tick).toFixed(1)} ${top}V${height - bottom}" stroke="#ddd"/>`,
      text([x(10 ** tick), height - bottom + 16], String(10 ** tick), 'text-anchor="middle"'),
    ]),
    ...ys.flatMap((tick) => [
      `<path d="M${left} ${y(10 ** tick).toFixed(1)}H${width - right}" stroke="#ddd"/>`,
      text([left - 6, y(10 ** tick) + 4], `${10 ** tick}${unit}`, 'text-anchor="end"'),
    ]),
    text([(left + width - right) / 2, height - 8], "dataflows", 'text-anchor="middle"'),
    ...series.flatMap(({ name, colour, points: own }, index) => [
      `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${own.map((point) => `${x(point[0]).toFixed(1)},${y(point[1]).toFixed(1)}`).join(" ")}"/>`,
      ...own.map(
        (point) => `<circle cx="${x(point[0]).toFixed(1)}" cy="${y(point[1]).toFixed(1)}" r="3" fill="${colour}"/>`,
      ),
      text([left + 8, top + 14 + 15 * index], name, `fill="${colour}"`),
    ]),
  ];
  return `<g transform="translate(0 ${y0})">${lines.join("\n")}</g>`;
}

export function plot({ ups }: Pick<Measured, "ups">): string {
  const of = (latencies: string, value: (row: Measured["ups"][number]) => number): [number, number][] =>
    ups.filter((row) => row.latencies === latencies).map((row) => [row.count, value(row)]);
  const wall = chart(
    "up of new dataflows: wall time",
    " s",
    [
      { name: "service scaled", colour: "#0b6bcb", points: of("scaled", (row) => row.seconds) },
      { name: "service at once", colour: "#c2410c", points: of("zero", (row) => row.seconds) },
      { name: "the engine alone", colour: "#666", points: of("zero", (row) => row.engineSeconds) },
    ],
    0,
  );
  const requests = chart(
    "up of new dataflows: requests",
    "",
    [
      { name: "service scaled", colour: "#0b6bcb", points: of("scaled", (row) => total(row.requests)) },
      { name: "service at once", colour: "#c2410c", points: of("zero", (row) => total(row.requests)) },
    ],
    size.height,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${2 * size.height}" width="${size.width}" height="${2 * size.height}" font-family="sans-serif" font-size="12">
${DARK}<rect width="100%" height="100%" fill="#fff"/>
${wall}
${requests}
</svg>
`;
}

if (require.main === module) {
  const [from, to] = process.argv.slice(2);
  if (!from || !to) throw new Error("usage: npx tsx tests/bench/plot.ts out.json docs/performance.svg");
  writeFileSync(to, plot(JSON.parse(readFileSync(from, "utf8")) as Measured));
}
