import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { Client, part } from "./caller";
import { Emulator, startEmulator } from "./index";

const folder = process.env.DATAFLOW_SAMPLES;
const quickstart = path.join(__dirname, "../../examples/quickstart");

const dataflowsIn = (root: string): string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.endsWith(".Dataflow"))
    .map(({ name }) => path.join(root, name));

describe("exported definitions in the emulator", () => {
  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator();
  });
  afterEach(() => emulator.close());

  if (!folder) it.skip("DATAFLOW_SAMPLES names no folder of exported dataflows");
  for (const sample of [...dataflowsIn(quickstart), ...(folder ? dataflowsIn(folder) : [])]) {
    it(`can be stored and published: ${path.basename(sample)}`, async () => {
      const client = new Client(emulator);
      const files = readdirSync(sample).map((name) => [name, readFileSync(path.join(sample, name), "utf8")] as const);
      const parts = files.map(([name, text]) => part(name, text));
      const id = await client.dataflow("Sample", { parts });
      expect((await client.ended(await client.publish(id))).status).to.equal("Completed");
      const stored = await client.parts(id);
      const sent = Object.fromEntries(files);
      const lines = (text = "") => text.replace(/\r\n/g, "\n");
      expect(lines(stored["mashup.pq"])).to.equal(lines(sent["mashup.pq"]));
      expect(JSON.parse(stored["queryMetadata.json"] ?? "").queriesMetadata).to.have.all.keys(
        Object.keys(JSON.parse(sent["queryMetadata.json"] ?? "").queriesMetadata),
      );
    });
  }
});
