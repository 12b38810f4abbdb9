import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow } from "./classes";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const row = (text: string) => mashup({ Orders: table(text) });
const files = folder("Sales.Dataflow", { Orders: table("one") });

describe("an edit in the portal without a refresh, on the real engine", function () {
  this.timeout(engineTestMs);

  it("is not published if the program turns publishing on, but repaired after a refresh", async () => {
    let publishOnUpdate = false;
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        publishOnUpdate,
      });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const item = () => emulator.item(stack.resource("sales").id!);
      emulator.portalEdit(item().id, { parts: { "mashup.pq": row("theirs") } });
      publishOnUpdate = true;
      newRequests();
      const refused = await stack.tryUp();
      expect(refused.succeeded).to.equal(false);
      expect(refused.stdout + refused.stderr).to.match(/edited in Fabric.*\(Orders\), and nothing was published/s);
      expect(newRequests()).to.deep.equal({ getDefinition: 1 });
      await stack.up({ refresh: true });
      expect(item().published?.["mashup.pq"]).to.equal(row("one"));
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  it("is not overwritten if the read before the write is refused", async () => {
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, definition: new pulumi.asset.FileArchive("./Sales.Dataflow") });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      await stack.up();
      const item = () => emulator.item(stack.resource("sales").id!);
      emulator.portalEdit(item().id, { parts: { "mashup.pq": row("theirs") } });
      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      emulator.faults.add({ operation: "getDefinition", fault });
      const refused = await stack.tryUp();
      expect(refused.succeeded).to.equal(false);
      expect(refused.stdout + refused.stderr).to.contain("InsufficientPrivileges");
      expect(item().edited?.["mashup.pq"]).to.equal(row("theirs"));
    });
  });
});
