import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowRefresh, DataflowSchedule, type Schedule } from "pulumi-fabric-dataflow";
import { folder, table } from "../dataflows";
import { withFabric } from "../engine/support";

/*
 * The size of each property in the state, in bytes of the engine's JSON: `npx tsx tests/bench/stateCost.ts` prints the tables of
 * docs/performance.md.
 */

const bounds = { startDateTime: "2040-01-01T00:00:00Z", endDateTime: "2041-01-01T00:00:00Z" };
const schedule: Schedule = { type: "Daily", times: ["02:30"], localTimeZoneId: "Europe/Berlin", ...bounds };

const program = ({ workspaceId }: { workspaceId: string }) => {
  const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
  const sales = new Dataflow("sales", { workspaceId, definition, publishOnUpdate: true });
  const triggers = [sales.id, sales.definitionRevision];
  new DataflowRefresh("load", { workspaceId, dataflowId: sales.id, triggers });
  new DataflowSchedule("nightly", { workspaceId, dataflowId: sales.id, schedule });
};

type Values = Record<string, unknown>;
const bytesOf = (key: string, values: Values): number =>
  values[key] === undefined ? 0 : Buffer.byteLength(`${JSON.stringify(key)}:${JSON.stringify(values[key])},`);

function print(name: string, inputs: Values, outputs: Values): void {
  const keys = [...new Set([...Object.keys(inputs), ...Object.keys(outputs)])];
  const rows = keys.map((key) => ({ key, inputs: bytesOf(key, inputs), outputs: bytesOf(key, outputs) }));
  const sum = (side: "inputs" | "outputs") => rows.reduce((total, row) => total + row[side], 0);
  console.log(`\n| ${name} | inputs | outputs |\n| --- | ---: | ---: |`);
  for (const { key, inputs: ins, outputs: outs } of rows.sort((a, b) => b.inputs + b.outputs - a.inputs - a.outputs))
    console.log(`| \`${key}\` | ${ins || ""} | ${outs || ""} |`);
  console.log(`| all | ${sum("inputs")} | ${sum("outputs")} |`);
}

const files = folder("Sales.Dataflow", { Orders: table("one"), Customers: table("two") });
void withFabric({ program, files }, async ({ stack }) => {
  await stack.up();
  for (const name of ["sales", "load", "nightly"]) {
    const { type, inputs, outputs } = stack.resource(name) as unknown as {
      type: string;
      inputs: Values;
      outputs: Values;
    };
    print(type.replace(/.*:/, ""), inputs, outputs);
  }
});
