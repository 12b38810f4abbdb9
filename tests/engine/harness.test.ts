import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engineTestMs, withStack } from "./harness/stack";

/** The smallest dynamic resource. Its provider is a file of the project, like the product is a dependency of a project. */
class Note extends pulumi.CustomResource {
  declare readonly text: pulumi.Output<string>;
  constructor(name: string, args: { text: pulumi.Input<string>; file?: pulumi.asset.Asset }) {
    const __provider = `exports.handler = () => require(process.cwd() + "/provider.js");`;
    super("pulumi-nodejs:dynamic/test:Note", name, { ...args, __provider });
  }
}

const provider = `
  exports.check = async (olds, news) => ({ inputs: news });
  exports.diff = async (id, olds, news) => ({ changes: olds.text === news.text ? false : undefined });
  exports.create = async (inputs) => {
    if (inputs.text === "bad") throw new Error("bad is refused");
    if (inputs.text === "slow") require("fs").writeFileSync("host.pid", String(process.pid));
    if (inputs.text === "slow") await new Promise((resolve) => setTimeout(resolve, 60_000));
    return { id: "note-1", outs: { text: inputs.text, environment: process.env.NOTE || "", token: process.env.FABRIC_TOKEN || "" } };
  };
  exports.update = async (id, olds, news) => ({ outs: { text: news.text } });
  exports.read = async (id, props) => ({ id, props });
  exports.delete = async () => {};`;

describe("the harness of the engine tests", function () {
  this.timeout(engineTestMs);
  const files = { "provider.js": provider, "a.txt": "content of a" };

  it("runs a program on the real engine, and shows its output, changes and state", async () => {
    let text = "one";
    const program = async () => {
      new Note("note", { text, file: new pulumi.asset.FileAsset("a.txt") });
    };
    await withStack({ program, files, env: { NOTE: "seen" } }, async (stack) => {
      expect((await stack.preview()).changes).to.deep.equal({ create: 2 });
      expect((await stack.up()).changes).to.deep.equal({ create: 2 });
      expect(stack.resource("note").outputs).to.include({ text: "one", environment: "seen" });
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      text = "two";
      const preview = await stack.preview({ diff: true });
      expect(preview.stdout).to.match(/text.*"one" => "two"/);
      expect(preview.changes).to.deep.equal({ same: 1, update: 1 });
      await stack.up();
      expect(stack.resource("note").outputs).to.include({ text: "two" });
      expect((await stack.refresh()).changes).to.deep.equal({ same: 2 });
      await stack.destroy();
      expect(stack.state().resources).to.deep.equal([]);
    });
  });
  it("keeps the output of a failed operation", async () => {
    const program = async () => void new Note("note", { text: "bad" });
    await withStack({ program, files }, async (stack) => {
      const outcome = await stack.tryUp();
      expect(outcome.succeeded).to.equal(false);
      expect(outcome.diagnostics.map(({ message }) => message).join()).to.contain("bad is refused");
      const thrown = await stack.up().catch((error: Error) => error.message);
      expect(thrown)
        .to.match(/^up failed/)
        .and.contain("bad is refused");
    });
  });
  it("ends an operation that takes too long, with its dynamic host, and no other process of the tests", async () => {
    const program = async () => void new Note("note", { text: "slow" });
    const other = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"]);
    await withStack({ program, files }, async (stack) => {
      const began = Date.now();
      const outcome = await stack.tryUp({ timeoutMs: 5_000 }).catch((error: Error) => error.message);
      expect(outcome).to.match(/^up did not end within 5 s/);
      expect(Date.now() - began).to.be.lessThan(30_000);
      const host = Number(readFileSync(join(stack.directory, "host.pid"), "utf8"));
      expect(() => process.kill(host, 0)).to.throw("ESRCH");
      other.kill("SIGTERM");
      if (other.signalCode === null) await once(other, "exit");
      expect(other.signalCode, "the signal that was first").to.equal("SIGTERM");
    });
  });
  it("finds a text in any file on the disk, and finds no secret of the config or of an input", async () => {
    const secret = "hunter2-of-the-test";
    const program = async () => {
      const config = new pulumi.Config("test");
      new Note("note", { text: config.requireSecret("password") });
    };
    const config = { "test:password": { value: secret, secret: true }, "test:plain": "a-plain-value" };
    await withStack({ program, files, config }, async (stack) => {
      await stack.up();
      expect(stack.filesWith("a-plain-value")).to.include("project/Pulumi.dev.yaml");
      expect(stack.filesWith(secret)).to.deep.equal([]);
      expect(stack.stateText()).to.contain("note-1");
    });
  });
  it("hides the settings of the developer's environment from the product", async () => {
    process.env.FABRIC_TOKEN = "the developer's";
    try {
      const program = async () => void new Note("note", { text: "one" });
      await withStack({ program, files }, async (stack) => {
        await stack.up();
        expect(stack.resource("note").outputs).to.include({ token: "" });
      });
    } finally {
      delete process.env.FABRIC_TOKEN;
    }
  });
});
