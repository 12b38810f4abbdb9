import { expect } from "chai";
import { startEmulator } from "../emulator/index";
import { Consumer } from "./consumer";
import sdk from "../../sdk/package.json";

describe("the packed package, installed in a project outside the checkout", function () {
  this.timeout(400_000);

  it("creates, leaves alone and destroys on the engine", async () => {
    const emulator = await startEmulator();
    const consumer = new Consumer(emulator);
    try {
      await consumer.install({ "@pulumi/pulumi": sdk.devDependencies["@pulumi/pulumi"] });
      expect(await consumer.bin("pulumi-fabric-dataflow", "--help")).to.match(/^usage/i);
      const { changes, outputs } = await consumer.drive("up");
      expect(changes).to.deep.equal({ create: 3 });
      expect(outputs).to.deep.equal({ revision: 1, status: "Completed" });
      emulator.clearRequests();
      expect((await consumer.drive("up")).changes).to.deep.equal({ same: 3 });
      expect(emulator.counts()).to.deep.equal({});
      await consumer.drive("destroy");
      expect(emulator.items().filter(({ displayName }) => displayName === "sales")).to.deep.equal([]);
    } finally {
      consumer.remove();
      await emulator.close();
    }
  });
});
