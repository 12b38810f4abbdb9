import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, sep } from "node:path";
import { root } from "./layout.mjs";

const tests = join(root, "tests");
const minute = 60_000;

/** Kinds whose files each take a process of their own, beside each other; the longest first, so that none is left alone at the end. */
const apart = ["package", "matrix", "examples", "engine"];

/** A test that needs the Pulumi CLI says so by its place. */
export const needsEngine = (file) => /^(engine|examples|matrix)\//.test(file);

/** All test files below tests/, relative to it, with forward slashes. */
export function testFiles() {
  return readdirSync(tests, { recursive: true })
    .map((file) => file.split(sep).join("/"))
    .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules/"))
    .sort();
}

/** What runs as one process: { name, files, engine, timeoutMs }. */
export function suites(files) {
  const together = new Map();
  const single = [];
  for (const file of files) {
    const kind = file.split("/")[0];
    if (apart.includes(kind) || needsEngine(file)) {
      single.push({
        name: file.replace(/\.test\.ts$/, ""),
        files: [file],
        engine: needsEngine(file),
        timeoutMs: 8 * minute,
      });
    } else {
      together.set(kind, [...(together.get(kind) ?? []), file]);
    }
  }
  const kinds = [...together].map(([name, files]) => ({ name, files, engine: false, timeoutMs: 5 * minute }));
  const place = ({ name }) => apart.indexOf(name.split("/")[0]);
  return [...kinds, ...single.sort((a, b) => place(a) - place(b))];
}

/** Kinds that run only where they are named: they install other versions of Node, of the SDK and of package managers. */
const onRequest = /^matrix\//;

/**
 * The files that the arguments name: kinds, folders or files below tests/, with or without their ending, or as the shell completes them.
 * Throws where one names none.
 */
export function chosen(files, args) {
  if (args.length === 0) return files.filter((file) => !onRequest.test(file));
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

/** Two at a time on two cores; a machine with more does more, up to the point where the service of the tests is the limit. */
export const lanes = Math.min(4, Math.max(2, availableParallelism()));
