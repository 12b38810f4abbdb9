import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { preProcessFile } from "typescript";
import { root } from "../../tools/layout.mjs";
import { rooms, typesOnly } from "../../tools/rooms.mjs";

const sdk = join(root, "sdk");
const files = readdirSync(sdk, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.ts$/.test(path) && !/^(dist|node_modules)[\\/]/.test(path))
  .map((path) => path.split(sep).join("/"));

/** The files of the package that a file imports, requires, or takes a type from. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(sdk, file), "utf8");
  return preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .map((name) =>
      relative(sdk, resolve(sdk, dirname(file), name))
        .split(sep)
        .join("/"),
    )
    .flatMap((path) => [`${path}.ts`, `${path}/index.ts`].filter((name) => existsSync(join(sdk, name))));
}

const graph = new Map(files.map((file) => [file, importsOf(file)]));
const order = Object.keys(rooms);
const roomOf = (file: string): string => file.split("/")[0]!.replace(/\.ts$/, "");
const between = [...graph].flatMap(([from, all]) =>
  all.filter((to) => roomOf(to) !== roomOf(from)).map((to) => ({ from, to })),
);
const shown = ({ from, to }: { from: string; to: string }): string => `${from} -> ${to}`;

describe("imports of the package", () => {
  it("are found, including modules that are required at their first use", () => {
    expect(graph.get("resources/lookUp.ts")).to.include("lookup/open.ts");
    expect(between).to.have.length.above(300);
  });

  it("come from a room that has a line in the table", () => {
    expect(files.map(roomOf).filter((room) => !order.includes(room))).to.deep.equal([]);
  });

  it("never go from a lower to a higher room", () => {
    const up = between.filter(({ from, to }) => order.indexOf(roomOf(to)) > order.indexOf(roomOf(from)));
    expect(up.map(shown)).to.deep.equal([]);
  });

  it("are those of the table, also if the linter does not find them", () => {
    const allowed = rooms as Readonly<Record<string, readonly string[]>>;
    const others = between.filter(
      ({ from, to }) => !typesOnly.includes(roomOf(from)) && !allowed[roomOf(from)]!.includes(roomOf(to)),
    );
    expect(others.map(shown)).to.deep.equal([]);
  });

  it("are free of circles", () => expect(circles()).to.deep.equal([]));
});

/** All sets of files that reach each other (Tarjan). */
function circles(): string[] {
  const found: string[] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file)!);
    stack.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(file, Math.min(low.get(file)!, low.get(next)!));
    }
    if (low.get(file) !== index.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1 || graph.get(file)?.includes(file)) found.push(circle.sort().join(", "));
  };
  for (const file of files) if (!index.has(file)) visit(file);
  return found;
}
