import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh } from "pulumi-fabric-dataflow";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { arm } from "../soak/kills/killer";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const row = (text: string): string => mashup({ Orders: table(text) });
const fails = (operation: "runApplyChanges" | "runExecute") =>
  ({ operation, fault: { kind: "job", job: { outcome: "fail", message: "no schema" } } }) as const;

const editedAndPublished = (emulator: Emulator, id: string): (string | undefined)[] =>
  [emulator.item(id).edited, emulator.item(id).published].map((parts) =>
    parts?.["mashup.pq"]?.replaceAll("\r\n", "\n"),
  );

describe("rollback, on the real engine", function () {
  this.timeout(engineTestMs);
  const program =
    (more: object = {}) =>
    ({ workspaceId }: { workspaceId: string }) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      new Dataflow("sales", { workspaceId, definition, publishOnUpdate: true, rollback: true, ...more });
    };

  it("restores the stored definition, and the next preview shows that the declared one is not yet written", async () => {
    await withFabric({ program: program(), files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const id = stack.resource("sales").id!;
      const now = () => editedAndPublished(emulator, id);
      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      emulator.faults.add(fails("runApplyChanges"));
      const failed = await stack.tryUp();
      expect(failed.succeeded).to.equal(false);
      expect(failed.stdout).to.match(/ended Failed.*no schema/);
      expect(failed.stdout).to.match(
        /rollback: the definition that was stored before \(revision 1\) is written back and\s+published/,
      );
      expect(now()).to.deep.equal([row("one"), row("one")]);
      expect(stack.resource("sales").outputs).to.include({
        definitionRevision: 1,
        publishedRevision: 1,
        rolledBack: 2,
      });
      expect(JSON.stringify(stack.resource("sales").outputs), "the state has no text of the definition").not.to.contain(
        "#table",
      );

      const left = await stack.preview();
      expect(left.changes).to.include({ update: 1 });
      expect(left.stdout).to.contain("revision 2 was rolled back");
      await stack.refresh();
      expect((await stack.preview({ diff: true })).stdout).to.match(/definitionRevision *: 1 => 2/);
      newRequests();
      await stack.up();
      expect(newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 1 });
      expect(now()).to.deep.equal([row("two"), row("two")]);
      expect(stack.resource("sales").outputs).not.to.have.property("rolledBack");
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  it("leaves the new definition unpublished if a kill prevents it, and the next up publishes it", async () => {
    await withFabric({ program: program(), files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const id = stack.resource("sales").id!;
      const now = () => editedAndPublished(emulator, id);
      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      emulator.faults.add(fails("runApplyChanges"));
      // The third read of the definition is the one before the rollback's write.
      const shot = arm(emulator, "host", { operation: "getDefinition", nth: 3, when: "before", delayMs: 0 });
      expect((await stack.tryUp()).succeeded).to.equal(false);
      shot.disarm();
      expect(shot.fired).to.equal(true);
      expect(now()).to.deep.equal([row("two"), row("one")]);
      newRequests();
      await stack.up();
      expect(newRequests()).to.include({ runApplyChanges: 1 }).and.not.to.have.any.keys("updateDefinition");
      expect(now()).to.deep.equal([row("two"), row("two")]);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  it("leaves a state from which the next up ends as declared, if it fails, if its publish fails, or if a kill interrupts it", async () => {
    await withFabric({ program: program(), files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const id = stack.resource("sales").id!;
      const now = () => editedAndPublished(emulator, id);
      const outputs = () => stack.resource("sales").outputs;
      const plain = (text: string): string => text.replace(/\s+/g, " ");
      const ends = async (text: string) => {
        await stack.up();
        expect(now()).to.deep.equal([row(text), row(text)]);
        expect(outputs()).not.to.have.any.keys("rolledBack", "pendingPublish");
        newRequests();
        expect((await stack.up()).changes).to.deep.equal({ same: 2 });
        expect(newRequests()).to.deep.equal({});
      };

      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      emulator.faults.add(fails("runApplyChanges"));
      emulator.faults.add({
        operation: "updateDefinition",
        skip: 1,
        fault: { kind: "status", status: 403, errorCode: "InsufficientPrivileges" },
      });
      const failed = plain((await stack.tryUp()).stdout);
      expect(failed).to.match(/ended Failed.*no schema.*rollback failed: .*InsufficientPrivileges/);
      expect(failed).to.contain("The new definition (revision 2) is stored and not published");
      expect(now()).to.deep.equal([row("two"), row("one")]);
      expect(outputs()).to.include({ definitionRevision: 2, publishedRevision: 1 });
      expect((await stack.preview()).changes).to.include({ update: 1 });
      await ends("two");

      stack.edit("Sales.Dataflow/mashup.pq", row("three"));
      emulator.faults.add({ ...fails("runApplyChanges"), times: 2 });
      expect(plain((await stack.tryUp()).stdout)).to.match(/is written back, but its publish failed: .*no schema/);
      expect(now()).to.deep.equal([row("two"), row("two")]);
      expect(outputs()).to.include({ definitionRevision: 2, publishedRevision: 2, rolledBack: 3 });
      expect((await stack.preview()).stdout).to.contain("revision 3 was rolled back");
      await ends("three");

      stack.edit("Sales.Dataflow/mashup.pq", row("four"));
      emulator.faults.add(fails("runApplyChanges"));
      const shot = arm(emulator, "host", { operation: "runApplyChanges", nth: 2, when: "before", delayMs: 0 });
      expect((await stack.tryUp()).succeeded).to.equal(false);
      shot.disarm();
      expect(shot.fired, "between the rollback's write and its publish").to.equal(true);
      expect(now()).to.deep.equal([row("three"), row("three")]);
      await ends("four");
    });
  });

  it("is not needed if runs are awaited, because an active run ends before the definition is written", async () => {
    const args: { waitForRun: boolean; cancelRuns?: boolean } = { waitForRun: true };
    const awaiting = (emulator: { workspaceId: string }) => program(args)(emulator);
    const emulate = { timings: { executeMs: 4_000 } };
    await withFabric({ program: awaiting, files, emulate }, async ({ emulator, stack }) => {
      await stack.up();
      const id = stack.resource("sales").id!;
      const start = () =>
        fetch(`${emulator.endpoint}/workspaces/${emulator.workspaceId}/items/${id}/jobs/Execute/instances`, {
          method: "POST",
          headers: { authorization: `Bearer ${emulator.token}` },
        });
      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      emulator.set({ timings: { executeMs: 15_000 } });
      await start();
      const up = await stack.up();
      expect(up.stdout).to.match(/the refresh \S+ is active; waits for its end/);
      expect(emulator.item(id).published?.["mashup.pq"]).to.equal(row("two"));
      args.cancelRuns = true;
      emulator.set({ timings: { executeMs: 600_000 } });
      stack.edit("Sales.Dataflow/mashup.pq", row("three"));
      await start();
      await stack.up();
      expect(emulator.item(id).runs.map(({ status }) => status)).to.include("Cancelled");
      expect(emulator.item(id).published?.["mashup.pq"]).to.equal(row("three"));
    });
  });

  it("by hand is possible after a failed first run, whose error names the revision", async () => {
    const running = ({ workspaceId }: { workspaceId: string }) => {
      const sales = new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
      });
      new DataflowRefresh("load", { workspaceId, dataflowId: sales.id, triggers: [sales.definitionRevision] });
    };
    await withFabric({ program: running, files }, async ({ emulator, stack }) => {
      await stack.up();
      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      emulator.faults.add(fails("runExecute"));
      const failed = await stack.tryUp();
      expect(failed.stdout.replace(/\s+/g, " ")).to.contain(
        "This is the first run of revision 2 of the definition, which this update wrote.",
      );
      emulator.faults.add(fails("runExecute"));
      expect((await stack.tryUp()).stdout, "a later run is not the first").not.to.contain("first run");
      await stack.up();
    });
  });
});
