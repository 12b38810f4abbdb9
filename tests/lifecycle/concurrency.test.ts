import { expect } from "chai";
import { FabricClient } from "../../sdk/fabric/client";
import { definition, mashupOf } from "./assets";
import { failure, Resource } from "./resource";
import { freshLifecycles, inWorld, type World } from "./world";

type Args = Record<string, unknown>;

const args = ({ emulator }: World, more: Args = {}): Args => ({
  workspaceId: emulator.workspaceId,
  displayName: "Sales",
  description: "one",
  definition: definition({ Orders: "one" }),
  ...more,
});

/** Calls `then` at the first request of `operation`. */
function when(world: World, operation: string, then: () => void): void {
  world.emulator.onRequest = (entry) => {
    if (entry.operation !== operation) return;
    world.emulator.onRequest = () => undefined;
    then();
  };
}

describe("two programs at the same time", () => {
  it("make one item if they create the same name; the second one gets an error that names it", () =>
    inWorld(async (world) => {
      const [one, other] = [new Resource(world, "dataflow"), new Resource(world, "dataflow")];
      const ends = await Promise.allSettled([one.up(args(world)), other.up(args(world))]);
      expect(ends.map(({ status }) => status)).to.have.members(["fulfilled", "rejected"]);
      const [item] = world.dataflows();
      expect(world.dataflows()).to.have.length(1);
      const refused = ends.find((end) => end.status === "rejected");
      expect(String(refused?.reason)).to.contain(item!.id).and.contain("adoptExisting");
      const [winner, loser] = one.kept ? [one, other] : [other, one];
      expect(winner.id).to.equal(item!.id);
      expect(loser.kept).to.equal(undefined);
      await loser.destroy();
      expect(world.dataflows(), "the second program owns nothing").to.have.length(1);
      expect(await winner.up(args(world))).to.equal("same");
    }));

  it("write once if both stacks have the same item; the second one finds the write and writes nothing", () =>
    inWorld(async (world) => {
      const one = new Resource(world, "dataflow");
      await one.up(args(world));
      const other = new Resource(world, "dataflow");
      await other.up(args(world, { __declaration: { import: one.id } }));
      await other.up(args(world, { definition: definition({ Orders: "theirs" }) }));
      const message = await failure(one.up(args(world, { definition: definition({ Orders: "mine" }) })));
      expect(message).to.match(
        /edited in Fabric since the last `pulumi up` or refresh \(Orders\), and nothing was written/,
      );
      expect(world.dataflows()[0]?.edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "theirs" }));
    }));

  it("have one run each if they run the same dataflow, one after the other", () =>
    inWorld(
      async (world) => {
        const sales = new Resource(world, "dataflow");
        await sales.up(args(world));
        const run: Args = { workspaceId: world.emulator.workspaceId, dataflowId: sales.id };
        const loads = [new Resource(world, "dataflowRefresh"), new Resource(world, "dataflowRefresh")];
        await Promise.all(loads.map((load) => load.up(run)));
        const { runs } = world.emulator.item(sales.id);
        expect(runs.map(({ status }) => status).sort()).to.deep.equal(["Completed", "Completed", "Deduped"]);
        expect(new Set(loads.map(({ outs }) => outs.jobInstanceId))).to.have.property("size", 2);
      },
      { timings: { executeMs: 200 } },
    ));
});

describe("an item that another user changes between two calls", () => {
  const wanted = (world: World) => args(world, { description: "two", definition: definition({ Orders: "two" }) });

  it("is not overwritten if its definition was edited after the first write", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      when(world, "updateItem", () =>
        world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } }),
      );
      expect(await failure(sales.up(wanted(world)))).to.match(/edited in Fabric .*nothing was written/s);
      expect(world.emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "theirs" }));
      await sales.refresh();
      expect((await sales.preview(wanted(world))).differs).to.include("definitionFingerprint");
      await sales.up(wanted(world));
      expect(world.emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "two" }));
    }));

  it("is a warning if it was edited after the write, and later changes are compared with that edit", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      when(world, "updateDefinition", () =>
        world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } }),
      );
      await sales.up(wanted(world));
      expect(world.messages("warn")).to.match(/differs from the one that was sent \(Orders\)/);
      await sales.refresh();
      expect(await sales.up(wanted(world))).to.equal("same");
    }));

  it("is an error if it was deleted; a refresh then removes it from the state, and it is created again", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      when(world, "updateItem", () => world.emulator.portalDelete(sales.id));
      expect(await failure(sales.up(wanted(world)))).to.match(/ItemNotFound/);
      expect(await sales.refresh()).to.equal(false);
      await sales.up(wanted(world));
      expect(world.dataflows().map(({ id }) => id)).to.deep.equal([sales.id]);
    }));

  it("is an error if it was deleted while it is published", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      when(world, "createItem", () => {
        for (const { id } of world.dataflows()) world.emulator.portalDelete(id);
      });
      expect(await failure(sales.up(args(world, { publishOnUpdate: true })))).to.match(/ItemNotFound/);
      expect(await sales.refresh()).to.equal(false);
      await sales.up(args(world, { publishOnUpdate: true }));
      expect(await sales.up(args(world, { publishOnUpdate: true }))).to.equal("same");
    }));
});

describe("two hundred dataflows", () => {
  // The scaled length of a minute of the service.
  const windowMs = 2_000;

  it("are all created under 200 calls a minute, with few refused calls, and are written before they are polled", async function () {
    this.timeout(90_000);
    await inWorld(
      async (world) => {
        const { emulator, context } = world;
        const { dataflow } = freshLifecycles();
        const { endpoint, token } = emulator;
        // It has its own client, because a limiter belongs to an identity.
        const credential = {
          description: "two hundred",
          getToken: async () => ({ token, expiresOnTimestamp: Infinity }),
        };
        const client = new FabricClient({ credential, endpoint });
        const declared = { ...context, client, runClient: client };
        const create = async (name: number) => {
          const { inputs } = await dataflow.check({}, args(world, { displayName: `Sales ${name}` }), declared);
          await dataflow.create(inputs, declared);
        };
        const began = performance.now();
        await Promise.all(Array.from({ length: 200 }, (_, name) => create(name)));
        expect(world.dataflows()).to.have.length(200);
        const refused = emulator.requests.filter(({ status }) => status === 429).length;
        // The calls in progress in the first window, then three in each next one.
        const windows = Math.ceil((performance.now() - began) / windowMs);
        expect(refused).to.be.at.most(32 + 3 * windows);
        const refusedCreates = emulator.requests.filter((r) => r.status === 429 && r.operation === "createItem").length;
        expect(emulator.counts()).to.include({ createItem: 200 + refusedCreates });
        // Under the limit, polls wait until all dataflows are written.
        const order = emulator.requests.filter(({ status }) => status < 300).map(({ operation }) => operation);
        expect(order.indexOf("getDefinition")).to.be.greaterThan(100);
      },
      { limits: { callsPerWindow: 200, windowMs } },
    );
  });
});
