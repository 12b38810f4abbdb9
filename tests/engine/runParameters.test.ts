import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh } from "./classes";
import { metadata } from "../dataflows";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const m = `section Section1;
shared Day = #date(2026, 1, 1) meta [IsParameterQuery = true, Type = type date];
shared Orders = #table({"Day"}, {{Day}});
`;
const files = (parametric: boolean) => ({
  "Sales.Dataflow/mashup.pq": m,
  "Sales.Dataflow/queryMetadata.json": metadata({ Day: "", Orders: "" }, { parametric }).replace(
    '"queryName": "Day",\n      "loadEnabled": true',
    '"queryName": "Day",\n      "loadEnabled": false',
  ),
});

describe("run parameters on the engine", function () {
  this.timeout(engineTestMs);

  it("are checked against the definition of the same program before a run starts", async () => {
    let parameters: Record<string, string | number> = { day: "2026-02-01" };
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const { id } = new Dataflow("sales", { workspaceId, definition });
      new DataflowRefresh("load", { workspaceId, dataflowId: id, parameters });
    };
    await withFabric({ program, files: files(true) }, async ({ emulator, stack, newRequests }) => {
      const wrong = await stack.tryUp();
      expect(wrong.succeeded).to.equal(false);
      expect(wrong.stdout).to.contain("parameters.day: the dataflow has no parameter of that name; did you mean Day?");
      expect(newRequests()).not.to.have.property("runExecute");
      await stack.destroy();
      parameters = { Day: 5 };
      expect((await stack.tryUp()).stdout).to.match(/parameters\.Day: does not fit the declared type date; give/);
      await stack.destroy();
      parameters = { Day: "2026-02-01" };
      await stack.up();
      const [run] = emulator.item(stack.resource("sales").id ?? "").runs;
      expect(run?.status).to.equal("Completed");
    });
  });

  it("are a warning if the definition is not parametric", async () => {
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const { id } = new Dataflow("sales", { workspaceId, definition });
      new DataflowRefresh("load", { workspaceId, dataflowId: id, parameters: { Day: "2026-02-01" } });
    };
    await withFabric({ program, files: files(false) }, async ({ stack }) => {
      const refused = await stack.tryUp();
      expect(refused.stdout)
        .to.contain('need "parametric": true in queryMetadata.json')
        .and.contain("DataflowNotParametricError");
    });
  });
});
