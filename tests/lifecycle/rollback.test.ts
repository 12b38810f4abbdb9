import { expect } from "chai";
import { definition } from "./assets";
import { argsOf, deployed, now, of } from "./deployedDataflow";
import { failure, Resource } from "./resource";
import { inWorld } from "./world";

const publishFails = {
  operation: "runApplyChanges",
  fault: { kind: "job", job: { outcome: "fail", message: "no schema" } },
} as const;
const refused = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;

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
        expect(world.newRequests()).to.include({ updateDefinition: 2, runApplyChanges: 2 });
        expect(sales.outs).to.include({ definitionRevision: 1, publishedRevision: 1, rolledBack: 2 });
        expect(JSON.stringify(sales.outs), "no state has the old text").not.to.contain("#table");
        await between(sales);
        const { does, differs } = await sales.preview(argsOf(world, "two"));
        expect(does).to.equal("updated");
        if (way !== "") expect(differs).to.include.members(["definitionFingerprint", "definitionRevision"]);
        expect(world.messages("info")).to.contain(
          "revision 2 was rolled back, so the declared definition is still to be written",
        );
        world.newRequests();
        expect(await sales.up(argsOf(world, "two"))).to.equal("updated");
        expect(now(world, sales)).to.deep.equal([of("two"), of("two")]);
        expect(sales.outs)
          .to.include({ definitionRevision: 2, publishedRevision: 2 })
          .and.not.to.have.property("rolledBack");
        expect(world.newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 1 });
        expect(await sales.up(argsOf(world, "two"))).to.equal("same");
      }));

  it("leaves no change if the program undoes its edit", () =>
    inWorld(async (world) => {
      const sales = await deployed(world);
      world.emulator.faults.add(publishFails);
      await failure(sales.up(argsOf(world, "two")));
      world.newRequests();
      await sales.up(argsOf(world, "one"));
      expect(now(world, sales)).to.deep.equal([of("one"), of("one")]);
      expect(await sales.up(argsOf(world, "one"))).to.equal("same");
    }));

  it("is also made after a data test that fails after the write, and does not publish an unpublished definition", () =>
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
      expect(world.newRequests()).not.to.include.keys("runApplyChanges");
      world.emulator.addTable({ query: "Orders", columns: { Id: [1] } });
      expect(await sales.up(wanted)).to.equal("updated");
      expect(now(world, sales)[0]).to.equal(of("two"));
      expect(await sales.up(wanted)).to.equal("same");
    }));

  it("names both errors if it fails, and the state has the stored definition", () =>
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

  it("says so if its own publish fails, and the next up does not treat that as a publish of the declared definition", () =>
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

  it("is not made after a lost response, a write of an earlier up, or a create", () =>
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
