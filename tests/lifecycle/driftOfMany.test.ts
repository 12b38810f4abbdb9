import { expect } from "chai";
import type { Lifecycle } from "../../sdk/lifecycle/context";
import type { Props } from "../../sdk/lifecycle/values";
import type { EmulatorOptions } from "../emulator/index";
import { definition, mashupOf } from "./assets";
import { failure } from "./resource";
import { freshLifecycles, inWorld, type World } from "./world";

interface Many {
  world: World;
  flows: { id: string; outs: Props }[];
  /** Reads all dataflows like a refresh: at the same time, in a new process. */
  refresh(): Promise<Awaited<ReturnType<Lifecycle["read"]>>[]>;
}

const count = 8;

const withMany = (
  use: (many: Many) => Promise<void>,
  options: EmulatorOptions = {},
  env: NodeJS.ProcessEnv = {},
): Promise<void> =>
  inWorld(async (world) => {
    Object.assign(world.context.settings, { bulkExport: env.FABRIC_BULK_EXPORT !== "false" });
    const { dataflow } = freshLifecycles();
    const flows = await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const args = {
          workspaceId: world.emulator.workspaceId,
          displayName: `Flow ${index}`,
          definition: definition(),
        };
        const { inputs } = await dataflow.check({}, args, world.context);
        return dataflow.create(inputs, world.context);
      }),
    );
    world.newRequests();
    const refresh = () => {
      const { dataflow: fresh } = freshLifecycles();
      return Promise.all(flows.map(({ id, outs }) => fresh.read(id, outs, world.context)));
    };
    await use({ world, flows, refresh });
  }, options);

const names = (read: Awaited<ReturnType<Many["refresh"]>>) => read.map((now) => now?.inputs.displayName);

