import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Dataflow, DataflowRefresh } from "./classes";
import { folder, table } from "../dataflows";
import { run } from "../tools/processes.mjs";
import { engineTestMs, stackName, type StateResource, type TestStack } from "./harness/stack";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", {
  Orders: table("one"),
  Password: '"" meta [IsParameterQuery = true, Type = "Text", IsParameterQueryRequired = true]',
});

function program({ workspaceId }: { workspaceId: string }): void {
  const sales = new Dataflow("sales", {
    workspaceId,
    displayName: "Sales",
    definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
    parameters: { Password: pulumi.secret("hunter2") },
  });
  new DataflowRefresh("load", { workspaceId, dataflowId: sales.id, triggers: [sales.definitionRevision] });
}

async function command(stack: TestStack, ...args: string[]): Promise<void> {
  const { envVars: env } = stack.automation.workspace;
  const all = ["stack", ...args, "--stack", stackName, "--non-interactive"];
  const { code, output } = await run("pulumi", all, { cwd: stack.directory, env, timeoutMs: 60_000 });
  expect(code, output).to.equal(0);
}

describe("commands that show a stack:", function () {
  this.timeout(engineTestMs);

  it("pulumi stack export has arguments and outputs by name and no secret, and graph draws the dependencies", () =>
    withFabric({ program, files }, async ({ emulator, stack }) => {
      await stack.up();
      await command(stack, "export", "--file", "export.json");
      const text = readFileSync(join(stack.directory, "export.json"), "utf8");
      const { resources } = (JSON.parse(text) as { deployment: { resources: StateResource[] } }).deployment;
      const sales = resources.find(({ urn }) => urn.endsWith(":Dataflow::sales"));
      const load = resources.find(({ urn }) => urn.endsWith(":DataflowRefresh::load"));
      const { workspaceId } = emulator;
      expect(sales?.inputs).to.deep.include({ workspaceId, displayName: "Sales", definitionRevision: 1 });
      expect(Object.keys(sales?.inputs?.queries as object)).to.deep.equal(["Orders", "Password"]);
      expect(load?.outputs).to.include({ dataflowId: sales?.id, status: "Completed" });
      expect(text).not.to.contain("hunter2").and.not.to.contain("shared Orders");
      expect(text.length, "the bytes of three resources and their provider").to.be.below(20_000);

      await command(stack, "graph", "graph.dot");
      const dot = readFileSync(join(stack.directory, "graph.dot"), "utf8");
      const node = (urn = "") =>
        dot
          .split("\n")
          .find((line) => line.includes(`"${urn}"`))
          ?.trim()
          .split(" ")[0];
      expect(dot).to.contain(`${node(sales?.urn)} -> ${node(load?.urn)}`);
    }));
});
