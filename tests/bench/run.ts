import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { measureLarge } from "./large";
import { measure, measureLimits } from "./measure";
import { full } from "./measured";
import { compare } from "./peers/compare";
import { quick } from "./quick";
import { peerTable, tables } from "./tables";

const USAGE = `usage: npm run bench [-- --quick | --limits | --large | --peers | --whole-lifecycle] [-- --json out.json]

Measures the product on the real engine against the emulator. --quick counts requests only, and fails where one is too many.
--limits measures without a limit of calls and under one, and nothing else.
--large measures the largest size beside trivial resources with the same state, and nothing else.
--peers compares with the Terraform provider and fabric-cicd, and does nothing else. The environment says where they are: BENCH_TERRAFORM_PROVIDER is the file
terraform-provider-fabric, BENCH_TERRAFORM the command line of Terraform or OpenTofu (default: terraform), BENCH_FABRIC_CICD a Python that finds fabric-cicd.
--whole-lifecycle measures the largest size also next to trivial resources that have as many methods as the product's.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean" },
      limits: { type: "boolean" },
      large: { type: "boolean" },
      peers: { type: "boolean" },
      "whole-lifecycle": { type: "boolean" },
      json: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return console.log(USAGE);
  const began = Date.now();
  const say = (line: string) => console.log(`${Math.round((Date.now() - began) / 1000)} s: ${line}`);
  let result: object;
  if (values.quick) {
    const counted = await quick();
    for (const [step, requests] of Object.entries(counted.steps)) console.log(`${step}: ${JSON.stringify(requests)}`);
    for (const line of counted.wrong) console.log(`wrong: ${line}`);
    if (counted.wrong.length > 0) process.exitCode = 1;
    result = counted;
  } else if (values.limits) {
    result = await measureLimits(say, full);
  } else if (values.large) {
    result = await measureLarge(say, full);
  } else if (values.peers) {
    const compared = await compare(say, full);
    console.log(`\n${peerTable(compared)}`);
    result = compared;
  } else {
    const measured = await measure(say, {
      ...full,
      wholeLifecycle: values["whole-lifecycle"] ?? false,
    });
    console.log(`\n${tables(measured)}`);
    result = measured;
  }
  if (values.json) writeFileSync(values.json, JSON.stringify(result, undefined, 2) + "\n");
  console.log(`${Math.round((Date.now() - began) / 1000)} s`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
