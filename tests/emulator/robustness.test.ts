import { request } from "node:http";
import { expect } from "chai";
import fc from "fast-check";
import { Client } from "./caller";
import { Emulator, startEmulator } from "./index";
import { ROUTES } from "./routes";

const RUNS = 200;

describe("the emulator with any request", () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close({ allowViolations: true }));

  const send = (method: string, path: string, body: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${emulator.token}`, "content-length": Buffer.byteLength(body) };
      const { port } = new URL(emulator.endpoint);
      const sent = request({ host: "127.0.0.1", port, method, path, headers, timeout: 5000 }, (response) => {
        response.resume().on("end", () => resolve(response.statusCode ?? 0));
      });
      sent.on("error", reject).end(body);
    });

  it("always responds, and with a 4xx for a client's mistake", async () => {
    const id = await new Client(emulator).dataflow("Sales");
    const ids = fc.oneof(
      fc.constantFrom(id, emulator.workspaceId, emulator.lakehouseId, "%", "%00", "..", "x y"),
      fc.string(),
    );
    const segment = ids.map((text) => (text === "%" ? text : encodeURIComponent(text)));
    const body = fc.oneof(
      fc.constant(""),
      fc.json(),
      fc.string(),
      fc
        .record({
          displayName: fc.anything(),
          type: fc.constantFrom("Dataflow", "Lakehouse", 1, null),
          definition: fc.oneof(fc.anything(), fc.record({ parts: fc.array(fc.anything()) })),
          configuration: fc.anything(),
          enabled: fc.anything(),
          executionData: fc.anything(),
          tags: fc.anything(),
          queryName: fc.anything(),
        })
        .map(
          (value) => JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? String(one) : one)) ?? "",
        ),
    );
    const query = fc.constantFrom(
      "",
      "?jobType=Refresh",
      "?recursive=perhaps",
      "?continuationToken=%FF",
      "?hardDelete=1",
      "?%",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(ROUTES.length - 1),
        segment,
        segment,
        query,
        body,
        async (index, first, other, end, text) => {
          const route = ROUTES[index] as (typeof ROUTES)[number];
          let n = 0;
          const path = route.path.replace(/\{\w+\}/g, () =>
            n++ === 0 ? emulator.workspaceId : n === 2 ? first : other,
          );
          const status = await send(route.method, `/v1${path}${end}`, text);
          expect(status, `${route.method} ${path}${end} ${text}`).to.be.within(200, 499);
          expect(emulator.internalErrors).to.deep.equal([]);
        },
      ),
      { numRuns: RUNS },
    );
  }).timeout(60_000);
});
