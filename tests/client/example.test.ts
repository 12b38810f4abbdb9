import { expect } from "chai";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { startEmulator, type Emulator } from "../emulator/index";
import { clientFor, definition } from "./support";

const root = join(__dirname, "../..");
const script = join(root, "examples/client/index.ts");

describe("the example script", function () {
  this.timeout(30_000);
  let emulator: Emulator;

  const run = async (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
    promisify(execFile)(process.execPath, ["--import", "tsx", script, emulator.workspaceId, ...args], {
      cwd: root,
      timeout: 25_000,
      env: { PATH: process.env.PATH, FABRIC_ENDPOINT: emulator.endpoint, FABRIC_TOKEN: emulator.token },
    });

  beforeEach(async () => {
    emulator = await startEmulator();
    const client = clientFor(emulator);
    for (const displayName of ["Costs", "Sales"])
      await client.items.create(emulator.workspaceId, { displayName, definition });
  });
  afterEach(() => emulator.close());

  it("lists the dataflows, runs the named one and shows its progress", async () => {
    const { stdout } = await run("Sales");
    expect(stdout).to.match(/Costs\n/);
    expect(stdout).to.match(/\d s: Completed\nSales: Completed/);
    expect(emulator.requests.filter(({ operation }) => operation === "runExecute")).to.have.length(1);
  });

  it("cancels a run that exceeds the time limit", async () => {
    emulator.set({ timings: { executeMs: 3_600_000 } });
    const { stdout } = await run("Sales", "0.02");
    expect(stdout).to.match(/Sales: cancelled after 0.02 minutes/);
    expect(emulator.requests.at(-1)).to.include({ operation: "cancelJobInstance", status: 202 });
  });
});
