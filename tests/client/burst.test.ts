import { expect } from "chai";
import { startEmulator } from "../emulator/index";
import { clientFor, definition } from "./support";

// A minute of the service, scaled to this.
const windowMs = 1000;

describe("200 concurrent creates under 200 calls a window", () => {
  const create = async (
    longRunning: boolean,
    others: number,
    concurrent = 32,
  ): Promise<{ refused: number; calls: number; tookMs: number; items: number }> => {
    const emulator = await startEmulator({
      limits: { callsPerWindow: 200, windowMs },
      switches: { longRunning: { create: longRunning } },
      timings: { operationMs: 20 },
    });
    try {
      const budget = { calls: 190, windowMs: windowMs * 1.05, concurrent };
      const client = clientFor(emulator, { budget, pollIntervalMs: 100 });
      // Another process that uses the same identity, and does not count.
      const headers = { authorization: `Bearer ${emulator.token}` };
      for (let call = 0; call < others; call++) await fetch(`${emulator.endpoint}/workspaces`, { headers });
      emulator.clearRequests();
      const began = Date.now();
      const names = Array.from({ length: 200 }, (_, index) => `item ${index}`);
      await Promise.all(
        names.map((displayName) =>
          client.items.create(emulator.workspaceId, { displayName, definition }, { timeoutMs: 30_000 }),
        ),
      );
      return {
        refused: emulator.requests.filter(({ status }) => status === 429).length,
        calls: emulator.requests.length,
        tookMs: Date.now() - began,
        items: emulator.items().filter(({ displayName }) => displayName.startsWith("item ")).length,
      };
    } finally {
      await emulator.close({ allowViolations: true });
    }
  };

  for (const longRunning of [false, true])
    it(`finish with few refused calls${longRunning ? ", each a long-running operation" : ""}`, async function () {
      this.timeout(40_000);
      const { refused, calls, tookMs, items } = await create(longRunning, 0);
      expect(items).to.equal(200);
      expect(refused).to.be.at.most(calls * 0.03);
      expect(tookMs).to.be.below(windowMs * 8);
    });

  it("finish with few refused calls when another process uses half of the budget", async function () {
    this.timeout(40_000);
    const { refused, calls, items } = await create(false, 120);
    expect(items).to.equal(200);
    expect(refused).to.be.at.most(calls * 0.2);
  });
});
