import { readdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, sep } from "node:path";
import { root } from "./layout.mjs";

const tests = join(root, "tests");
const minute = 60_000;

/** The number of files of a kind that share a process, if it is not all. Loading the modules of an engine test takes as long as one operation. */
const sharing = { package: 1, matrix: 1, examples: 3, engine: 5, plugin: 3, unit: 55 };

/** This file has its own process, because killed processes may fail late. It needs the most time, which its size does not show. */
const alone = "engine/kills.test.ts";

/** The folders of tests that need the Pulumi CLI. */
export const needsEngine = (file) => /^(engine|examples|matrix|plugin)\//.test(file);

/** All test files below tests/, relative to it, with forward slashes. Those that also run with the plugin are listed twice. */
export function testFiles() {
  const files = readdirSync(tests, { recursive: true })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules/"));
  const through = files.filter((file) => file.startsWith("engine/") && hasBothClasses(file)).map(throughPlugin);
  return [...files, ...through].sort();
}

/** A suite with the classes of tests/engine/classes.ts also runs with the provider plugin. */
const hasBothClasses = (file) => readFileSync(join(tests, file), "utf8").includes('from "./classes"');
const throughPlugin = (file) => file.replace("engine/", "plugin/");
const placeOf = (file) => file.replace(/^plugin\//, "engine/");

/** Suites that quickly show if the plugin works like the dynamic provider. The others run if they are named, and in the matrix. */
const usualOfPlugin = ["secrets", "get"].map((name) => `plugin/${name}.test.ts`);

/** Suites that wait most of their time. They start first, beside those that compute. */
const waiting = ["lifecycle", "cli"];

/** The processes: { name, files, engine, timeoutMs, env }. The longest is first, so that none runs alone at the end. */
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
    .map((share, at) => suite(`${kind}/${size < 10 ? namesOf(kind, share) : `${at + 1} of ${starts.length}`}`, share));
}

const namesOf = (kind, files) => files.map((file) => nameOf(relative(kind, file))).join(", ");

const suite = (name, files) => ({
  name,
  files: files.map(placeOf),
  engine: needsEngine(files[0]),
  ...(files[0].startsWith("plugin/") && { env: { PROVIDER: "plugin" } }),
  timeoutMs: 8 * minute * Math.min(files.length, 3),
});

const nameOf = (file) => file.replace(/\.test\.ts$/, "");

/** A rough estimate of the duration of tests. */
const sizeOf = (files) => files.reduce((sum, file) => sum + (startsFirst(file) ? 1e9 : bytesOf(file)), 0);
const bytesOf = (file) => statSync(join(tests, placeOf(file))).size;
const startsFirst = (file) => file === alone || waiting.includes(file.split("/")[0]);

/** They take long: the largest inputs, the site, a platform with other providers, a project of `pulumi new`, and `npm start`. */
const long = [
  "unit/definition/bounds",
  "unit/review/largeChanges",
  "package/site",
  "examples/platform",
  "examples/template",
  "examples/quickstart",
];

/**
 * The suites that `npm test` omits and `npm run matrix` has: those that install other versions of Node, of the SDK and of package managers,
 * those that take long, and most of the plugin's.
 */
const onRequest = (file) =>
  /^(matrix\/|engine\/plugin)/.test(file) ||
  long.includes(nameOf(file)) ||
  (/^plugin\//.test(file) && !usualOfPlugin.includes(file));

/**
 * The files of the arguments: kinds, folders or files below tests/, with or without extension, or as the shell completes them.
 * `--rest`: those that a run without arguments omits. Throws if an argument matches no file.
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

/** The number of parallel processes: two more than cores, because each waits sometimes, and at most four. */
export const lanes = Math.min(4, availableParallelism() + 2);
