import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../emulator/index";
import { engineTestMs, withStack } from "../engine/harness/stack";
import { copyExample, programIn } from "../tools/exampleProject";
import { expectExcerpt, outputOf } from "./excerpts";
import { root } from "../tools/layout.mjs";

/** The configuration in a stack's file of the example. Every line is a key and a plain value. */
function configOf(stack: string): Record<string, string> {
  const file = readFileSync(join(root, "examples", "environments", `Pulumi.${stack}.yaml`), "utf8");
  return Object.fromEntries(
    [...file.matchAll(/^ {2}(\w+:\w+): "?([^"\n]*)"?$/gm)].map(([, key, value]) => [key, value]),
  );
}

describe("examples/environments", function () {
  this.timeout(engineTestMs);

  it("writes the same folder with each stack's server, rows, connections and lakehouse, and runs it", async () => {
    const before = readFileSync(join(root, "examples", "environments", "Orders.Dataflow", "mashup.pq"), "utf8");
    for (const name of ["test", "prod"]) {
      const emulator = await startEmulator();
      const config: Record<string, string> = { ...configOf(name), "environments:workspaceId": emulator.workspaceId };
      // The cluster of the file's entries. It completes a connection's id.
      const clusterId = "c0000000-0000-4000-8000-000000000001";
      const connect = (id: string, type: string, path: string) => emulator.addConnection({ id, clusterId, type, path });
      connect(config["environments:sqlConnectionId"] ?? "", "Sql", `${name}-sql.example.org;Sales`);
      connect(config["environments:lakehouseConnectionId"] ?? "", "Lakehouse", "Lakehouse");
      const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
      let folder = "";
      try {
        await withStack({ name: "environments", program: () => programIn(folder)(), config, env }, async (stack) => {
          folder = stack.directory;
          copyExample("environments", folder);
          const { diagnostics, stdout } = await stack.up({ color: "never" });
          if (name === "test") expectExcerpt(outputOf("examples/environments/README.md", "up"), stdout);
          expect(diagnostics.filter(({ severity }) => severity === "warning")).to.deep.equal([]);
          const { "mashup.pq": m = "", "queryMetadata.json": json = "" } =
            emulator.item(stack.resource("orders").id ?? "").edited ?? {};
          expect(m)
            .to.contain(`Server = "${name}-sql.example.org"`)
            .and.contain(`"${config["environments:lakehouseId"]}"`);
          expect(m).to.contain(`MaxRows = ${config["environments:maxRows"]} meta`).and.not.contain("dev-sql");
          expect(json)
            .to.contain(`"${name}-sql.example.org;Sales"`)
            .and.contain(config["environments:sqlConnectionId"]);
          expect(json).to.contain(config["environments:lakehouseConnectionId"]).and.not.contain("d0d0d0d0");
          expect(stack.resource("load").outputs).to.include({ status: "Completed" });
          expect((await stack.up()).changes).to.deep.equal({ same: 3 });
          expect(readFileSync(join(folder, "Orders.Dataflow", "mashup.pq"), "utf8")).to.equal(before);
        });
      } finally {
        await emulator.close();
      }
    }
  });
});
