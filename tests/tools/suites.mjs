import { readdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, sep } from "node:path";
import { root } from "./layout.mjs";

const tests = join(root, "tests");
const minute = 60_000;

/** How many files of a kind share a process, where it is not all: to load what an engine test needs takes as long as one of its operations. */
const sharing = { package: 1, matrix: 1, examples: 3, engine: 3, plugin: 3 };

/** Shares with none: what it kills may fail late. It takes the longest of all, which the size of its text does not tell. */
const alone = "engine/kills.test.ts";

/** A test that needs the Pulumi CLI says so by its place. */
export const needsEngine = (file) => /^(engine|examples|matrix|plugin)\//.test(file);

/** All test files below tests/, relative to it, with forward slashes; those that run through the plugin too are named once more. */
export function testFiles() {
  const files = readdirSync(tests, { recursive: true })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules/"));
  const through = files.filter((file) => file.startsWith("engine/") && hasDoor(file)).map(throughPlugin);
  return [...files, ...through].sort();
}

/** A suite whose classes come from the door runs through the provider plugin as well: tests/engine/door.ts. */
const hasDoor = (file) => readFileSync(join(tests, file), "utf8").includes('from "./door"');
const throughPlugin = (file) => file.replace("engine/", "plugin/");
const placeOf = (file) => file.replace(/^plugin\//, "engine/");

/** Suites that tell at once whether the plugin still does what the dynamic provider does: the others run where they are named. */
const usualOfPlugin = ["secrets", "drift", "interrupt", "get"].map((name) => `plugin/${name}.test.ts`);

/** What runs as one process: { name, files, engine, timeoutMs, env }; the longest first, so that none is left alone at the end. */
export function suites(files) {
  const kinds = new Map();
  for (const file of files) {
    const kind = file === alone ? nameOf(file) : file.split("/")[0];
    kinds.set(kind, [...(kinds.get(kind) ?? []), file]);
  }
  return [...kinds].flatMap(([kind, own]) => shares(kind, own)).sort((a, b) => sizeOf(b.files) - sizeOf(a.files));
}

function shares(kind, files) {
  const size = sharing[kind];
  if (!size) return [suite(kind, files)];
  const sorted = [...files].sort((a, b) => sizeOf([b]) - sizeOf([a]));
  const starts = sorted.map((_, index) => index).filter((index) => index % size === 0);
  return starts
    .map((start) => sorted.slice(start, start + size))
    .map((share) => suite([kind, share.map((file) => nameOf(relative(kind, file))).join(", ")].join("/"), share));
}

const suite = (name, files) => ({
  name,
  files: files.map(placeOf),
  engine: needsEngine(files[0]),
  ...(files[0].startsWith("plugin/") && { env: { DOOR: "plugin" } }),
  timeoutMs: 8 * minute * Math.min(files.length, 3),
});

const nameOf = (file) => file.replace(/\.test\.ts$/, "");

/** Tells how long tests take, roughly. */
const sizeOf = (files) =>
  files.reduce((sum, file) => sum + (file === alone ? 1e9 : statSync(join(tests, placeOf(file))).size), 0);

/** What `npm test` leaves out: the matrix installs other versions of Node, of the SDK and of package managers. */
const onRequest = (file) => /^matrix\//.test(file) || (/^plugin\//.test(file) && !usualOfPlugin.includes(file));

/**
 * The files that the arguments name: kinds, folders or files below tests/, with or without their ending, or as the shell completes them.
 * `--rest`: those that a run without arguments leaves out. Throws where one names none.
 */
export function chosen(files, args) {
  if (args.length === 0) return files.filter((file) => !onRequest(file));
  if (args.join() === "--rest") return files.filter(onRequest);
  const named = new Set(args.flatMap((arg) => namedBy(arg, files)));
  return files.filter((file) => named.has(file));
}

function namedBy(arg, files) {
  const completed = relative(tests, join(root, arg)).split(sep).join("/");
  const names = [arg, completed].map((name) => name.replace(/\/$/, ""));
  const found = files.filter((file) =>
    names.some((name) => file === name || file === `${name}.test.ts` || file.startsWith(`${name}/`)),
  );
  if (found.length === 0) throw new Error(`no test file below tests/ matches ${arg}`);
  return found;
}

/** How many at a time: one more than cores, because each waits now and then; and only up to where the service of the tests is the limit. */
export const lanes = Math.min(4, availableParallelism() + 1);
