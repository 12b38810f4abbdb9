import { expect } from "chai";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ChangeDocument } from "../../sdk/review/document";
import { root } from "../tools/layout.mjs";
import { runCli, type CliResult } from "./runCli";

/** The dataflows of the first commit. */
export const samples = join(root, "tests", "fixtures", "definitions");
/** The path of one of them in the repository. */
export const SALES = "data flows/Sales.Dataflow";

/** A repository with one commit on `main` and the branch `feature` checked out. */
export class Repository {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "review-")));

  constructor() {
    this.git("init", "-q", "-b", "main");
    cpSync(samples, join(this.path, "data flows"), { recursive: true });
    this.commit("one");
    this.git("checkout", "-q", "-b", "feature");
  }

  git(...args: string[]): string {
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...identity, ...args], { cwd: this.path, encoding: "utf8", stdio: "pipe" }).trim();
  }

  commit(message: string): string {
    this.git("add", "-A");
    this.git("commit", "-q", "-m", message);
    return this.git("rev-parse", "HEAD");
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), text);
  }

  edit(path: string, from: string, to: string): void {
    const before = readFileSync(join(this.path, path), "utf8");
    expect(before).to.contain(from);
    this.write(path, before.replace(from, to));
  }

  /** Runs `review` in the repository, or in a folder of it. */
  async review(
    args: string[],
    { env = {}, folder = "." }: { env?: NodeJS.ProcessEnv; folder?: string } = {},
  ): Promise<CliResult> {
    const before = process.cwd();
    process.chdir(join(this.path, folder));
    try {
      return await runCli(["review", ...args], env);
    } finally {
      process.chdir(before);
    }
  }

  async json(args: string[] = [], options = {}): Promise<ChangeDocument> {
    const { out, err } = await this.review([...args, "--json"], options);
    expect(err).to.equal("");
    return JSON.parse(out) as ChangeDocument;
  }

  close(): void {
    rmSync(this.path, { recursive: true });
  }
}

/** The changes of a review: `changed <path>`. */
export const paths = ({ dataflows }: ChangeDocument) => dataflows.map(({ change, path }) => `${change} ${path}`);
