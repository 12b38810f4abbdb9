/*
 * Keeps what a process of the tests loads of node_modules and of the build: the modules, where they were found, and what V8 compiled of
 * them, in one file for each main script and Node's options. Half of what a process of a second does is to find, read and compile the same
 * modules again. (Node 22 has `module.enableCompileCache`, which only compiles.) An installation or a build starts a new file; after an
 * edit by hand in node_modules, remove .tmp/code.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join, relative, sep } = require("node:path");
const { constants, Script } = require("node:vm");

const root = join(__dirname, "..", "..");
const scratch = join(root, ".tmp");
const kept = ["node_modules", join("sdk", "dist"), join(".tmp", "plugin")].map((folder) => join(root, folder) + sep);
const isKept = (file) => kept.some((folder) => file.startsWith(folder));

const main = relative(root, process.argv[1] ?? "").replace(/\W+/g, "-");
/** V8 refuses what another Node, or Node with other options, compiled. */
const options = createHash("sha256")
  .update(`${process.version} ${process.execArgv.join(" ")} ${process.env.NODE_OPTIONS}`)
  .digest("hex");
const file = join(scratch, "code", `${main}-${options.slice(0, 8)}`);
/** Modules are of this installation, this build and this Node. */
const stamp = [
  process.version,
  process.arch,
  ...[join(root, "node_modules", ".package-lock.json"), join(scratch, "built")].map((of) => {
    const there = statSync(of, { throwIfNoEntry: false });
    return `${there?.mtimeMs} ${there?.size}`;
  }),
].join(" ");

/** By path: { source, code }. */
const modules = new Map();
/** Paths by folder and request. */
const found = new Map();
const compiled = new Map();
read();

const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, parent, isMain, options) {
  const from = parent?.filename ?? "";
  if (options || !isKept(from)) return resolve.call(this, request, parent, isMain, options);
  const key = `${dirname(from)}\0${request}`;
  if (!found.has(key)) found.set(key, resolve.call(this, request, parent, isMain, options));
  return found.get(key);
};

const load = Module._extensions[".js"];
Module._extensions[".js"] = (module, path) => {
  const known = modules.get(path);
  const source = known ? known.source.toString("utf8") : isKept(path) && readFileSync(path, "utf8");
  if (!source || /^(#!|(import|export)\b)/m.test(known ? "" : source)) return load(module, path);
  const script = new Script(Module.wrap(source), {
    filename: path,
    columnOffset: -Module.wrapper[0].length,
    cachedData: known?.code,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (!known || script.cachedDataRejected) keep(path, source, script);
  script.runInThisContext().call(module.exports, module.exports, requireOf(module), module, path, dirname(path));
};

function requireOf(module) {
  const require = (request) => module.require(request);
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  return Object.assign(require, { main: process.mainModule, extensions: Module._extensions, cache: Module._cache });
}

/** The engine ends a host by a signal, so that it has no end to wait for. */
let timer;
function keep(path, source, script) {
  compiled.set(path, { source, script });
  clearTimeout(timer);
  timer = setTimeout(write, 200).unref();
}
process.on("exit", write);

/** Less new text than this is not worth a new file. */
const minBytes = 50_000;

function write() {
  const bytes = [...compiled.values()].reduce((sum, { source }) => sum + source.length, 0);
  if (bytes < minBytes) return;
  for (const [path, { source, script }] of compiled)
    modules.set(path, { source: Buffer.from(source), code: script.createCachedData() });
  compiled.clear();
  const parts = [...modules].map(([path, { source, code }]) => [path, source.length, code.length]);
  const index = Buffer.from(JSON.stringify({ stamp, parts, found: [...found] }));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(index.length);
  try {
    mkdirSync(dirname(file), { recursive: true });
    const own = `${file}.${process.pid}`;
    writeFileSync(
      own,
      Buffer.concat([head, index, ...[...modules.values()].flatMap(({ source, code }) => [source, code])]),
    );
    renameSync(own, file);
  } catch {
    // The next process tries again.
  }
}

function read() {
  try {
    const content = readFileSync(file);
    let at = 4 + content.readUInt32LE(0);
    const index = JSON.parse(content.toString("utf8", 4, at));
    if (index.stamp !== stamp) return;
    for (const [key, path] of index.found) found.set(key, path);
    const next = (length) => content.subarray(at, (at += length));
    for (const [path, source, code] of index.parts) modules.set(path, { source: next(source), code: next(code) });
  } catch {
    // The first process with this main script.
  }
}
