import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../emulator/index";
import { engineTestMs, withStack } from "../engine/harness/stack";
import { copyExample, programIn } from "../tools/exampleProject";

describe("examples/tested", function () {
  this.timeout(engineTestMs);

  it("stops an edit with wrong rows before the write, and allows it after a correction", async () => {
    const emulator = await startEmulator();
    const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
    const config = { "tested:workspaceId": emulator.workspaceId };
    let folder = "";
    await withStack({ name: "tested", program: () => programIn(folder)(), config, env }, async (stack) => {
      folder = stack.directory;
      copyExample("tested", folder);
      const first = await stack.up();
      expect(first.stdout).to.contain("test of Orders passed: 3 rows").and.contain("test of OrdersByRegion passed");
      // The unit tests in the folder are not a part of the definition.
      const { edited = {} } = emulator.item(stack.resource("orders").id ?? "");
      expect(Object.keys(edited).filter((path) => path.startsWith("tests"))).to.deep.equal([]);
      const written = () => emulator.item(stack.resource("orders").id ?? "").edited?.["mashup.pq"];
      const before = written();
      const m = readFileSync(join(folder, "Orders.Dataflow", "mashup.pq"), "utf8");

      stack.edit("Orders.Dataflow/mashup.pq", m.replace("{1002,", "{1001,"));
      const failed = await stack.tryUp();
      expect(failed.succeeded).to.equal(false);
      expect(failed.stdout).to.contain(
        "test of Orders failed: column OrderId has 1 value that occurs more than once (3 rows seen)",
      );
      expect(written()).to.equal(before);

      stack.edit("Orders.Dataflow/mashup.pq", m.replace("{1002,", "{1004,"));
      await stack.up();
      expect(written()).to.contain("{1004,");
      expect(stack.resource("orders").outputs).to.include({ testedRevision: 2, publishedRevision: 2 });
    });
    await emulator.close();
  });
});