describe("the drift of many dataflows of a workspace", () => {
  it("is checked with one list and one export instead of two calls for each, except for the first three", () =>
    withMany(async ({ world, refresh }) => {
      const read = await refresh();
      expect(names(read)).to.deep.equal(Array.from({ length: count }, (_, index) => `Flow ${index}`));
      expect(world.newRequests()).to.deep.equal({
        getItem: 3,
        listItems: 1,
        getDefinition: 3,
        bulkExportDefinitions: 1,
      });
    }));

  it("is checked by an export that is a long-running operation", () =>
    withMany(
      async ({ world, refresh }) => {
        expect(names(await refresh())).to.not.include(undefined);
        expect(world.newRequests()).to.include({ bulkExportDefinitions: 1, getOperationResult: 1, getDefinition: 3 });
      },
      { switches: { longRunning: { bulkExport: true } } },
    ));

  it("is checked one by one with a setting", () =>
    withMany(
      async ({ world, refresh }) => {
        expect(names(await refresh())).to.not.include(undefined);
        expect(world.newRequests()).to.deep.equal({ getItem: 3, listItems: 1, getDefinition: count });
      },
      {},
      { FABRIC_BULK_EXPORT: "false" },
    ));

  it("is found in an export, and confirmed by a single read", () =>
    withMany(async ({ world, flows, refresh }) => {
      world.emulator.portalEdit(flows[6]!.id, { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } });
      const read = await refresh();
      expect(read.map((now) => /changed in Fabric/.test(String(now?.inputs.definitionFingerprint)))).to.deep.equal(
        flows.map((_, index) => index === 6),
      );
      expect(world.newRequests()).to.include({ getDefinition: 4, bulkExportDefinitions: 1 });
      expect(world.messages("warn")).to.match(/the definition was changed in Fabric \(Orders\)/);
    }));

  it("does not include a different serialisation in an export", () =>
    withMany(async ({ world, flows, refresh }) => {
      const payload = Buffer.from("section Other; shared Theirs = 1;").toString("base64");
      const body = {
        itemDefinitionsIndex: flows.map(({ id }, index) => ({ id, rootPath: `/Flow ${index}.Dataflow` })),
        definitionParts: flows.map((_, index) => ({
          path: `/Flow ${index}.Dataflow/mashup.pq`,
          payload,
          payloadType: "InlineBase64",
        })),
      };
      world.emulator.faults.add({ operation: "bulkExportDefinitions", fault: { kind: "change", body } });
      const read = await refresh();
      for (const now of read) expect(String(now?.inputs.definitionFingerprint)).to.not.match(/changed/);
      expect(world.messages("warn")).to.equal("");
      expect(world.newRequests()).to.include({ bulkExportDefinitions: 1, getDefinition: count });
    }));

  const refusals: Record<string, (many: Many) => void> = {
    "the tenant has no such API": ({ world }) => world.emulator.set({ switches: { bulkExport: false } }),
    "one may not be written": ({ world, flows }) =>
      Object.assign(world.emulator.world.principals.get(world.emulator.token)!, { readOnlyItems: [flows[5]!.id] }),
    "one has a protected label": ({ world, flows }) => {
      const { id } = world.emulator.addLabel({ isProtected: true });
      world.emulator.world.findItem(flows[5]!.id)!.labelId = id;
    },
  };
  for (const [why, refuse] of Object.entries(refusals))
    it(`is checked one by one, without another export, if ${why}`, () =>
      withMany(async (many) => {
        refuse(many);
        expect(names(await many.refresh())).to.not.include(undefined);
        expect(many.world.newRequests()).to.include({ bulkExportDefinitions: 1, getDefinition: count });
        const said = many.world.messages("warn");
        expect(said.match(/the definition could not be read/g) ?? []).to.have.length(why.startsWith("one") ? 1 : 0);
      }));

  for (const fault of [{ kind: "hang" }, { kind: "operation", operation: { outcome: "neverEnds" } }] as const)
    it(`is checked one by one if an export does not end in three minutes: ${fault.kind}`, () =>
      withMany(async ({ world, refresh }) => {
        const { items } = world.context.client;
        const timeouts: (number | undefined)[] = [];
        const original = items.bulkExportDefinitions.bind(items);
        items.bulkExportDefinitions = (workspaceId, ids, options) => {
          timeouts.push(options?.timeoutMs);
          return original(workspaceId, ids, { ...options, timeoutMs: 200 });
        };
        world.emulator.set({ switches: { longRunning: { bulkExport: fault.kind === "operation" } } });
        world.emulator.faults.add({ operation: "bulkExportDefinitions", times: 0, fault });
        expect(names(await refresh())).to.not.include(undefined);
        expect(world.newRequests()).to.include({ bulkExportDefinitions: 1, getDefinition: count });
        expect(world.messages("warn")).to.equal("");
        expect(timeouts).to.deep.equal([3 * 60_000]);
      }));

  it("is not checked with an older export if the items were written meanwhile", () =>
    withMany(async ({ world, flows }) => {
      const { dataflow } = freshLifecycles();
      for (const { id, outs } of flows.slice(0, 5)) await dataflow.read(id, outs, world.context);
      const { id, outs } = flows[5]!;
      const args = {
        workspaceId: world.emulator.workspaceId,
        displayName: "Flow 5",
        definition: definition({ Orders: "mine" }),
      };
      const { inputs } = await dataflow.check(outs, args, world.context);
      const { outs: written } = (await dataflow.update(id, outs, inputs, world.context)) as unknown as { outs: Props };
      const now = await dataflow.read(id, written ?? inputs, world.context);
      expect(String(now?.inputs.definitionFingerprint)).to.not.match(/changed/);
    }));

  it("is confirmed by a read of the item if the list has a difference or lacks the item", () =>
    withMany(async ({ world, flows, refresh }) => {
      const [renamed, deleted] = [flows[5]!.id, flows[6]!.id];
      world.emulator.portalEdit(renamed, { displayName: "Theirs" });
      world.emulator.portalDelete(deleted);
      const read = await refresh();
      expect(names(read).slice(4)).to.deep.equal(["Flow 4", "Theirs", undefined, "Flow 7"]);
      // The missing item is not exported, because the service would refuse the whole request.
      expect(world.newRequests()).to.include({ getItem: 5, listItems: 1, bulkExportDefinitions: 1, getDefinition: 4 });
    }));

  it("is not a deletion if only the list does not have the item yet", () =>
    withMany(
      async ({ refresh }) => {
        expect(names(await refresh())).to.not.include(undefined);
      },
      { timings: { listLagMs: 60_000 } },
    ));

  it("is checked one by one if the list is refused", () =>
    withMany(async ({ world, refresh }) => {
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      world.emulator.faults.add({ operation: "listItems", times: 0, fault });
      expect(names(await refresh())).to.not.include(undefined);
      expect(world.newRequests()).to.deep.equal({
        getItem: count,
        listItems: 1,
        getDefinition: 3,
        bulkExportDefinitions: 1,
      });
    }));

  it("is a deletion only if definition and item are both missing", () =>
    withMany(async ({ world, flows, refresh }) => {
      const notFound = { kind: "status", status: 404, errorCode: "ItemNotFound" } as const;
      world.emulator.faults.add({ operation: "getDefinition", times: 0, fault: notFound });
      world.emulator.faults.add({ operation: "bulkExportDefinitions", times: 0, fault: notFound });
      expect(await failure(refresh()), "the items exist").to.match(/get definition .*ItemNotFound/);
      world.emulator.faults.add({ operation: "getItem", times: 0, fault: notFound });
      expect(await refresh(), "only the list still has them").to.deep.equal(flows.map(() => undefined));
    }));

  it("is checked by single reads if items are read a second time", () =>
    withMany(async ({ world, flows }) => {
      const { dataflow } = freshLifecycles();
      const last = flows.at(-1)!;
      for (const { id, outs } of flows) await dataflow.read(id, outs, world.context);
      world.newRequests();
      world.emulator.portalEdit(last.id, { displayName: "Theirs" });
      const again = await dataflow.read(last.id, last.outs, world.context);
      expect(again?.inputs.displayName).to.equal("Theirs");
      expect(world.newRequests()).to.deep.equal({ getItem: 1, getDefinition: 1 });
    }));
});
