import Module, { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { compileFunction } from "node:vm";

type Load = (exports: unknown, require: unknown, module: { exports: unknown }, file: string, folder: string) => void;
interface Compiling {
  _compile(content: string, file: string): unknown;
}

const compiled = new Map<string, Load>();
const resolved = new Map<string, string>();
const shared = new Map<string, unknown>();

/**
 * Loads new instances of the modules below a folder, like a new process. Each file is translated and compiled once, and a module
 * outside the folder is loaded once, because a test suite needs hundreds of such processes.
 */
export class FreshModules {
  private readonly loaded = new Map<string, { exports: unknown }>();

  constructor(private readonly folder: string) {}

  load(file: string): unknown {
    const known = this.loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    this.loaded.set(file, module);
    const require = (id: string): unknown => {
      const found = resolve(file, id);
      return found.startsWith(this.folder + sep) ? this.load(found) : sharedModule(found);
    };
    const load = compiled.get(file) ?? compile(file);
    load.call(module.exports, module.exports, require, module, file, dirname(file));
    return module.exports;
  }
}

function resolve(from: string, id: string): string {
  const key = `${from}\0${id}`;
  const known = resolved.get(key) ?? createRequire(from).resolve(id);
  resolved.set(key, known);
  return known;
}

function sharedModule(file: string): unknown {
  if (!shared.has(file)) shared.set(file, createRequire(__filename)(file));
  return shared.get(file);
}

/** The file's code, compiled by the current loader (tsx). */
function compile(file: string): Load {
  const prototype = Module.prototype as unknown as Compiling;
  const own = prototype._compile;
  let text: string | undefined;
  prototype._compile = (content) => void (text = content);
  try {
    delete require.cache[file];
    require(file);
  } finally {
    prototype._compile = own;
    delete require.cache[file];
  }
  if (text === undefined) throw new Error(`${file} was not compiled`);
  const load = compileFunction(text, ["exports", "require", "module", "__filename", "__dirname"], { filename: file });
  compiled.set(file, load as Load);
  return load as Load;
}
