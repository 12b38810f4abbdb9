import { expect } from "chai";
import type { FabricClient } from "../../sdk/fabric/client";
import type { CallOptions } from "../../sdk/fabric/callOptions";
import { startEmulator, type Emulator, type OperationFault } from "../emulator/index";
import { clientFor, definition } from "./support";

interface Subject {
  operation: "createItem" | "getDefinition" | "updateDefinition";
  run(client: FabricClient, ws: string, id: string, options: CallOptions): Promise<unknown>;
}

const subjects: Subject[] = [
  {
    operation: "createItem",
    run: (client, ws, _, options) => client.dataflows.create(ws, { displayName: "new", definition }, options),
  },
  { operation: "getDefinition", run: (client, ws, id, options) => client.dataflows.getDefinition(ws, id, options) },
  {
    operation: "updateDefinition",
    run: (client, ws, id, options) => client.dataflows.updateDefinition(ws, id, definition, options),
  },
];

interface Outcome {
  name: string;
  starts: number;
  maybe?: boolean;
  [property: string]: unknown;
}
const ok: Outcome = { name: "ok", starts: 1 };

/** `starts`: the number of starts of the operation. A read starts again if its operation can no longer be polled. */
const table: [OperationFault["outcome"], number, (reads: boolean) => Outcome][] = [
  [
    "fail",
    1,
    () => ({ name: "OperationFailedError", starts: 1, operationStatus: "Failed", errorCode: "CorruptedPayload" }),
  ],
  ["cancelled", 1, () => ({ name: "OperationFailedError", starts: 1, operationStatus: "Cancelled" })],
  ["vanish", 1, (reads) => (reads ? { ...ok, starts: 2 } : { name: "NoResponseError", starts: 1, maybe: true })],
  ["vanish", 0, (reads) => ({ name: "NoResponseError", starts: reads ? 2 : 1, maybe: !reads })],
  ["neverEnds", 1, (reads) => ({ name: "DeadlineError", starts: 1, maybe: !reads, lastStatus: "Running" })],
  ["noLocation", 1, () => ok],
  ["noOperationId", 1, () => ok],
  [
    "noLocationNorId",
    1,
    (reads) => (reads ? { ...ok, starts: 2 } : { name: "NoResponseError", starts: 1, maybe: true }),
  ],
  ["noResultLocation", 1, () => ok],
];

describe("a long-running operation", () => {
  let emulator: Emulator;
  let client: FabricClient;

  beforeEach(async () => {
    const longRunning = { create: true, getDefinition: true, updateDefinition: true };
    emulator = await startEmulator({ switches: { longRunning } });
    client = clientFor(emulator, { timing: { unknownGraceMs: 150 } });
  });
  afterEach(() => emulator.close({ allowViolations: true }));

  for (const { operation, run } of subjects)
    for (const [outcome, times, expected] of table) {
      const { name, starts, maybe, ...properties } = expected(operation === "getDefinition");
      it(`${operation}: ${outcome}${times === 0 ? " always" : ""}: ${name}, ${starts} starts`, async () => {
        const { id } = await client.items.create(emulator.workspaceId, { displayName: "old", definition });
        emulator.clearRequests();
        const errorCode = outcome === "fail" ? ("CorruptedPayload" as const) : undefined;
        emulator.faults.add({ operation, times, fault: { kind: "operation", operation: { outcome, errorCode } } });
        const began = Date.now();
        const error = await run(client, emulator.workspaceId, id, { timeoutMs: 900 }).then(
          () => undefined,
          (thrown: unknown) => thrown as Error,
        );
        expect(error?.name ?? "ok", error?.message).to.equal(name);
        if (maybe !== undefined) expect(error).to.have.property("mayHaveTakenEffect", maybe);
        for (const [property, value] of Object.entries(properties)) expect(error).to.have.property(property, value);
        expect(emulator.requests.filter((request) => request.operation === operation)).to.have.length(starts);
        expect(Date.now() - began).to.be.below(1800);
      });
    }

  it("is still polled after an unknown status", async () => {
    // The status is unknown for half of this time. A busy machine polls late.
    emulator.set({ timings: { operationMs: 1_000 } });
    const operation = { outcome: "unknownStatus" as const };
    emulator.faults.add({ operation: "createItem", fault: { kind: "operation", operation } });
    const seen: string[] = [];
    const onProgress = ({ status }: { status: string }): unknown => seen.push(status);
    const item = await client.items.create(emulator.workspaceId, { displayName: "a" }, { onProgress });
    expect(item).to.include({ displayName: "a" });
    const known = ["NotStarted", "Running", "Succeeded"];
    expect(seen.filter((status) => !known.includes(status))).not.to.deep.equal([]);
  });

  it("that fails because a name is still reserved is started again", async () => {
    const operation = { outcome: "fail" as const, errorCode: "ItemDisplayNameNotAvailableYet" as const };
    emulator.faults.add({ operation: "createItem", times: 2, fault: { kind: "operation", operation } });
    expect(await client.items.create(emulator.workspaceId, { displayName: "a" })).to.include({ displayName: "a" });
    expect(emulator.counts()).to.include({ createItem: 3 });
  });

  it("is still polled after errors of the service", async () => {
    emulator.faults.add({ operation: "getOperation", times: 8, fault: { kind: "status", status: 500 } });
    expect(await client.items.create(emulator.workspaceId, { displayName: "a" })).to.include({ displayName: "a" });
  });

  it("fails if the service stays unreachable, and says that the work may continue", async () => {
    emulator.faults.add({ operation: "getOperation", times: 0, fault: { kind: "reset" } });
    const quick = clientFor(emulator, { timing: { outageMs: 300 } });
    const error = await quick.items
      .create(emulator.workspaceId, { displayName: "a" })
      .catch((thrown: unknown) => thrown);
    expect(error).to.include({ name: "NoResponseError", mayHaveTakenEffect: true });
  });

  it("is started again if the response with a definition was lost", async () => {
    emulator.set({ switches: { resultsReadOnce: true } });
    const { id } = await client.items.create(emulator.workspaceId, { displayName: "a", definition });
    emulator.faults.add({ operation: "getOperationResult", fault: { kind: "reset", effect: "applied" } });
    expect((await client.items.getDefinition(emulator.workspaceId, id)).parts).to.have.length(3);
  });

  it("says that an item may exist if the response with its id was lost", async () => {
    emulator.set({ switches: { resultsReadOnce: true } });
    emulator.faults.add({ operation: "getOperationResult", fault: { kind: "reset", effect: "applied" } });
    const error = await client.items
      .create(emulator.workspaceId, { displayName: "a" })
      .catch((thrown: unknown) => thrown);
    expect(error).to.include({ name: "NoResponseError", mayHaveTakenEffect: true });
    expect(emulator.items().filter(({ displayName }) => displayName === "a")).to.have.length(1);
  });

  for (const longRunning of [false, true])
    it(`may be ${longRunning ? "202 instead of 200" : "200 instead of 202"}`, async () => {
      const { id } = await client.items.create(emulator.workspaceId, { displayName: "a", definition });
      emulator.set({ switches: { longRunning: { getDefinition: !longRunning, updateDefinition: !longRunning } } });
      emulator.faults.add({ operation: "*", times: 2, fault: { kind: "longRunning", longRunning } });
      expect((await client.items.getDefinition(emulator.workspaceId, id)).parts).to.have.length(3);
      emulator.faults.clear();
      emulator.faults.add({ operation: "updateDefinition", fault: { kind: "longRunning", longRunning } });
      await client.items.updateDefinition(emulator.workspaceId, id, definition);
    });
});
