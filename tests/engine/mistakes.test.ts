import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  Dataflow,
  DataflowDeployment,
  DataflowRefresh,
  FabricProvider,
  getItemOutput,
  getWorkspace,
  getWorkspaceOutput,
} from "pulumi-fabric-dataflow";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { root } from "../tools/layout.mjs";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");
/** Runs in `apply`, in which an error does not end the program at once. */
const later = (step: () => unknown) => void pulumi.output(Promise.resolve("known")).apply(() => void step());

type Mistake = (emulator: Emulator) => unknown;
/** The program's mistake and its message. After the mistake, the program declares no more resources. */
const mistakes: Record<string, [mistake: Mistake, says: RegExp]> = {
  "an argument that nobody knows": [
    ({ workspaceId }) => later(() => new Dataflow("bad", { workspaceId, paramaters: {} } as never)),
    /paramaters: is unknown; did you mean parameters\?/,
  ],
  "a computed key": [
    ({ workspaceId }) => later(() => new Dataflow("bad", { workspaceId, definitionRevision: 3 } as never)),
    /definitionRevision: is computed and cannot be set/,
  ],
  "no arguments": [() => later(() => new Dataflow("bad", undefined as never)), /workspaceId: is missing/],
  "options that contradict an argument": [
    ({ workspaceId }) =>
      later(() => new Dataflow("bad", { workspaceId, adoptExisting: true }, { deleteBeforeReplace: false })),
    /deleteBeforeReplace: remove it or adoptExisting/,
  ],
  "the import of a run": [
    ({ workspaceId }) =>
      later(() => new DataflowRefresh("bad", { workspaceId, dataflowId: workspaceId }, { import: workspaceId })),
    /a run cannot be imported/,
  ],
  "an argument that a deployment does not know": [
    ({ workspaceId }) => later(() => new DataflowDeployment("bad", { workspaceId, refesh: false } as never)),
    /refesh: is unknown; did you mean refresh\?/,
  ],
  "a setting that a provider does not know": [
    ({ workspaceId }) =>
      later(() => {
        const provider = new FabricProvider("wrong", { tenant: "x" } as never);
        new Dataflow("bad", { workspaceId }, { provider });
      }),
    /tenant of the FabricProvider is unknown; did you mean tenantId/,
  ],
  "a look-up that finds nothing, among the arguments": [
    () => new Dataflow("bad", { workspaceId: getWorkspace({ displayName: "nobody" }).then(({ id }) => id) }),
    /no workspace with displayName "nobody"/,
  ],
  "the same as an Output": [
    () => new Dataflow("bad", { workspaceId: getWorkspaceOutput({ displayName: "nobody" }).id }),
    /no workspace with displayName "nobody"/,
  ],
  "the same before a resource is declared": [
    ({ workspaceId }) =>
      void getItemOutput({ workspaceId, displayName: "nothing" }).apply(({ id }) => new Dataflow(id, { workspaceId })),
    /no item with displayName "nothing"/,
  ],
};

describe("a mistake in an inline program, on the real engine", function () {
  this.timeout(engineTestMs);

  it("ends the update, and does not delete resources that the program has not declared by then", async () => {
    let wrong: Mistake | undefined;
    const program = (emulator: Emulator) => {
      const { workspaceId } = emulator;
      if (wrong) wrong(emulator);
      else new Dataflow("kept", { workspaceId, definition: definition() });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.automation.setAllConfig({
        "fabric-dataflow:endpoint": { value: emulator.endpoint },
        "fabric-dataflow:token": { value: emulator.token, secret: true },
      });
      await stack.up();
      const { id } = stack.resource("kept");
      newRequests();
      for (const [name, [mistake, says]] of Object.entries(mistakes)) {
        wrong = mistake;
        const up = await stack.tryUp();
        expect(up.succeeded, name).to.equal(false);
        expect(up.diagnostics.map(({ message }) => message).join("\n"), name).to.match(says);
        expect(
          emulator.items().some((item) => item.id === id),
          `${name}: what was there is there`,
        ).to.equal(true);
        expect(stack.resource("kept").id, name).to.equal(id);
        expect(newRequests(), name).not.to.have.any.keys("createItem", "deleteItem", "runExecute");
      }
      wrong = undefined;
      await stack.up();
      expect(newRequests()).to.deep.equal({});
    });
  });

  it("the option import in a transformation fails with Pulumi's own message, which troubleshooting.md has", async () => {
    const program = ({ workspaceId }: Emulator) => {
      const transformations = [
        ({ props, opts }: pulumi.ResourceTransformationArgs) => ({ props, opts: { ...opts, import: workspaceId } }),
      ];
      new Dataflow("sales", { workspaceId }, { transformations });
    };
    await withFabric({ program }, async ({ stack, newRequests }) => {
      const { succeeded, stdout, stderr } = await stack.tryUp();
      expect(succeeded).to.equal(false);
      const { pulumiVersion } = stack.automation.workspace;
      const message = pulumiVersion.startsWith("3.276.")
        ? "code must be a string, not undefined"
        : "Cannot read properties of undefined (reading 'toJavaScript')";
      expect(stdout + stderr).to.contain(message);
      expect(readFileSync(join(root, "docs", "troubleshooting.md"), "utf8")).to.contain(message);
      expect(newRequests()).to.deep.equal({});
    });
  });
});
