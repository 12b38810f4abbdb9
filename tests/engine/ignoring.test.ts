import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow } from "pulumi-fabric-dataflow";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const row = (text: string) => mashup({ Orders: table(text) });
const files = folder("Sales.Dataflow", { Orders: table("one") });

describe('ignoreChanges: ["definition"], on the real engine', function () {
  this.timeout(engineTestMs);

  it("leaves local and portal edits alone, of an archive and of a map, and writes what stands beside them", async () => {
    let suffix = "";
    let ignoreChanges: string[] | undefined = ["definition"];
    const asset = (path: string) => new pulumi.asset.FileAsset(`./Sales.Dataflow/${path}`);
    const program = ({ workspaceId }: Emulator) => {
      const forms = {
        archive: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        map: { "mashup.pq": asset("mashup.pq"), "queryMetadata.json": asset("queryMetadata.json") },
      };
      for (const [name, definition] of Object.entries(forms))
        new Dataflow(name, { workspaceId, displayName: name + suffix, definition }, { ignoreChanges });
    };
    await withFabric({ program, files }, async ({ emulator, stack, asked }) => {
      await stack.up();
      const ids = ["archive", "map"].map((name) => stack.resource(name).id!);
      const stored = () => ids.map((id) => emulator.item(id).edited?.["mashup.pq"]);
      asked();
      stack.edit("Sales.Dataflow/mashup.pq", row("local"));
      expect((await stack.up()).changes, "a local edit").to.deep.equal({ same: 3 });
      expect(asked()).to.deep.equal({});

      suffix = " 2";
      expect((await stack.up()).changes, "a rename beside it").to.deep.equal({ same: 1, update: 2 });
      expect(asked()).to.deep.equal({ updateItem: 2 });

      for (const id of ids) emulator.portalEdit(id, { parts: { "mashup.pq": row("portal") } });
      suffix = " 3";
      await stack.up({ refresh: true });
      expect(asked(), "portal edits that a refresh saw").to.deep.equal({ getItem: 2, getDefinition: 2, updateItem: 2 });
      expect(stored()).to.deep.equal([row("portal"), row("portal")]);
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });

      ignoreChanges = undefined;
      await stack.up();
      expect(stored(), "no longer ignored").to.deep.equal([row("local"), row("local")]);
    });
  });
});
