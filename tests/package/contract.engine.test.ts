import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../emulator/index";
import { Consumer } from "./consumer";

// `__provider` leans on how Pulumi's dynamic host loads it, which no document promises.
const supported: { title: string; dependencies: { "@pulumi/pulumi": string; [name: string]: string }; node: RegExp }[] =
  [
    { title: "the oldest supported SDK", dependencies: { "@pulumi/pulumi": "3.216.0" }, node: /^v/ },
    {
      title: "the newest tried SDK, on Node 22",
      dependencies: { "@pulumi/pulumi": "3.270.0", node: "22" },
      node: /^v22\./,
    },
  ];

describe("the contract with Pulumi's dynamic host", function () {
  this.timeout(450_000);

  for (const { title, dependencies, node } of supported) {
    it(`holds with ${title} (${dependencies["@pulumi/pulumi"]}): up, edit, drift and its repair, destroy`, async () => {
      const emulator = await startEmulator();
      const consumer = new Consumer(emulator);
      try {
        await consumer.install(dependencies);
        const created = await consumer.drive("up");
        expect(created.versions.pulumi).to.equal(dependencies["@pulumi/pulumi"]);
        expect(created.versions.node).to.match(node);
        expect(created.outputs).to.deep.equal({ revision: 1, status: "Completed" });

        const mashup = readFileSync(join(consumer.folder, "Sales.Dataflow", "mashup.pq"), "utf8");
        consumer.edit("Sales.Dataflow/mashup.pq", mashup.replace("Text.Proper", "Text.Upper"));
        const edited = await consumer.drive("up");
        expect(edited.outputs).to.deep.equal({ revision: 2, status: "Completed" });

        const id = emulator.items().find(({ displayName }) => displayName === "sales")?.id ?? "";
        emulator.portalEdit(id, { parts: { "mashup.pq": mashup.replace("Text.Proper", "Text.Lower") } });
        expect((await consumer.drive("refresh")).changes).to.include({ update: 1 });
        expect((await consumer.drive("up")).outputs).to.deep.equal({ revision: 3, status: "Completed" });
        expect(emulator.item(id).published?.["mashup.pq"]).to.contain("Text.Upper");

        emulator.clearRequests();
        await consumer.drive("up");
        expect(emulator.counts()).to.deep.equal({});
        await consumer.drive("destroy");
        expect(emulator.items().some((item) => item.id === id)).to.equal(false);
      } finally {
        consumer.remove();
        await emulator.close();
      }
    });
  }
});
