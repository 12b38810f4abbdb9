import { expect } from "chai";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mashup, table } from "../dataflows";
import { root } from "../tools/layout.mjs";
import type { CliResult } from "./runCli";
import { withService, type CliService } from "./service";

const MAIN = join(root, "sdk", "dist", "cli", "main.js");
const IMPATIENT = join(__dirname, "impatient.cjs");

/** Files that options name. Process substitution and devices need a Unix shell. */
(process.platform === "win32" ? describe.skip : describe)("files that options name", function () {
  this.timeout(60_000);
  let folder = "";
  const at = (name: string): string => join(folder, name);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "given-"));
    writeFileSync(at("m.pq"), mashup({ Orders: table("a") }));
    writeFileSync(at("tests.json"), JSON.stringify({ Orders: { minRows: 1 } }));
    writeFileSync(at("huge"), "");
    truncateSync(at("huge"), 2 ** 40);
    mkdirSync(at("folder"));
    execFileSync("mkfifo", [at("pipe")]);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** Runs a line of bash, in which `cli` is the command line. It is ended after 30 s. */
  const bash = ({ env, emulator }: CliService, line: string): Promise<CliResult> =>
    new Promise((resolve) => {
      const start = `cli() { "${process.execPath}" --require "${IMPATIENT}" "${MAIN}" "$@" --workspace "${emulator.workspaceId}"; }`;
      execFile(
        "bash",
        ["--norc", "-c", `${start}; ${line}`],
        { cwd: folder, env: { PATH: process.env["PATH"], ...env }, timeout: 30_000, killSignal: "SIGKILL" },
        (error, out, err) => resolve({ code: error ? Number(error.code ?? NaN) : 0, out: out.trim(), err: err.trim() }),
      );
    });

  const prepared = async (service: CliService): Promise<void> => {
    await service.addQueries("Sales", { Orders: table("a") });
    service.emulator.addTable({ query: "Orders", columns: { Id: [1, 2] } });
  };

  const REFUSED: [string, RegExp][] = [
    ["/dev/zero", /is not a regular file, nor a pipe\.$/],
    ["folder", /is a folder\.$/],
    ["huge", /has more than \d+ bytes\.$/],
    ["<(exec cat /dev/zero)", /has more than \d+ bytes\.$/],
    ["- </dev/zero", /has more than \d+ bytes\.$/],
    ["pipe", /has not ended within 0\.4 s\.$/],
    ["none", /does not exist \(ENOENT\)\.$/],
  ];
  for (const [option, other] of [
    ["--mashup", "--expect tests.json"],
    ["--expect", "--mashup m.pq"],
  ])
    it(`${option} is read up to a limit, and the error names option, file and limit`, () =>
      withService(async (service) => {
        for (const [file, said] of REFUSED) {
          const { code, out, err } = await bash(service, `cli test Sales ${other} ${option} ${file}`);
          expect(code, `${file}: ${out} ${err}`).to.equal(2);
          expect(out).to.equal("");
          expect(err, file)
            .to.match(said)
            .and.to.match(new RegExp(`^error: ${option}: \\S+ `));
        }
        expect(service.emulator.requests).to.deep.equal([]);
      }));

  it("may be standard input and another command's output", () =>
    withService(async (service) => {
      await prepared(service);
      for (const line of [
        "cli test Sales --mashup m.pq --expect tests.json",
        "cli test Sales --mashup - --expect tests.json <m.pq",
        "cat m.pq | cli test Sales --mashup - --expect tests.json",
        "cat m.pq | cli test Sales --mashup /dev/stdin --expect tests.json",
        "cli test Sales --mashup <(sleep 0.1; cat m.pq) --expect <(cat tests.json)",
        "(cat m.pq >pipe &) ; cli test Sales --mashup pipe --expect tests.json",
        "cat m.pq | cli query Sales Orders --mashup -",
      ]) {
        const { code, out, err } = await bash(service, line);
        expect(code, `${line}: ${out} ${err}`).to.equal(0);
      }
    }));

  it("cannot both be standard input", () =>
    withService(async (service) => {
      const { code, err } = await bash(service, "cli test Sales --mashup - --expect /dev/stdin <m.pq");
      expect([code, err]).to.deep.equal([
        2,
        "error: Give --mashup or --expect as a file: only one of them can be standard input.",
      ]);
    }));
});
