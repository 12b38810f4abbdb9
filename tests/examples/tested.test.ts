import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../emulator/index";
import { engineTestMs, withStack } from "../engine/harness/stack";
import { copyExample, programIn } from "../tools/exampleProject";

/** The emulator evaluates no M: it answers with these rows, as the service would for what the example's M says. */
const orders = (ids: number[]) => ({
  query: "Orders (test)",
  columns: { OrderId: ids, Region: ids.map(() => "North"), Amount: ids.map((id) => id / 2) },
  types: { OrderId: "int64", Amount: "number" } as const,
});

describe("examples/tested", function () {
  this.timeout(engineTestMs);

  it("stops an edit with wrong rows before it is written, and allows it after a correction", async () => {
    const emulator = await startEmulator();
    emulator.addTable(orders([1001, 1002, 1003]));
    emulator.addTable({ query: "OrdersByRegion (test)", columns: { Region: ["North"], Amount: [1] } });
    const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
    const config = { "tested:workspaceId": emulator.workspaceId };
    let folder = "";
    await withStack({ name: "tested", program: () => programIn(folder)(), config, env }, async (stack) => {
      folder = stack.directory;
      copyExample("tested", folder);
      const first = await stack.up();
      expect(first.stdout).to.contain("test of Orders passed: 3 rows").and.contain("test of OrdersByRegion passed");
      // The folder's unit tests do not belong to the definition.
      const { edited = {} } = emulator.item(stack.resource("orders").id ?? "");
      expect(Object.keys(edited).filter((path) => path.startsWith("tests"))).to.deep.equal([]);
      const written = () => emulator.item(stack.resource("orders").id ?? "").edited?.["mashup.pq"];
      const before = written();
      const m = readFileSync(join(folder, "Orders.Dataflow", "mashup.pq"), "utf8");

      stack.edit("Orders.Dataflow/mashup.pq", m.replace("{1002,", "{1001,"));
      emulator.addTable(orders([1001, 1001, 1003]));
      const failed = await stack.tryUp();
      expect(failed.succeeded).to.equal(false);
      expect(failed.stdout).to.contain(
        "test of Orders failed: column OrderId has 1 value that occurred before, the first in rows 1 and 2 (3 rows seen)",
      );
      expect(written()).to.equal(before);

      stack.edit("Orders.Dataflow/mashup.pq", m.replace("{1002,", "{1004,"));
      emulator.addTable(orders([1001, 1004, 1003]));
      await stack.up();
      expect(written()).to.contain("{1004,");
      expect(stack.resource("orders").outputs).to.include({ testedRevision: 2, publishedRevision: 2 });
    });
    await emulator.close();
  });
});
