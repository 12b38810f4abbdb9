import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { delimiter, join } from "node:path";
import { Dataflow } from "pulumi-fabric-dataflow";
import { folder, table } from "../dataflows";
import { languageHost } from "../engine/harness/projectStack";
import { engineTestMs } from "../engine/harness/stack";
import { withFabric } from "../engine/support";
import { root } from "../tools/layout.mjs";

/** Pulumi's own language host runs a policy pack if it is installed. Otherwise the engine's launcher does. */
function environment(): Record<string, string> {
  if (languageHost().own) return {};
  return { PATH: [join(root, "tests", "engine", "policyHost"), process.env.PATH].join(delimiter) };
}

describe("examples/policy", function () {
  this.timeout(engineTestMs);

  it("stops a dataflow without data tests in the configured stacks, and nothing else", () => {
    let tests: { [query: string]: { minRows: number } } | undefined;
    const program = ({ workspaceId }: { workspaceId: string }) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      new Dataflow("sales", { workspaceId, displayName: "Sales", definition, tests });
    };
    const files = {
      ...folder("Sales.Dataflow", { Orders: table("one"), Customers: table("two") }),
      "strict.json": JSON.stringify({ "dataflow-tests-in-production": { stacks: ["dev"] } }),
    };
    return withFabric({ program, files, env: environment() }, async ({ emulator, stack, newRequests }) => {
      const policyPacks = [join(root, "examples", "policy")];
      const strict = { policyPacks, policyPackConfigs: [join(stack.directory, "strict.json")] };
      // Without configuration the pack applies to the stack `prod`. This one is `dev`.
      await stack.preview({ policyPacks });

      const stopped = await stack.tryUp(strict);
      expect(stopped.succeeded).to.equal(false);
      expect(stopped.stdout).to.contain(
        "Sales has no data tests: give it `tests` for at least one of its queries (Customers, Orders).",
      );
      expect(newRequests()).to.deep.equal({});

      tests = { Orders: { minRows: 1 } };
      emulator.addTable({ query: "Orders", columns: { A: ["one"] } });
      expect((await stack.up(strict)).changes).to.include({ create: 1 });
    });
  });
});
