import { expect } from "chai";
import { definition, mashupOf } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

const argsOf = ({ emulator }: World, row: string, more: Args = {}): Args => ({
  workspaceId: emulator.workspaceId,
  displayName: "Sales",
  definition: definition({ Orders: row }),
  publishOnUpdate: true,
  rollback: true,
  ...more,
});
const publishFails = {
  operation: "runApplyChanges",
  fault: { kind: "job", job: { outcome: "fail", message: "no schema" } },
} as const;
const refused = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
const now = (world: World, sales: Resource) => {
  const { edited, published } = world.emulator.item(sales.id);
  // A rollback writes the service's text, with its own line ends.
  return [edited, published].map((parts) => parts?.["mashup.pq"]?.replaceAll("\r\n", "\n"));
};
const of = (row: string) => mashupOf({ Orders: row });

/** A dataflow that is published as its first revision. */
async function deployed(world: World, more: Args = {}): Promise<Resource> {
  const sales = new Resource(world, "dataflow");
  await sales.up(argsOf(world, "one", more));
  world.asked();
  return sales;
}

describe("rollback of a dataflow", () => {
  for (const [way, between] of [
    ["", async () => {}],
    [", also after a refresh", (sales: Resource) => sales.refresh()],
  ] as const)
    it(`writes back and publishes the stored definition if the publish fails, and the next preview shows the remaining change${way}`, () =>
      inWorld(async (world) => {
        const sales = await deployed(world);
        world.emulator.faults.add(publishFails);
        const message = await failure(sales.up(argsOf(world, "two")));
        expect(message).to.match(/^publish of the dataflow .* ended Failed.*no schema/);
        expect(message).to.match(
          /\nrollback: the definition that was stored before \(revision 1\) is written back and published; the declared one \(revision 2\) is still to be written$/,
        );
        expect(now(world, sales)).to.deep.equal([of("one"), of("one")]);
        expect(world.asked()).to.include({ updateDefinition: 2, runApplyChanges: 2 });
        expect(sales.outs).to.include({ definitionRevision: 1, publishedRevision: 1, rolledBack: 2 });
        expect(JSON.stringify(sales.outs), "the old text is in no state").not.to.contain("#table");
        await between(sales);
        const { does, differs } = await sales.preview(argsOf(world, "two"));
        expect(does).to.equal("updated");
        if (way !== "") expect(differs).to.include.members(["definitionFingerprint", "definitionRevision"]);
        expect(world.heard("info")).to.contain(
          "revision 2 was rolled back, so the declared definition is still to be written",
        );
        world.asked();
        expect(await sales.up(argsOf(world, "two"))).to.equal("updated");
        expect(now(world, sales)).to.deep.equal([of("two"), of("two")]);
        expect(sales.outs)
          .to.include({ definitionRevision: 2, publishedRevision: 2 })
          .and.not.to.have.property("rolledBack");
        expect(world.asked()).to.include({ updateDefinition: 1, runApplyChanges: 1 });
        expect(await sales.up(argsOf(world, "two"))).to.equal("same");
      }));

  it("leaves no change if the program undoes its edit", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      world.emulator.faults.add(publishFails);
      await failure(sales.up(argsOf(world, "two")));
      world.asked();
      await sales.up(argsOf(world, "one"));
      expect(now(world, sales)).to.deep.equal([of("one"), of("one")]);
      expect(await sales.up(argsOf(world, "one"))).to.equal("same");
    }));

  it("follows a test that fails after the write, and does not publish an unpublished definition", () =>
    inWorld(async (world) => {
      const bound = (source: string, row: string) =>
        definition(
          { Orders: row },
          {
            connections: [
              {
                kind: "Web",
                path: "https://example.org/",
                connectionId: JSON.stringify({
                  ClusterId: "11111111-1111-4111-8111-111111111111",
                  DatasourceId: source,
                }),
              },
            ],
          },
        );
      const [one, other] = ["11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"] as const;
      const tests = { Orders: { minRows: 1 } };
      world.emulator.addTable({ query: "Orders", columns: { Id: [1] } });
      const more = { tests, publishOnUpdate: false };
      const sales = await deployed(world, { ...more, definition: bound(one, "one") });
      world.emulator.addTable({ query: "Orders", columns: { Id: [] } });
      const wanted = argsOf(world, "", { ...more, definition: bound(other, "two") });
      expect(await failure(sales.up(wanted))).to.match(
        /^test of Orders failed: has 0 rows.*\nrollback: the definition that was stored before \(revision 1\) is written back; the declared/s,
      );
      expect(now(world, sales)).to.deep.equal([of("one"), undefined]);
      expect(world.emulator.item(sales.id).edited?.["queryMetadata.json"]).to.contain(one);
      expect(world.asked()).not.to.include.keys("runApplyChanges");
      world.emulator.addTable({ query: "Orders", columns: { Id: [1] } });
      expect(await sales.up(wanted)).to.equal("updated");
      expect(now(world, sales)[0]).to.equal(of("two"));
      expect(await sales.up(wanted)).to.equal("same");
    }));

  it("that fails names both errors, and the state has the stored definition", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      world.emulator.faults.add(publishFails);
      world.emulator.faults.add({ operation: "updateDefinition", skip: 1, fault: refused });
      expect(await failure(sales.up(argsOf(world, "two")))).to.match(
        /ended Failed.*\nrollback failed: .*InsufficientPrivileges.*\nThe new definition \(revision 2\) is stored and not published$/s,
      );
      expect(now(world, sales)).to.deep.equal([of("two"), of("one")]);
      expect(sales.outs)
        .to.include({ definitionRevision: 2, publishedRevision: 1 })
        .and.not.to.have.property("rolledBack");
      expect(await sales.up(argsOf(world, "two"))).to.equal("updated");
      expect(now(world, sales)).to.deep.equal([of("two"), of("two")]);
    }));

  it("whose own publish fails says so, and the next up does not treat it as a publish of the declared one", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      world.emulator.faults.add({ ...publishFails, times: 2 });
      expect(await failure(sales.up(argsOf(world, "two")))).to.match(
        /is written back, but its publish failed: .*\nRuns still use the version published before; the declared one \(revision 2\)/s,
      );
      expect(now(world, sales)).to.deep.equal([of("one"), of("one")]);
      expect(sales.outs).to.include({ rolledBack: 2 }).and.not.to.have.property("pendingPublish");
      expect(await sales.up(argsOf(world, "two"))).to.equal("updated");
      expect(now(world, sales)).to.deep.equal([of("two"), of("two")]);
    }));

  it("does not overwrite an edit that was made meanwhile", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      world.emulator.faults.add(publishFails);
      const { jobs } = world.context.client;
      const start = jobs.start.bind(jobs);
      jobs.start = (...given) => {
        world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": of("theirs") } });
        return start(...given);
      };
      expect(await failure(sales.up(argsOf(world, "two")))).to.contain(
        "rollback: nothing was written back, because the definition was edited in Fabric meanwhile",
      );
      expect(now(world, sales)[0]).to.equal(of("theirs"));
    }));

  it("does not follow a lost response, a write of an earlier up, or a create", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      world.emulator.faults.add({
        operation: "runApplyChanges",
        fault: { kind: "job", job: { outcome: "neverEnds" } },
      });
      const message = await failure(sales.up(argsOf(world, "two", { timeouts: { publish: "200ms" } })));
      expect(message)
        .to.match(/timeouts: \{ publish/)
        .and.not.to.contain("rollback");
      expect(now(world, sales)[0]).to.equal(of("two"));
      expect(sales.outs).to.have.property("pendingPublish");

      const other = new Resource(world, "dataflow");
      const args = argsOf(world, "one", { displayName: "Other" });
      for (const again of ["at the create", "at the next up"]) {
        world.emulator.faults.add(publishFails);
        expect(await failure(other.up(args)), again).to.contain("does not know what was stored before");
        expect(now(world, other)[0], again).to.equal(of("one"));
      }
    }));
});

