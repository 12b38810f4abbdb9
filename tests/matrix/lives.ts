import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator } from "../emulator/index";
import { type ProjectStackOptions, withProjectStack } from "../engine/harness/projectStack";
import type { TestStack } from "../engine/harness/stack";
import { addConnections } from "../tools/exampleProject";

export interface Life {
  /** The runtime that the program reports. */
  node: RegExp;
  sdk: string;
}

/** A stack of one of the programs below tests/matrix/programs, with its emulator. */
export async function withProgram<T>(
  { directory, path, env }: Pick<ProjectStackOptions, "directory" | "path" | "env">,
  emulator: Emulator,
  use: (stack: TestStack) => Promise<T>,
): Promise<T> {
  addConnections(emulator, join(directory, "Sales.Dataflow"));
  const config = {
    "fabric-dataflow:endpoint": emulator.endpoint,
    "fabric-dataflow:token": { value: emulator.token, secret: true },
    "matrix:workspaceId": emulator.workspaceId,
  };
  return withProjectStack({ directory, path, env, config }, use);
}

/** Calls `use` with an emulator. If everything succeeds, the emulator checks its requests. */
export async function withEmulator(use: (emulator: Emulator) => Promise<void>): Promise<void> {
  const emulator = await startEmulator();
  let failed = true;
  try {
    await use(emulator);
    failed = false;
  } finally {
    await emulator.close({ allowViolations: failed });
  }
}

async function created(stack: TestStack, { node, sdk }: Life): Promise<void> {
  expect((await stack.up()).changes).to.deep.equal({ create: 3 });
  const outputs = await outputsOf(stack);
  expect(outputs).to.include({ revision: 1, status: "Completed", sdk });
  expect(outputs.node).to.match(node);
}

async function leftAloneAndDestroyed(emulator: Emulator, stack: TestStack): Promise<void> {
  emulator.clearRequests();
  expect((await stack.up()).changes).to.deep.equal({ same: 3 });
  expect(emulator.counts()).to.deep.equal({});
  await stack.destroy();
  expect(emulator.items().filter(({ displayName }) => displayName === "sales")).to.deep.equal([]);
}

async function outputsOf(stack: TestStack): Promise<Record<string, unknown>> {
  const values = Object.entries(await stack.automation.outputs()).map(([name, { value }]) => [name, value as unknown]);
  return Object.fromEntries(values) as Record<string, unknown>;
}

/** The program is created, unchanged by another up, and destroyed. */
export async function shortLife(emulator: Emulator, stack: TestStack, life: Life): Promise<void> {
  await created(stack, life);
  await leftAloneAndDestroyed(emulator, stack);
}

/** The program is created, edited, edited in the portal, repaired, unchanged and destroyed. */
export async function wholeLife(emulator: Emulator, stack: TestStack, life: Life): Promise<void> {
  await created(stack, life);
  const mashup = readFileSync(join(stack.directory, "Sales.Dataflow", "mashup.pq"), "utf8");
  stack.edit("Sales.Dataflow/mashup.pq", mashup.replace("Text.Proper", "Text.Upper"));
  await stack.up();
  expect(await outputsOf(stack)).to.include({ revision: 2, status: "Completed" });

  const id = stack.resource("dynamic/fabric:Dataflow::sales").id ?? "";
  emulator.portalEdit(id, { parts: { "mashup.pq": mashup.replace("Text.Proper", "Text.Lower") } });
  expect((await stack.refresh()).changes).to.include({ update: 1 });
  await stack.up();
  expect(await outputsOf(stack)).to.include({ revision: 3, status: "Completed" });
  expect(emulator.item(id).published?.["mashup.pq"]).to.contain("Text.Upper");
  await leftAloneAndDestroyed(emulator, stack);
}
