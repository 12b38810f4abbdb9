import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { Emulator, startEmulator } from "../emulator/index";

const run = promisify(execFile);

describe("npm run test:tenant", () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close({ allowViolations: true }));

  async function tenant(args: string[], env: Record<string, string> = {}, input = "") {
    const script = path.join(__dirname, "run.ts");
    const options = { env: { ...process.env, FABRIC_TOKEN: emulator.token, ...env }, timeout: 60_000 };
    const all = ["--require", "tsx/cjs", script, "--endpoint", emulator.endpoint, ...args];
    const running = run(process.execPath, all, options);
    running.child.stdin?.end(input);
    return running.then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    );
  }
  const only = (ids: string) => ["--workspace", emulator.workspaceId, "--only", ids];

  it("runs the checks, says which assumptions hold and which differ, and removes everything", async () => {
    emulator.set({ switches: { uniqueNames: false } });
    const before = emulator.items().length;
    const { code, stdout } = await tenant([...only("create-response,unique-names"), "--yes", "--prefix", "mine"]);
    expect(stdout).to.match(/^holds +create-response/m);
    expect(stdout).to.match(/^differs +unique-names .*allowed, and not ItemDisplayNameAlreadyInUse/m);
    expect(stdout).to.contain("1 hold, 1 differ, 0 could not be observed");
    expect(code).to.equal(1);
    const named = emulator.requests.filter(({ operation }) => operation === "createItem");
    expect(JSON.stringify(named[0]?.requestBody)).to.contain('"mine 1"');
    // The service's hidden staging items stay.
    expect(emulator.items().length).to.equal(before + 2);
  }).timeout(60_000);

  it("requires a confirmation, and does nothing without a yes", async () => {
    const { code, stdout } = await tenant(only("create-response"), {}, "no\n");
    expect([code, stdout.includes("Nothing was done.")]).to.deep.equal([0, true]);
    expect(emulator.counts()).to.deep.equal({ getWorkspace: 1 });
  }).timeout(60_000);

  it("says what is missing or unknown, and sends no request", async () => {
    expect((await tenant([])).stdout).to.contain("--workspace is missing");
    expect((await tenant(only("x"), { FABRIC_TOKEN: "" })).stdout).to.contain("FABRIC_TOKEN is not set");
    expect((await tenant(only("no-such-check"))).stdout).to.contain("'no-such-check'");
    expect(emulator.requests).to.have.length(0);
  }).timeout(60_000);
});
