import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, FabricProvider } from "./classes";
import { metadata } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const M = 'section Section1;\nshared Orders = Sql.Database("s", "d"){[Item = "Orders"]}[Data];\n';
const BINDS_NEXT = /the next `pulumi up` writes the same definition once, which binds them/;

/** The text of a metadata file with one source, which is bound to a connection or to an invalid id. */
function bound(emulator: Emulator, isThere: boolean): string {
  const { id, clusterId } = emulator.addConnection({ type: "SQL", path: "s;d" });
  const DatasourceId = isThere ? id : "00000000-0000-4000-8000-00000000dead";
  const connectionId = JSON.stringify({ ClusterId: clusterId, DatasourceId });
  return metadata({ Orders: "" }, { connections: [{ kind: "Sql", path: "s;d", connectionId }] });
}

/** An item that only a create wrote, like after a killed `pulumi up`. */
async function left({ endpoint, token, workspaceId }: Emulator, json: string): Promise<void> {
  const part = (path: string, text: string) => ({
    ...{ path, payload: Buffer.from(text).toString("base64"), payloadType: "InlineBase64" },
  });
  const parts = [part("mashup.pq", M), part("queryMetadata.json", json)];
  await fetch(`${endpoint}/workspaces/${workspaceId}/dataflows`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ displayName: "Sales", definition: { parts } }),
  });
}

describe("a run of a dataflow that was adopted unchanged, on the real engine", function () {
  this.timeout(engineTestMs);

  for (const [what, otherHost, refreshes] of [
    ["of the same provider", false, false],
    ["of another provider", true, false],
    ["after a refresh of the stack", false, true],
  ] as const)
    it(`makes the next up write the definition once if it fails for missing credentials, which binds them (${what})`, async () => {
      let json = "";
      const program = (emulator: Emulator) => {
        const { workspaceId, token, endpoint } = emulator;
        const provider = otherHost ? new FabricProvider("other", { token, endpoint }) : undefined;
        const definition = {
          "mashup.pq": new pulumi.asset.StringAsset(M),
          "queryMetadata.json": new pulumi.asset.StringAsset(json),
        };
        const sales = new Dataflow("sales", { workspaceId, displayName: "Sales", definition, adoptExisting: true });
        new DataflowRefresh("load", { workspaceId, dataflowId: sales.id, triggers: [sales.id] }, { provider });
      };
      await withFabric({ program }, async ({ emulator, stack, newRequests }) => {
        json = bound(emulator, true);
        await left(emulator, json);
        newRequests();
        const first = await stack.tryUp();
        expect(first.succeeded).to.equal(false);
        expect(first.stdout + first.stderr)
          .to.contain("EntityUserFailure")
          .and.match(BINDS_NEXT);
        expect(newRequests()).not.to.have.property("updateDefinition");
        if (refreshes) await stack.refresh();
        const second = await stack.up();
        expect(second.changes).to.deep.equal({ same: otherHost ? 3 : 2, replace: 1 });
        const calls = emulator.requests.map(({ operation }) => operation);
        expect(calls.filter((one) => one === "updateDefinition")).to.have.length(1);
        expect(calls.indexOf("updateDefinition")).to.be.lessThan(calls.indexOf("runExecute"));
        expect(stack.resource("load").outputs?.status).to.equal("Completed");
        newRequests();
        expect((await stack.up()).changes).to.deep.equal({ same: otherHost ? 4 : 3 });
        expect(newRequests()).to.deep.equal({});
      });
    });

  it("makes the next up write the definition only once if the missing credentials have another cause", async () => {
    let json = "";
    const program = ({ workspaceId }: Emulator) => {
      const definition = {
        "mashup.pq": new pulumi.asset.StringAsset(M),
        "queryMetadata.json": new pulumi.asset.StringAsset(json),
      };
      const sales = new Dataflow("sales", { workspaceId, displayName: "Sales", definition, adoptExisting: true });
      new DataflowRefresh("load", { workspaceId, dataflowId: sales.id });
    };
    await withFabric({ program }, async ({ emulator, stack, newRequests }) => {
      json = bound(emulator, false);
      await left(emulator, json);
      const writes: number[] = [];
      const hints: boolean[] = [];
      for (let up = 1; up <= 4; up++) {
        newRequests();
        const { succeeded, stdout, stderr } = await stack.tryUp();
        expect(succeeded).to.equal(false);
        hints.push(BINDS_NEXT.test(stdout + stderr));
        writes.push(newRequests().updateDefinition ?? 0);
      }
      expect(writes).to.deep.equal([0, 1, 0, 0]);
      expect(hints).to.deep.equal([true, false, false, false]);
    });
  });
});
