import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow } from "./classes";
import { folder, mashup, table } from "../dataflows";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const development = {
  workspace: "11111111-aaaa-4aaa-8aaa-111111111111",
  dataflow: "22222222-aaaa-4aaa-8aaa-222222222222",
};
const reads = `let
  Source = PowerPlatform.Dataflows([]),
  Workspaces = Source{[Id = "Workspaces"]}[Data],
  Workspace = Workspaces{[workspaceId = "${development.workspace}"]}[Data],
  Upstream = Workspace{[dataflowId = "${development.dataflow}"]}[Data]
in
  Upstream{[entity = "Orders", version = ""]}[Data]`;

describe("a dataflow that reads another dataflow", function () {
  this.timeout(engineTestMs);

  it("is created after it, because the id is an Output, and has its id of this environment", async () => {
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const upstream = new Dataflow("upstream", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Upstream.Dataflow"),
      });
      new Dataflow("summary", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Summary.Dataflow"),
        bind: { dataflows: { [development.dataflow]: { workspaceId, dataflowId: upstream.id } } },
      });
    };
    const files = {
      ...folder("Upstream.Dataflow", { Orders: table("one") }),
      ...folder("Summary.Dataflow", { Summary: reads }),
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      expect((await stack.preview({ diff: true })).stdout).to.match(/definitionFingerprint: \[unknown\]/);
      await stack.up();
      const [upstream, summary] = ["upstream", "summary"].map((name) => stack.resource(name).id ?? "");
      const written = emulator.item(summary!).edited?.["mashup.pq"];
      expect(written).to.contain(`dataflowId = "${upstream}"`).and.contain(`workspaceId = "${emulator.workspaceId}"`);
      expect(written).not.to.contain(development.dataflow);
      const created = emulator.requests.filter(({ operation }) => operation === "createItem");
      expect(created.map(({ requestBody }) => (requestBody as { displayName: string }).displayName)).to.deep.equal([
        "upstream",
        "summary",
      ]);
      newRequests();
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });
      expect(newRequests()).to.deep.equal({});
    });
  });

  it("is refused if its file has the old id of the other dataflow, which is being replaced", async () => {
    let workspaceId = "";
    const program = (emulator: { workspaceId: string }) => {
      workspaceId ||= emulator.workspaceId;
      const of = (name: string) => ({ workspaceId, definition: new pulumi.asset.FileArchive(`./${name}.Dataflow`) });
      // The provider knows of a replacement only after the engine has planned it.
      const dependsOn = new Dataflow("upstream", of("Upstream"));
      new Dataflow("summary", of("Summary"), { dependsOn });
    };
    const files = {
      ...folder("Upstream.Dataflow", { Orders: table("one") }),
      ...folder("Summary.Dataflow", { Summary: table("two") }),
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      await stack.up();
      const old = stack.resource("upstream").id ?? "";
      stack.edit("Summary.Dataflow/mashup.pq", mashup({ Summary: reads.replace(development.dataflow, old) }));
      await stack.up();
      workspaceId = emulator.addWorkspace({ displayName: "Other" }).id;
      const refused = await stack.tryPreview();
      expect(refused.succeeded).to.equal(false);
      expect(refused.stdout + refused.stderr).to.match(
        new RegExp(`\\./Summary\\.Dataflow/mashup\\.pq:6: names the dataflow ${old}, which this stack replaces .*bind`),
      );
    });
  });
});
