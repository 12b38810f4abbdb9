import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratch } from "../../tools/layout.mjs";
import { runMocha } from "../../tools/mocha.mjs";

describe("one suite of npm test", function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => {
    mkdirSync(scratch, { recursive: true });
    folder = mkdtempSync(join(scratch, "suite-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const runTest = (text: string, timeoutMs = 20_000) => {
    const file = join(folder, "some.test.ts");
    writeFileSync(file, text);
    return runMocha({ name: "some", files: [file], timeoutMs, env: {} });
  };

  it("counts passed, failed and skipped tests, and shows mocha's own summary", async () => {
    const result = await runTest(`
      it("passes", () => {}); it("passes too", () => {});
      it("fails", () => { throw new Error("the reason"); });
      it.skip("is skipped", () => {});`);
    expect(result).to.include({ passed: 2, failed: 1, skipped: 1 });
    expect(result.output)
      .to.match(/2 passing/)
      .and.match(/the reason/);
  });
  it("is a failure if it does not end, and its processes are ended", async () => {
    const result = await runTest(
      `it("hangs", async () => {
         require("child_process").spawn("sleep", ["60"], { stdio: "inherit" });
         process.on("SIGTERM", () => {});
         await new Promise((resolve) => setTimeout(resolve, 60_000));
       }).timeout(60_000);`,
      3_000,
    );
    expect(result).to.include({ passed: 0, failed: 1 });
    expect(result.output).to.contain("did not end within 3 s");
    expect(result.seconds).to.be.lessThan(15);
  });
  it("is a failure if its process ends early, with any exit code", async () => {
    const result = await runTest(`it("passes", () => {}); it("ends", () => process.exit(0));`);
    expect(result).to.include({ failed: 1 });
    expect(result.output).to.contain("before its tests did");
  });
  it("is a failure if a file has no test or does not load", async () => {
    expect(await runTest("export {};")).to.include({ passed: 0, failed: 1 });
    expect(await runTest(`require("./nowhere");`)).to.include({ passed: 0, failed: 1 });
  });
});
