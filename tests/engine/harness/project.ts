import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { scratch } from "../../tools/layout.mjs";

/** A Pulumi project's folder and the folder of its state. By default both are in the checkout, whose node_modules has the package. */
export class Project {
  readonly folder: string;
  readonly directory: string;
  readonly stateFolder: string;

  constructor(
    readonly name: string,
    directory?: string,
  ) {
    // The engine looks for a repository in the folders above, and would run `git status` on the checkout.
    mkdirSync(join(scratch, "stacks", ".git"), { recursive: true });
    this.folder = mkdtempSync(join(scratch, "stacks", `${name}-`));
    this.directory = directory ?? join(this.folder, "project");
    this.stateFolder = join(this.folder, "state");
    mkdirSync(this.directory, { recursive: true });
    mkdirSync(this.stateFolder);
  }

  /** Writes a file of the project; the path is relative to it. */
  edit(file: string, content: string | Uint8Array): void {
    const path = join(this.directory, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  /** All remaining files that have a text: those of the project, of the state with its backups and history, and others. */
  filesWith(text: string): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(text))
      .map((file) => relative(this.folder, file));
  }

  remove(): void {
    // KEEP_TEST_PROJECTS=1 keeps them for inspection.
    if (process.env.KEEP_TEST_PROJECTS !== "1") rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
