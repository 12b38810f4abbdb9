import { expect } from "chai";
import { type Emulator, type EmulatorOptions, startEmulator } from "../emulator/index";
import { clientFor, clientOf, definition } from "./support";

// The scaled length of a minute of the service.
const windowMs = 1000;
const minute = { windowMs, secondMs: windowMs / 60 };
/** The number of calls that a client has in progress at once. The service may refuse each of them with the first 429. */
const concurrent = 32;

interface Burst {
  refused: number;
  /** The number of the service's windows until the end, including the last one. */
  windows: number;
  items: number;
}

async function burst(
  options: EmulatorOptions,
  work: (emulator: Emulator) => Promise<unknown>,
  before?: (emulator: Emulator) => Promise<unknown>,
): Promise<Burst> {
  const emulator = await startEmulator({ timings: { operationMs: 20 }, ...options });
  try {
    await before?.(emulator);
    emulator.clearRequests();
    const began = performance.now();
    await work(emulator);
    return {
      refused: emulator.requests.filter(({ status }) => status === 429).length,
      windows: Math.ceil((performance.now() - began) / windowMs),
      items: emulator.items().filter(({ displayName }) => displayName.startsWith("item ")).length,
    };
  } finally {
    await emulator.close({ allowViolations: true });
  }
}

/** Starts the creates `from` to `to` at once, with a client that has its own limiter, like a process. */
const create =
  (from: number, to: number, process = "one") =>
  async (emulator: Emulator): Promise<unknown> => {
    const { token } = emulator;
    const credential = { description: process, getToken: async () => ({ token, expiresOnTimestamp: Infinity }) };
    const client = clientOf(emulator.endpoint, token, {
      credential,
      pollIntervalMs: 100,
      timing: { attemptMs: 30_000 },
    });
    const numbers = Array.from({ length: to - from }, (_, index) => from + index);
    return Promise.all(
      numbers.map((number) =>
        client.items.create(emulator.workspaceId, { displayName: `item ${number}`, definition }, { timeoutMs: 60_000 }),
      ),
    );
  };

describe("200 concurrent creates under 200 calls a window", function () {
  this.timeout(60_000);
  const limits = { ...minute, callsPerWindow: 200 };

  it("finish in one window without a refused call", async () => {
    expect(await burst({ limits }, create(0, 200))).to.include({ items: 200, refused: 0 });
  });

  it("finish with few refused calls, each a long-running operation", async () => {
    const longRunning = { create: true };
    const { items, refused, windows } = await burst({ limits, switches: { longRunning } }, create(0, 200));
    expect(items).to.equal(200);
    expect(refused).to.be.at.most(concurrent + 3 * windows);
    expect(windows).to.be.at.most(8);
  });

  it("finish with few refused calls if others have used most of the window", async () => {
    const others = async ({ endpoint, token }: Emulator) => {
      const headers = { authorization: `Bearer ${token}` };
      for (let call = 0; call < 120; call++) await fetch(`${endpoint}/workspaces`, { headers });
    };
    const { items, refused, windows } = await burst({ limits }, create(0, 200), others);
    expect(items).to.equal(200);
    expect(refused).to.be.at.most(concurrent + 3 * windows);
  });
});

describe("200 creates of two processes of one identity", function () {
  this.timeout(60_000);
  const limits = { ...minute, callsPerWindow: 100 };
  const kinds = {
    fixedWindow: ["rest", "constant", "date", "none"],
    slidingWindow: ["rest"],
    tokenBucket: ["rest"],
  } as const;

  for (const callLimit of ["fixedWindow", "slidingWindow", "tokenBucket"] as const)
    for (const retryAfterOfLimit of kinds[callLimit])
      it(`finish under a ${callLimit} whose Retry-After is ${retryAfterOfLimit}`, async () => {
        const both = (emulator: Emulator) =>
          Promise.all([create(0, 100, "one")(emulator), create(100, 200, "other")(emulator)]);
        const options = { limits, switches: { callLimit, retryAfterOfLimit } };
        const { items, refused } = await burst(options, both);
        expect(items).to.equal(200);
        // The simulation finds the lowest possible number. Here the machine's speed has an effect, too.
        expect(refused).to.be.below(200);
      });
});

describe("a refused group of calls", () => {
  it("does not make other groups wait", async () => {
    const emulator = await startEmulator({ limits: { jobsPerWindow: 1, windowMs: 2_000 } });
    try {
      const client = clientFor(emulator);
      const ws = emulator.workspaceId;
      const { id } = await client.items.create(ws, { displayName: "a", definition });
      await client.jobs.start(ws, id, "ApplyChanges");
      let refused: Promise<unknown> | undefined;
      await new Promise<void>((resolve) => {
        emulator.onRequest = ({ status }) => void (status === 429 && resolve());
        refused = client.jobs.start(ws, id, "ApplyChanges");
      });
      const began = performance.now();
      await client.items.get(ws, id);
      expect(performance.now() - began).to.be.below(1_000);
      await refused;
      expect(performance.now() - began).to.be.above(1_000);
    } finally {
      await emulator.close({ allowViolations: true });
    }
  });
});
