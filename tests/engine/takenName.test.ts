import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, isPlugin } from "./classes";
import { CliService } from "../cli/service";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { arm } from "../soak/kills/killer";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");
const dataflows = (emulator: Emulator) => emulator.items().filter(({ type }) => type === "Dataflow");

describe("a name that an item already has, on the real engine", function () {
  this.timeout(engineTestMs);

  for (const uniqueNames of [true, false])
    it(`belongs to one item after a create that was killed after its request, and import adopts the item${uniqueNames ? "" : ", also if names are not unique"}`, async () => {
      let importId: string | undefined;
      const program = ({ workspaceId }: Emulator) => {
        new Dataflow("sales", { workspaceId, displayName: "Sales", definition: definition() }, { import: importId });
      };
      await withFabric(
        { program, files, emulate: { switches: { uniqueNames } } },
        async ({ emulator, stack, newRequests }) => {
          const shot = arm(emulator, "host", { operation: "createItem", nth: 1, when: "effect", delayMs: 0 });
          expect((await stack.tryUp()).succeeded).to.equal(false);
          shot.disarm();
          const [left, ...others] = dataflows(emulator);
          expect(others).to.deep.equal([]);
          newRequests();
          const refused = await stack.tryUp();
          const taken = `displayName: the dataflow ${left?.id} of the workspace already has the name "Sales"`;
          const [, id] = new RegExp(`${taken}.*?import: "([^"]*)"`, "s").exec(refused.stdout + refused.stderr) ?? [];
          expect(newRequests()).to.deep.equal({ listItems: 1, getItem: 1 });
          // The printed command works.
          importId = id;
          expect(id).to.equal(isPlugin ? `${emulator.workspaceId}/${left?.id}` : left?.id);
          await stack.up();
          expect(dataflows(emulator).map(({ id }) => id)).to.deep.equal([stack.resource("sales").id]);
          expect((await stack.up()).changes).to.deep.equal({ same: 2 });
        },
      );
    });

  it("is also taken in another case: the error begins with the id of that item, and each way that it names adopts the item", async () => {
    let wanted: { adoptExisting?: boolean; import?: string } = {};
    const program = ({ workspaceId }: Emulator) => {
      const { import: id, adoptExisting } = wanted;
      new Dataflow("sales", { workspaceId, displayName: "sales", adoptExisting }, { import: id });
    };
    for (const way of ["import", "adoptExisting"] as const)
      await withFabric({ program }, async ({ emulator, stack }) => {
        wanted = {};
        const { id } = await new CliService(emulator).client.dataflows.create(emulator.workspaceId, {
          displayName: "SALES",
        });
        const refused = await stack.tryUp();
        const text = refused.stdout + refused.stderr;
        expect(text).to.contain(
          `displayName: the dataflow ${id} of the workspace already has the name "sales" (as "SALES"`,
        );
        const [, importId] = /import: "([^"]*)"/.exec(text) ?? [];
        expect(importId).to.contain(id);
        wanted = way === "import" ? { import: importId } : { adoptExisting: true };
        await stack.up();
        await stack.up();
        expect(dataflows(emulator).map((item) => [item.id, item.displayName])).to.deep.equal([[id, "sales"]]);
        expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      });
  });

  it("may be that of a replaced item, or the old name of a renamed item", async () => {
    let names = { one: "A" } as Record<string, string>;
    const program = ({ workspaceId }: Emulator) => {
      // For a forced replacement the engine does not get the order from the provider, so the classes set this option.
      const options = isPlugin ? { deleteBeforeReplace: true } : {};
      for (const [name, displayName] of Object.entries(names))
        new Dataflow(name, { workspaceId, displayName }, options);
    };
    await withFabric({ program, emulate: { switches: { uniqueNames: false } } }, async ({ emulator, stack }) => {
      await stack.up();
      await stack.up({ replace: [stack.resource("one").urn] });
      names = { one: "B", two: "A" };
      await stack.up();
      expect(dataflows(emulator).map(({ displayName }) => displayName)).to.have.members(["A", "B"]);
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });
    });
  });
});
