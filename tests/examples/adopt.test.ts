import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CliService } from "../cli/service";
import { engineTestMs } from "../engine/harness/stack";
import { root } from "../tools/layout.mjs";
import { withExample } from "./around";

const folder = join(root, "examples", "adopt", "Orders.Dataflow");
const files = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

describe("examples/adopt", function () {
  this.timeout(engineTestMs);

  it("adopts the dataflow with that id without a write, and repairs a later edit in the portal", () =>
    withExample(
      { name: "adopt", config: ({ workspaceId }) => ({ "adopt:workspaceId": workspaceId }) },
      async ({ emulator, stack }) => {
        const id = await new CliService(emulator).add("Orders", files());
        await stack.automation.setConfig("adopt:ordersId", { value: id });
        emulator.clearRequests();
        await stack.up();
        expect(emulator.counts()).to.deep.equal({ getItem: 1, getDefinition: 1 });
        expect((await stack.automation.outputs()).ordersId?.value).to.equal(id);
        const edited = emulator.item(id).edited?.["mashup.pq"] ?? "";
        emulator.portalEdit(id, { parts: { "mashup.pq": edited.replace("MaxRows = 10 ", "MaxRows = 5 ") } });
        expect((await stack.refresh()).changes).to.include({ update: 1 });
        await stack.up();
        expect(emulator.item(id).edited?.["mashup.pq"]).to.contain("MaxRows = 10 ");
      },
    ));
});
