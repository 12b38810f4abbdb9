import { expect } from "chai";
import { Dataflow } from "./classes";
import { folder, metadata, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { forms, row, ways, withParameters, type Options } from "./ignoredDefinition";
import { withFabric } from "./support";

const ids = JSON.stringify({
  ClusterId: "11111111-1111-4111-8111-111111111111",
  DatasourceId: "44444444-4444-4444-8444-444444444444",
});

describe("an ignored definition after a failure, on the real engine", function () {
  this.timeout(engineTestMs);

  for (const refreshes of [false, true])
    it(`stays unchanged after a partially failed write${refreshes ? " and a refresh" : ""}`, async () => {
      let [opts, description, Region] = [{} as Options, "one", "south"];
      const program = ({ workspaceId }: Emulator) => {
        for (const [name, definition] of Object.entries(forms()))
          new Dataflow(
            name,
            { workspaceId, description, definition, parameters: { Region }, publishOnUpdate: true },
            opts,
          );
      };
      await withFabric({ program, files: withParameters }, async ({ emulator, stack, newRequests }) => {
        await stack.up();
        const stored = () =>
          ["archive", "map"].map((name) => emulator.item(stack.resource(name).id!).edited?.["mashup.pq"]);
        const before = stored();
        [description, Region] = ["two", "west"];
        stack.edit("Sales.Dataflow/mashup.pq", withParameters["Sales.Dataflow/mashup.pq"]!.replace("MARKER", "edited"));
        const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
        emulator.faults.add({ operation: "updateDefinition", times: 2, fault });
        expect((await stack.tryUp({ continueOnError: true })).succeeded).to.equal(false);
        expect(newRequests()).to.include({ updateItem: 2, updateDefinition: 2 });

        opts = ways["by a transformation"]!("definition");
        stack.edit("Sales.Dataflow/mashup.pq", withParameters["Sales.Dataflow/mashup.pq"]!.replace("MARKER", "again"));
        if (refreshes) await stack.refresh();
        newRequests();
        await stack.up();
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        expect(newRequests(), "nothing is written or published").to.deep.equal({});
        await stack.refresh();
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        expect(stored()).to.deep.equal(before);

        opts = {};
        await stack.up();
        for (const text of stored()) expect(text).to.match(/"west".*again/s);
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
      });
    });

  it("gets its connections bound after a partially failed create, and is not changed otherwise", async () => {
    const opts = ways["by a transformation"]!("definition");
    const bound = folder("Sales.Dataflow", { Orders: table("one") });
    const connections = [{ kind: "Sql", path: "server;sales", connectionId: ids }];
    bound["Sales.Dataflow/queryMetadata.json"] = metadata({ Orders: table("one") }, { connections });
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, definition: forms().archive }, opts);
    };
    await withFabric({ program, files: bound }, async ({ emulator, stack, newRequests }) => {
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      emulator.faults.add({ operation: "updateDefinition", fault });
      expect((await stack.tryUp()).succeeded).to.equal(false);
      stack.edit("Sales.Dataflow/mashup.pq", row("local"));
      await stack.refresh();
      newRequests();
      await stack.up();
      expect(newRequests()).to.include({ updateDefinition: 1 });
      expect(emulator.item(stack.resource("sales").id!).edited?.["mashup.pq"]).to.contain('{{"one"}}');
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });
});
