import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../../emulator/index";
import { Consumer } from "../consumer";

/**
 * `__provider` leans on how Pulumi's dynamic host loads it, which no document promises: a whole life of a dataflow with
 * the versions given.
 */
export async function expectContractToHold(dependencies: Record<string, string>, node: RegExp): Promise<void> {
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
}