describe("an active run", () => {
  const running = async (world: World, sales: Resource, executeMs: number) => {
    world.emulator.set({ timings: { executeMs } });
    await world.context.client.jobs.start(world.emulator.workspaceId, sales.id, "Execute");
    world.asked();
  };
  const runs = (world: World, sales: Resource) => world.emulator.item(sales.id).runs.map(({ status }) => status);
  const order = (world: World) =>
    world.emulator.requests
      .map(({ operation }) => operation)
      .filter((name) => ["cancelJobInstance", "getJobInstance", "updateDefinition"].includes(name));

  it("is awaited before a definition is written, with waitForRun", () =>
    inWorld(async (world) => {
      const more = { waitForRun: true, publishOnUpdate: false };
      const sales = await deployed(world, { publishOnUpdate: true });
      await running(world, sales, 300);
      expect(await sales.up(argsOf(world, "two", more))).to.equal("updated");
      expect(order(world).at(-1)).to.equal("updateDefinition");
      expect(order(world).slice(0, -1)).to.include("getJobInstance").and.not.to.include("updateDefinition");
      expect(runs(world, sales).at(-1) ?? runs(world, sales)[0]).to.equal("Completed");
      expect(world.heard("info")).to.match(
        /the refresh \S+ is active; waits for its end before the definition is written/,
      );
      world.asked();
      expect(await sales.up(argsOf(world, "two", more))).to.equal("same");
      expect(world.asked()).to.deep.equal({});
    }));

  it("is cancelled with cancelRuns, and its end is awaited", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      await running(world, sales, 60_000);
      await sales.up(argsOf(world, "two", { waitForRun: true, cancelRuns: true, publishOnUpdate: false }));
      expect(order(world)[0]).to.equal("cancelJobInstance");
      expect(order(world).at(-1)).to.equal("updateDefinition");
      expect(runs(world, sales)).to.include("Cancelled");
    }));

  it("that does not end in time stops the write, and says what to do", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      await running(world, sales, 60_000);
      const args = argsOf(world, "two", { waitForRun: true, timeouts: { update: "500ms" } });
      expect(await failure(sales.up(args))).to.match(
        /^the refresh .* did not end in time, and nothing was written\. .*timeouts: \{ update: "3h" \}.*cancelRuns: true/,
      );
      expect(now(world, sales)[0]).to.equal(of("one"));
      expect(sales.outs).to.include({ definitionRevision: 1 });
    }));

  it("is not awaited without waitForRun, and cancelRuns alone is an error", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      await running(world, sales, 60_000);
      await sales.up(argsOf(world, "two", { publishOnUpdate: false }));
      expect(world.asked()).not.to.have.any.keys("listJobInstances", "cancelJobInstance");
      expect(await failure(sales.up(argsOf(world, "three", { cancelRuns: true })))).to.match(
        /^cancelRuns: set waitForRun: true too/,
      );
    }));

  it("leaves time for an edit, which is not overwritten", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      await running(world, sales, 300);
      const { jobs } = world.context.client;
      const wait = jobs.wait.bind(jobs);
      jobs.wait = (...given) => {
        world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": of("theirs") } });
        return wait(...given);
      };
      expect(await failure(sales.up(argsOf(world, "two", { waitForRun: true })))).to.match(/edited in Fabric/);
      expect(now(world, sales)[0]).to.equal(of("theirs"));
    }));
});
