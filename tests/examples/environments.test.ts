import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../emulator/index";
import { engineTestMs, withStack } from "../engine/harness/stack";
import { copyExample, programIn } from "../tools/exampleProject";
import { root } from "../tools/layout.mjs";

/** The configuration that a stack's file of the example gives; every line is a key and a plain value. */
function configOf(stack: string): Record<string, string> {
  const file = readFileSync(join(root, "examples", "environments", `Pulumi.${stack}.yaml`), "utf8");
  return Object.fromEntries(
    [...file.matchAll(/^ {2}(\w+:\w+): "?([^"\n]*)"?$/gm)].map(([, key, value]) => [key, value]),
  );
}

describe("examples/environments", function () {
  this.timeout(engineTestMs);

  it("writes the same folder with the server, rows, connection and lakehouse of each stack", async () => {
    const before = readFileSync(join(root, "examples", "environments", "Orders.Dataflow", "mashup.pq"), "utf8");
    for (const name of ["test", "prod"]) {
      const emulator = await startEmulator();
      const config: Record<string, string> = { ...configOf(name), "environments:workspaceId": emulator.workspaceId };
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      let folder = "";
      await withStack({ name: "environments", program: () => programIn(folder)(), config, env }, async (stack) => {
        folder = stack.directory;
        copyExample("environments", folder);
        await stack.up();
        const { "mashup.pq": m = "", "queryMetadata.json": json = "" } =
          emulator.item(stack.resource("orders").id ?? "").edited ?? {};
        expect(m)
          .to.contain(`Server = "${name}-sql.example.org"`)
          .and.contain(`"${config["environments:lakehouseId"]}"`);
        expect(m).to.contain(`MaxRows = ${config["environments:maxRows"]} meta`).and.not.contain("dev-sql");
        expect(json).to.contain(`"${name}-sql.example.org;Sales"`).and.contain(config["environments:sqlConnectionId"]);
        expect((await stack.up()).changes).to.deep.equal({ same: 2 });
        expect(readFileSync(join(folder, "Orders.Dataflow", "mashup.pq"), "utf8")).to.equal(before);
      });
      await emulator.close();
    }
  });
});
