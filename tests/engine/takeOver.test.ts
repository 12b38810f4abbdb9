import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, isPlugin, itByClass } from "./classes";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { made } from "./made";
import { withFabric } from "./support";

const queries = { Orders: table("one") };
const files = folder("Sales.Dataflow", queries);
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");
const writes = ["createItem", "updateItem", "updateDefinition", "deleteItem"];

const dataflows = (emulator: Emulator) => emulator.items().filter(({ type }) => type === "Dataflow");

describe("existing items, on the real engine", function () {
  this.timeout(engineTestMs);

  itByClass("are adopted by import: an equal item unchanged, a different item with the next up", async () => {
    const ids: Record<string, string> = {};
    const program = ({ workspaceId }: Emulator) => {
      for (const displayName of ["Equal", "Other"])
        new Dataflow(displayName, { workspaceId, definition: definition() }, { import: ids[displayName] });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      ids.Equal = await made(emulator, "Equal", "one");
      ids.Other = await made(emulator, "Other", "theirs");
      newRequests();
      const preview = (await stack.preview()).diagnostics.map(({ message }) => message).join("\n");
      for (const id of Object.values(ids)) expect(preview).to.contain(`imports the dataflow ${id} and writes nothing`);
      expect(newRequests(), "a preview sends no request").to.deep.equal({});
      const first = await stack.up();
      expect(newRequests()).not.to.have.any.keys(...writes);
      expect(stack.resource("Equal").id).to.equal(ids.Equal);
      const warnings = first.diagnostics.filter(({ severity }) => severity === "warning");
      expect(warnings.map(({ urn }) => urn)).to.deep.equal([stack.resource("Other").urn]);
      expect(warnings[0]?.message).to.match(/differs from the program in definition.*next `pulumi up` writes that/);
      const second = await stack.preview();
      expect(second.changes).to.deep.equal({ same: 2, update: 1 });
      expect(second.diagnostics.map(({ message }) => message).join())
        .to.match(/not written yet: definition/)
        .and.not.to.contain("imports the dataflow");
      await stack.up();
      expect(newRequests()).to.include({ updateDefinition: 1 }).and.not.to.have.property("updateItem");
      expect(emulator.item(ids.Other).edited?.["mashup.pq"]).to.equal(mashup(queries));
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });
    });
  });

  itByClass("are shown by the preview after a refresh, with the difference that an import did not write", async () => {
    let importId: string | undefined;
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, displayName: "Sales", definition: definition() }, { import: importId });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      importId = await made(emulator, "Sales", "theirs");
      await stack.up();
      await stack.refresh();
      expect((await stack.preview({ diff: true })).stdout).to.match(/definitionFingerprint/);
      newRequests();
      await stack.up();
      expect(newRequests()).to.include({ updateDefinition: 1 });
      await stack.destroy();
      expect(dataflows(emulator)).to.deep.equal([]);
    });
  });

  itByClass(
    "are adopted by adoptExisting in one up; a new logical name needs aliases; a forced replacement deletes first",
    async () => {
      let name = "sales";
      let displayName = "Sales";
      let aliases: pulumi.Alias[] | undefined;
      const program = ({ workspaceId }: Emulator) => {
        const args = { workspaceId, displayName, adoptExisting: true, definition: definition() };
        new Dataflow(name, args, { aliases });
      };
      await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
        const id = await made(emulator, "Sales", "theirs");
        newRequests();
        expect((await stack.preview()).diagnostics.map(({ message }) => message).join("\n")).to.contain(
          "adopts an item of that name if there is one, and makes it as declared",
        );
        const adopting = await stack.up();
        expect(adopting.diagnostics.map(({ message }) => message).join()).to.match(
          /changes its definition to what is declared/,
        );
        expect(newRequests()).to.include({ updateDefinition: 1 }).and.not.to.have.property("createItem");
        expect((await stack.up()).changes).to.deep.equal({ same: 2 });
        expect(newRequests()).to.deep.equal({});

        name = "sales2";
        const { urn } = stack.resource("sales");
        for (displayName of ["SALES", "Sales"])
          for (const attempt of [() => stack.tryPreview(), () => stack.tryUp()]) {
            const refused = await attempt();
            expect(refused.succeeded).to.equal(false);
            expect(refused.stdout + refused.stderr).to.contain(`set the resource option aliases: ["${urn}"]`);
          }
        aliases = [{ name: "sales" }];
        const renamed = await stack.up();
        expect(renamed.changes).to.deep.equal({ same: 2 });
        expect(newRequests()).to.deep.equal({});
        expect(dataflows(emulator).map((item) => item.id)).to.deep.equal([id]);

        await stack.up({ replace: [stack.resource("sales2").urn] });
        const order = emulator.requests.map(({ operation }) => operation).filter((one) => writes.includes(one));
        expect(order, "deleted before the create").to.deep.equal(["deleteItem", "createItem"]);
        expect(dataflows(emulator)).to.have.length(1);
        await stack.destroy();
        expect(dataflows(emulator)).to.deep.equal([]);
      });
    },
  );

  it("are an error if two resources adopt one item, which then stays unchanged", async () => {
    const program = ({ workspaceId }: Emulator) => {
      for (const name of ["one", "two"])
        new Dataflow(name, { workspaceId, displayName: "Sales", adoptExisting: true, definition: definition() });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      const id = await made(emulator, "Sales", "one");
      for (const attempt of [1, 2]) {
        const outcome = await stack.tryUp();
        expect(outcome.stdout + outcome.stderr, `up ${attempt}`).to.match(
          /(one|two) declares the same name in this workspace|another resource of this stack holds the item/,
        );
      }
      expect(dataflows(emulator).map((item) => item.id)).to.deep.equal([id]);
    });
  });

  it("are adopted by id if two have one name: a warning, since the service has accepted both", async () => {
    const ids: string[] = [];
    const program = ({ workspaceId }: Emulator) => {
      for (const [at, id] of ids.entries())
        new Dataflow(
          `twin-${at}`,
          { workspaceId, displayName: "Twin", definition: definition() },
          { import: isPlugin ? `${workspaceId}/${id}` : id },
        );
    };
    await withFabric({ program, files, emulate: { switches: { uniqueNames: false } } }, async ({ emulator, stack }) => {
      ids.push(await made(emulator, "Twin", "one"), await made(emulator, "Twin", "one"));
      for (const changes of [isPlugin ? { create: 1, import: 2 } : { create: 3 }, { same: 3 }]) {
        const up = await stack.up();
        expect(up.changes).to.deep.equal(changes);
        const warnings = up.diagnostics.filter(({ severity }) => severity === "warning");
        expect(warnings.map(({ message }) => message).join("\n")).to.match(
          /twin-[01] declares the same name in this workspace\. Both dataflows exist/,
        );
      }
      expect(dataflows(emulator).map(({ id }) => id)).to.have.members(ids);
    });
  });
});
