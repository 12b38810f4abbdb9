import { expect } from "chai";
import { startEmulator, type Emulator } from "../emulator/index";
import type { FabricClient } from "../../sdk/fabric/client";
import { clientFor, collect, definition, thrown } from "./support";

describe("the client", () => {
  let emulator: Emulator;
  let client: FabricClient;
  let ws: string;

  beforeEach(async () => {
    emulator = await startEmulator({ limits: { pageSize: 2 } });
    client = clientFor(emulator);
    ws = emulator.workspaceId;
  });
  afterEach(() => emulator.close());

  for (const surface of ["items", "dataflows"] as const)
    for (const longRunning of [false, true])
      it(`creates, reads, updates and deletes by /${surface}${longRunning ? ", each a long-running operation" : ""}`, async () => {
        emulator.set({
          switches: {
            longRunning: { create: longRunning, getDefinition: longRunning, updateDefinition: longRunning },
            resultsReadOnce: true,
            operationLocation: surface === "items" ? "withoutVersion" : "relative",
          },
        });
        const group = client[surface];
        const seen: string[] = [];
        const item = await group.create(
          ws,
          { displayName: "a", definition },
          { onProgress: (p) => seen.push(p.status) },
        );
        expect(item).to.include({ displayName: "a", type: "Dataflow" });
        expect(seen.at(-1)).to.equal(longRunning ? "Succeeded" : undefined);
        expect((await group.getDefinition(ws, item.id)).parts).to.have.length(3);
        await group.updateDefinition(ws, item.id, definition);
        expect(await group.update(ws, item.id, { description: "d" })).to.include({ description: "d" });
        expect(await group.get(ws, item.id)).to.include({ id: item.id, description: "d" });
        await group.delete(ws, item.id, { hardDelete: true });
        expect(await thrown(group.get(ws, item.id))).to.include({ errorCode: "ItemNotFound" });
      });

  for (const continuation of ["both", "token", "uri"] as const)
    it(`lists items over pages, by ${continuation}`, async () => {
      emulator.set({ switches: { continuation, nullContinuation: continuation === "both" } });
      for (const displayName of ["a", "b", "c", "d", "e"]) await client.items.create(ws, { displayName });
      const names = async (list: AsyncIterable<{ displayName: string }>): Promise<string[]> =>
        (await collect(list)).map(({ displayName }) => displayName).filter((name) => name.length === 1);
      expect((await names(client.items.list(ws, { type: "Dataflow" }))).sort()).to.deep.equal([
        "a",
        "b",
        "c",
        "d",
        "e",
      ]);
      expect((await names(client.dataflows.list(ws))).sort()).to.deep.equal(["a", "b", "c", "d", "e"]);
      expect(await collect(client.items.list(ws, { type: "Lakehouse" }))).to.have.length.greaterThan(0);
    });

  it("requests the next page only if it is needed", async () => {
    for (const displayName of ["a", "b", "c", "d", "e"]) await client.items.create(ws, { displayName });
    emulator.clearRequests();
    for await (const _ of client.dataflows.list(ws)) break;
    expect(emulator.requests).to.have.length(1);
  });

  it("lists and gets workspaces", async () => {
    const all = await collect(client.workspaces.list());
    expect(all.map(({ id }) => id)).to.include(ws);
    expect(await client.workspaces.get(ws)).to.include({ id: ws });
  });

  it("moves an item and tags it", async () => {
    const { id } = await client.items.create(ws, { displayName: "a" });
    const tag = emulator.addTag("finance");
    expect((await collect(client.tags.list())).map(({ displayName }) => displayName)).to.include("finance");
    await client.items.applyTags(ws, id, [tag.id]);
    expect((await client.items.get(ws, id)).tags?.map((applied) => applied.id)).to.deep.equal([tag.id]);
    await client.items.unapplyTags(ws, id, [tag.id]);
    expect((await client.items.get(ws, id)).tags ?? []).to.deep.equal([]);
    expect(await client.items.move(ws, id, undefined)).to.include({ id });
    const missing = "11111111-2222-4333-8444-555555555555";
    expect(await thrown(client.items.move(ws, id, missing))).to.include({ errorCode: "FolderNotFound" });
  });

  it("waits while a name is reserved after a delete", async () => {
    emulator.set({ timings: { nameReservedMs: 1_000 } });
    // The next try would be after the deadline. An interrupted try may have taken effect.
    const slow = clientFor(emulator, { timing: { retryBaseMs: 5_000, retryCapMs: 5_000 } });
    const { id } = await client.items.create(ws, { displayName: "a" });
    await client.items.delete(ws, id, { hardDelete: true });
    for (const nameConflictStatus of [400, 409] as const) {
      emulator.set({ switches: { nameConflictStatus } });
      expect(await thrown(slow.items.create(ws, { displayName: "a" }, { timeoutMs: 400 }))).to.include({
        name: "DeadlineError",
        mayHaveTakenEffect: false,
      });
    }
    expect(await client.items.create(ws, { displayName: "a" })).to.include({ displayName: "a" });
    expect(emulator.items().filter(({ displayName }) => displayName === "a")).to.have.length(1);
    expect(await thrown(client.items.create(ws, { displayName: "a" }))).to.include({
      errorCode: "ItemDisplayNameAlreadyInUse",
    });
  });

  it("finds a run whose start got no response, by type and time", async () => {
    const { id } = await client.items.create(ws, { displayName: "a", definition });
    await client.jobs.start(ws, id, "Publish");
    const began = performance.now();
    const { jobInstanceId } = await client.jobs.start(ws, id, "Refresh", {
      executionData: { executeOption: "ApplyChangesIfNeeded" },
    });
    await client.jobs.wait(ws, id, jobInstanceId, { timeoutMs: 5000 });
    const found = await client.jobs.findStartedWithin(ws, id, {
      jobType: "Execute",
      withinMs: performance.now() - began,
    });
    expect(found.map((instance) => instance.id)).to.deep.equal([jobInstanceId]);
    const later = await client.jobs.findStartedWithin(ws, id, { jobType: "Execute", withinMs: -600_000 });
    expect(later).to.deep.equal([]);
    expect(await collect(client.jobs.list(ws, id))).to.have.length(2);
  });

  it("starts a job in each form", async () => {
    const { id } = await client.items.create(ws, { displayName: "a", definition });
    for (const form of ["typed", "path", "query"] as const) {
      const { jobInstanceId } = await client.jobs.start(ws, id, "Publish", { form });
      expect(await client.jobs.wait(ws, id, jobInstanceId, { timeoutMs: 5000 })).to.include({ status: "Completed" });
    }
  });

  it("finds the instance in the body if there is no Location", async () => {
    emulator.set({ switches: { queryFormResponse: "arrayWithoutLocation" } });
    const { id } = await client.items.create(ws, { displayName: "a", definition });
    const { jobInstanceId } = await client.jobs.start(ws, id, "Publish", { form: "query" });
    expect(await client.jobs.get(ws, id, jobInstanceId)).to.include({ id: jobInstanceId });
  });

  it("awaits an instance that is unknown just after its start", async () => {
    emulator.set({ timings: { instanceLagMs: 150 } });
    const { id } = await client.items.create(ws, { displayName: "a", definition });
    const { jobInstanceId } = await client.jobs.start(ws, id, "Publish");
    expect(await client.jobs.wait(ws, id, jobInstanceId, { timeoutMs: 5000 })).to.include({ status: "Completed" });
    const never = "11111111-2222-4333-8444-555555555555";
    const error = await thrown(client.jobs.wait(ws, id, never, { timeoutMs: 5000 }));
    expect(error).to.include({ name: "FabricError", status: 404 });
  });
});
