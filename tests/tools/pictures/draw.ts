import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Mashup } from "../../../sdk/definition/mashup";
import { dependentsOf, lineageOf } from "../../../sdk/definition/lineage";
import { startEmulator } from "../../emulator/index";
import { definition } from "../../lifecycle/assets";
import { Resource } from "../../lifecycle/resource";
import { World } from "../../lifecycle/world";
import { root } from "../layout.mjs";
import { run } from "../processes.mjs";
import { lifecyclePicture } from "./lifecycle";
import { lineagePicture } from "./lineage";
import { shortened, stepOf } from "./startOutput";
import { stepsPicture, type StepSeen } from "./steps";
import { NARROW, terminal } from "./terminal";

/*
 * npm run pictures: draws docs/pictures. The content comes from real runs: the terminal from `npm start`, the requests from
 * the emulator's log, the lineage from the quickstart's own definition.
 */

const folder = join(root, "docs", "pictures");
const write = (name: string, svg: string) => writeFileSync(join(folder, `${name}.svg`), svg);

async function seenSteps(): Promise<StepSeen[]> {
  const emulator = await startEmulator({
    switches: { longRunning: { create: true } },
    timings: { operationMs: 30, applyChangesMs: 60, executeMs: 60 },
  });
  const world = new World(emulator);
  const sales = new Resource(world, "dataflow");
  const load = new Resource(world, "dataflowRefresh");
  const { workspaceId } = emulator;
  const steps: StepSeen[] = [];
  const step = async (title: string, work: () => Promise<unknown>) => {
    emulator.clearRequests();
    await work();
    steps.push({ title, operations: emulator.requests.map(({ operation }) => operation ?? "") });
  };
  const up = async (queries?: Record<string, string>) => {
    await sales.up({ workspaceId, displayName: "Sales", definition: definition(queries), publishOnUpdate: true });
    await load.up({ workspaceId, dataflowId: sales.id, triggers: [sales.id, sales.outs.definitionRevision] });
  };
  await step("pulumi up: a new dataflow, published and run", () => up());
  await step("pulumi up: nothing has changed", () => up());
  await step("pulumi up: a query was edited in the files", () => up({ Orders: "two" }));
  await step("pulumi refresh", () => sales.refresh());
  await step("pulumi destroy", () => sales.destroy());
  await emulator.close();
  return steps;
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  write("lifecycle", lifecyclePicture("From the program to Fabric", 'require("pulumi-fabric-dataflow/runtime")'));
  write("requests", stepsPicture("The requests of each step to Fabric, in order", await seenSteps()));
  const mashup = readFileSync(join(root, "examples/quickstart/Sales.Dataflow/mashup.pq"), "utf8");
  const lineage = await lineageOf(new Mashup(mashup, "mashup.pq"));
  const dependents = dependentsOf(lineage, ["Orders"]);
  write("lineage", await lineagePicture("The queries of the quickstart's dataflow", lineage, "Orders", dependents));
  const { code, output } = await run(process.execPath, [join(root, "tests/tools/start.mjs")], { timeoutMs: 300_000 });
  if (code !== 0) throw new Error(`npm start failed:\n${output}`);
  const preview = shortened(stepOf(output, "an edit of one query"));
  const title = "A preview that names the changed query and its dependents";
  write("preview", terminal(title, "pulumi preview --diff", preview));
  write("preview-narrow", terminal(title, "pulumi preview --diff", preview, NARROW));
  console.log(output);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
