import { expect } from "chai";
import { spawn } from "node:child_process";
import { existsSync, openSync, closeSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { asOutput, flush } from "../../sdk/cli/streams";
import { table } from "../dataflows";
import { root } from "../tools/layout.mjs";
import { withService } from "./service";

const main = join(root, "sdk", "dist", "cli", "main.js");

describe("the command line's streams", () => {
  it("let the command continue without a reader, with the same exit code", () =>
    withService(async (service) => {
      await service.addQueries("Sales", { Orders: table("a") });
      const fault = { kind: "job", job: { outcome: "fail", errorCode: "DataSourceError" } } as const;
      service.emulator.faults.add({ operation: "runExecute", fault });
      const child = spawn(process.execPath, [main, "run", "Sales", "-w", service.emulator.workspaceId], {
        env: { PATH: process.env["PATH"], ...service.env },
        stdio: ["ignore", "pipe", "pipe"],
        timeout: 20_000,
      });
      child.stdout.destroy();
      child.stderr.destroy();
      expect(await new Promise((resolve) => child.once("exit", resolve))).to.equal(1);
      expect(service.emulator.counts()).to.have.property("getJobInstance").that.is.above(0);
    })).timeout(20_000);

  it("fail the command if a result cannot be written", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [main, "--help"], { stdio: ["ignore", full, "pipe"], timeout: 20_000 });
    let err = "";
    child.stderr!.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
    const code = await new Promise((resolve) => child.once("close", resolve));
    closeSync(full);
    expect({ code, err }).to.deep.equal({ code: 1, err: "error: the result cannot be written (ENOSPC)\n" });
  }).timeout(20_000);

  it("rewrite the line of a wait on a terminal, within its width, and replace it with the next message", () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 20 });
    const { out, err, status } = asOutput(new PassThrough(), terminal, (error) => expect.fail(error.message));
    status!("InProgress, 1 s");
    status!("InProgress, 2 s, and much more");
    err("note");
    out("result");
    err("end");
    const erase = "\r\x1b[2K";
    expect(String(terminal.read())).to.equal(`${erase}InProgress, 1 s${erase}InProgress, 2 s, a…${erase}note\nend\n`);
  });

  it("break messages between words on a terminal, and keep indented lines", () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 20 });
    const { err } = asOutput(new PassThrough(), terminal, (error) => expect.fail(error.message));
    err("a message of many short words\n  a line with a layout of its own");
    expect(String(terminal.read())).to.equal("a message of many\nshort words\n  a line with a layout of its own\n");
  });

  it("do not rewrite a line without a terminal", () => {
    expect(asOutput(new PassThrough(), new PassThrough(), () => {})).not.to.have.property("status");
  });

  it("write nothing after the reader has gone, and can still be flushed", async () => {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const { out } = asOutput(stdout, stderr, (error) => expect.fail(error.message));
    out("first");
    stdout.destroy(Object.assign(new Error("gone"), { code: "EPIPE" }));
    await new Promise((resolve) => stdout.once("close", resolve));
    out("second");
    await flush(stdout, stderr);
    expect(stderr.read()).to.equal(null);
  });
});
