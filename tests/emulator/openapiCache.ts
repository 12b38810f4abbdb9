import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { root, scratch } from "../tools/layout.mjs";
import type { JsonObject } from "./http";
import type { SpecOperation } from "./openapiFiles";
import type { ValidateFunction } from "ajv";

/*
 * It takes a second to read Microsoft's files, to resolve their references and to compile schemas. Each process of the tests needs that, so
 * the results are on the disk. They are used as long as the files, the code that reads them, its packages and Node are the same.
 */

const makers = [
  ...["openapi.ts", "openapiFiles.ts", "openapiCache.ts"].map((file) => join("tests", "emulator", file)),
  ...["ajv", join("@apidevtools", "json-schema-ref-parser")].map((name) => join("node_modules", name, "package.json")),
];

export type Operations = Map<string, SpecOperation>;

interface Kept {
  /** Every file that was read, and when it was changed. */
  files: [file: string, changed: number][];
  operations: Operations;
}

const changed = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Results of one folder of files. */
export class SpecificationCache {
  private constructor(
    readonly operations: Operations,
    private readonly validators: string,
  ) {}

  /** `read` returns the operations, and calls `seen` with each file. */
  static async open(
    folder: string,
    read: (folder: string, seen: (file: string) => void) => Promise<Operations>,
    kept = join(scratch, "openapi"),
  ): Promise<SpecificationCache> {
    const code = hashOf([process.version, folder, ...makers.map((file) => readFileSync(join(root, file), "utf8"))]);
    const place = join(kept, code);
    const file = join(place, "operations");
    let result = valueOf(() => deserialize(readFileSync(file)) as Kept);
    if (!result?.files.every(([name, then]) => changed(name) === then)) {
      const files = new Set<string>();
      const operations = await read(folder, (seen) => files.add(seen));
      result = { files: [...files].map((name) => [name, changed(name)]), operations };
      write(file, serialize(result));
    }
    return new SpecificationCache(result.operations, join(place, hashOf(result.files.map(String))));
  }

  /** The compiled schema of this name. */
  validator(name: string, schema: JsonObject): ValidateFunction {
    const file = join(this.validators, `${name}.js`);
    const text = valueOf(() => readFileSync(file, "utf8"));
    const code = text ?? compiled(schema);
    if (text === undefined) write(file, code);
    const module = { exports: {} as ValidateFunction };
    new Function("module", "exports", "require", code)(module, module.exports, require);
    return module.exports;
  }
}

/** Returns the code of a schema. The packages are loaded only if something is to compile. */
function compiled(schema: JsonObject): string {
  const { Ajv } = require("ajv") as typeof import("ajv");
  const { default: standaloneCode } = require("ajv/dist/standalone") as typeof import("ajv/dist/standalone");
  const code = { source: true };
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, validateFormats: false, code });
  return standaloneCode(ajv, ajv.compile(schema));
}

const hashOf = (texts: readonly string[]): string =>
  createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 16);

/** Undefined if the file is missing or was not written to its end. */
function valueOf<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Several processes may write the same file at once. */
function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, content);
  renameSync(own, file);
}
