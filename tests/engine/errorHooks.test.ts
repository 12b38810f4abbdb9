import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, type DataflowRefreshArgs } from "./classes";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { type FabricStack, withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");
const dataflows = (emulator: Emulator) => emulator.items().filter(({ type }) => type === "Dataflow");
const failing = (operation: "runApplyChanges" | "runExecute") =>
  ({ operation, fault: { kind: "job", job: { outcome: "fail", message: "no schema" } } }) as const;

/** Options that repeat a failed step this number of times. */
function repeated(times: number): pulumi.CustomResourceOptions {
  let left = times;
  return { hooks: { onError: [new pulumi.ErrorHook("repeat", () => left-- > 0)] } };
}

/** Engine 3.259 keeps the error of the first try in the state, so the next `up` updates once more. This sends no request to Fabric. */
async function settled(stack: FabricStack["stack"], newRequests: FabricStack["newRequests"]): Promise<void> {
  const { pulumiVersion } = stack.automation.workspace;
  newRequests();
  const { changes } = await stack.up();
  if (pulumiVersion.startsWith("3.259.")) expect(changes).to.include({ update: 1 });
  if (pulumiVersion.startsWith("3.276.")) expect(changes).to.have.all.keys("same");
  expect((await stack.up()).changes).to.have.all.keys("same");
  expect(newRequests()).to.deep.equal({});
}

describe("error hooks, on the real engine", function () {
  this.timeout(engineTestMs);

  for (const uniqueNames of [true, false])
    it(`repeat a create whose publish failed with its item${uniqueNames ? "" : ", also if names are not unique"}`, async () => {
      const program = ({ workspaceId }: Emulator) => {
        new Dataflow(
          "sales",
          { workspaceId, displayName: "Sales", definition: definition(), publishOnUpdate: true },
          repeated(3),
        );
      };
      const emulate = { switches: { uniqueNames } } as const;
      await withFabric({ program, files, emulate }, async ({ emulator, stack, newRequests }) => {
        emulator.faults.add(failing("runApplyChanges"));
        emulator.faults.add(failing("runApplyChanges"));
        await stack.up();
        expect(newRequests()).to.include({ createItem: 1, runApplyChanges: 3 });
        expect(dataflows(emulator).map(({ id }) => id)).to.deep.equal([stack.resource("sales").id]);
        expect(stack.resource("sales").outputs).to.include({ definitionRevision: 1, publishedRevision: 1 });
        await settled(stack, newRequests);
        await stack.destroy();
        expect(dataflows(emulator)).to.deep.equal([]);
      });
    });

  it("repeat an update whose publish failed without another write, and without a report of an edit in Fabric", async () => {
    let tries = 0;
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, definition: definition(), publishOnUpdate: true }, repeated(tries));
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      tries = 2;
      stack.edit("Sales.Dataflow/mashup.pq", mashup({ Orders: table("two") }));
      emulator.faults.add(failing("runApplyChanges"));
      newRequests();
      const outcome = await stack.up();
      expect(newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 2 });
      expect(outcome.diagnostics.map(({ message }) => message).join()).not.to.match(/edited in Fabric/);
      expect(stack.resource("sales").outputs).to.include({ definitionRevision: 2, publishedRevision: 2 });
    });
  });

  const load = (args: Partial<DataflowRefreshArgs>, times: number) => ({
    program: ({ workspaceId }: Emulator) => {
      const { id } = new Dataflow("sales", { workspaceId, definition: definition() });
      new DataflowRefresh("load", { workspaceId, dataflowId: id, ...args }, repeated(times));
    },
    files,
  });

  it("repeat a failed run, and the second run decides", async () => {
    await withFabric(load({}, 1), async ({ emulator, stack, newRequests }) => {
      emulator.faults.add(failing("runExecute"));
      await stack.up();
      const { id, outputs } = stack.resource("load");
      const [last, first, ...others] = [...emulator.item(stack.resource("sales").id!).runs].sort((a, b) =>
        a.id === id ? 1 : b.id === id ? -1 : 0,
      );
      expect(others).to.deep.equal([]);
      expect(first?.id, "the run of the create").to.equal(id);
      expect(outputs).to.include({ status: "Completed", jobInstanceId: last?.id });
      newRequests();
      await settled(stack, newRequests);
    });
  });

  it("find a run by the next try if its response was lost", async () => {
    let end: () => void = () => {};
    let tries = 1;
    const program = ({ workspaceId }: Emulator) => {
      const repeat = new pulumi.ErrorHook("repeat", () => {
        end();
        return tries-- > 0;
      });
      const hooks = { onError: [repeat] };
      const { id } = new Dataflow("sales", { workspaceId, definition: definition() });
      new DataflowRefresh("load", { workspaceId, dataflowId: id }, { hooks });
    };
    const env = { FABRIC_MAX_RETRIES: "0" };
    await withFabric({ program, files, env }, async ({ emulator, stack }) => {
      emulator.faults.add({ operation: "runExecute", fault: { kind: "reset", effect: "applied" } });
      const blind = emulator.faults.add({ operation: "listJobInstances", times: 0, fault: { kind: "reset" } });
      end = () => emulator.faults.remove(blind);
      await stack.up();
      const runs = emulator.item(stack.resource("sales").id!).runs;
      expect(runs.map(({ id }) => id)).to.deep.equal([stack.resource("load").id]);
      expect(stack.resource("load").outputs).to.include({ status: "Completed" });
    });
  });

  it("await an active run, and start no second one", async () => {
    const emulate = { timings: { executeMs: 6_000 } } as const;
    await withFabric({ ...load({ timeout: "2s" }, 5), emulate }, async ({ emulator, stack }) => {
      await stack.up();
      expect(emulator.item(stack.resource("sales").id!).runs).to.have.length(1);
      expect(stack.resource("load").outputs).to.include({ status: "Completed" });
    });
  });
});
