import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh } from "./classes";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { addFolder } from "./made";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", {
  Region: '"north" meta [IsParameterQuery = true, Type = "Text"]',
  Orders: table("one"),
});

describe("a change without work, on the real engine:", function () {
  this.timeout(engineTestMs);

  it("values that become secret and public again, and ids in another case, cause no write, publish, run or move", async () => {
    let [isSecret, isUpper, folderId] = [false, false, ""];
    const program = ({ workspaceId }: Emulator) => {
      const id = (text: string) => (isUpper ? text.toUpperCase() : text);
      const sales = new Dataflow("sales", {
        workspaceId: id(workspaceId),
        folderId: id(folderId),
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        parameters: { Region: isSecret ? pulumi.secret("south-region") : "south-region" },
        publishOnUpdate: true,
      });
      const dataflowId = sales.id.apply(id);
      const triggers = [sales.id, sales.definitionRevision];
      new DataflowRefresh("load", { workspaceId: id(workspaceId), dataflowId, triggers });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      folderId = await addFolder(emulator, "reports");
      await stack.up();
      newRequests();
      for (const next of [true, false]) {
        isSecret = next;
        await stack.up();
        expect(newRequests(), isSecret ? "secret" : "public").to.deep.equal({});
        expect(stack.stateText().includes("south-region")).to.equal(!isSecret);
        expect((await stack.up({ refresh: true })).changes).to.deep.equal({ same: 3 });
        newRequests();
      }
      isUpper = true;
      await stack.up();
      expect(newRequests(), "ids in another case").to.deep.equal({});
      expect((await stack.up({ refresh: true })).changes).to.deep.equal({ same: 3 });
    });
  });
});
