import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, isPlugin } from "./classes";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const row = (text: string) => mashup({ Orders: table(text) });
const files = folder("Sales.Dataflow", { Orders: table("one") });
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");
const dataflows = (emulator: Emulator) => emulator.items().filter(({ type }) => type === "Dataflow");

describe("Pulumi's resource options, on the real engine:", function () {
  this.timeout(engineTestMs);

  it("aliases keep the item, and a new logical name without an alias is an error that says what to do", async () => {
    let [name, aliases] = ["sales", undefined as pulumi.Alias[] | undefined];
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow(name, { workspaceId, displayName: "Sales", definition: definition() }, { aliases });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const id = stack.resource("sales").id;
      [name, aliases] = ["renamed", [{ name: "sales" }]];
      newRequests();
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(newRequests()).to.deep.equal({});
      expect(stack.resource("renamed").id).to.equal(id);
      [name, aliases] = ["again", undefined];
      const outcome = await stack.tryUp();
      expect(outcome.stdout + outcome.stderr).to.match(
        /displayName: the dataflow \S+ of the workspace already has the name "Sales".*aliases/s,
      );
      expect(dataflows(emulator).map((item) => item.id)).to.deep.equal([id]);
    });
  });

  it("replaceOnChanges, --target-replace and another workspace delete before they create, unless an option changes the order", async () => {
    // For a forced replacement the engine does not get the order from the provider, so the classes set the option.
    const first: pulumi.CustomResourceOptions = isPlugin ? { deleteBeforeReplace: true } : {};
    let [opts, displayName, workspace] = [first, "Sales", ""];
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId: workspace || workspaceId, displayName, definition: definition() }, opts);
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      const order = () => {
        const all = emulator.requests.map(({ operation }) => operation);
        emulator.clearRequests();
        return all.filter((operation) => /^(create|delete)Item$/.test(operation));
      };
      await stack.up();
      order();
      [opts, displayName] = [{ ...first, replaceOnChanges: ["displayName"] }, "Sales 2"];
      expect((await stack.up()).changes).to.deep.equal({ same: 1, replace: 1 });
      expect(order()).to.deep.equal(["deleteItem", "createItem"]);

      await stack.up({ replace: [stack.resource("sales").urn] });
      expect(order()).to.deep.equal(["deleteItem", "createItem"]);

      workspace = emulator.addWorkspace({ displayName: "other", hasCapacity: true }).id;
      await stack.up();
      expect(order()).to.deep.equal(["deleteItem", "createItem"]);
      expect(dataflows(emulator).map(({ workspaceId }) => workspaceId)).to.deep.equal([workspace]);

      [opts, displayName] = [{ replaceOnChanges: ["displayName"], deleteBeforeReplace: false }, "Sales 3"];
      await stack.up();
      expect(order()).to.deep.equal(["createItem", "deleteItem"]);
      expect(dataflows(emulator)).to.have.length(1);
    });
  });

  it("protect, retainOnDelete, deletedWith and a missing program lead to the right deletes", async () => {
    let [kept, gone] = [true, false];
    const program = ({ workspaceId }: Emulator) => {
      if (gone) throw new Error("the program is gone");
      const make = (name: string, opts: pulumi.CustomResourceOptions = {}) =>
        new Dataflow(name, { workspaceId, definition: definition() }, opts);
      const parent = make("parent");
      make("protected", { protect: true });
      if (!kept) return;
      make("retained", { retainOnDelete: true });
      make("withParent", { deletedWith: parent });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      kept = false;
      newRequests();
      await stack.up();
      const left = () =>
        dataflows(emulator)
          .map(({ displayName }) => displayName)
          .sort();
      expect(newRequests(), "the parent stays, so the dependent resource is deleted").to.deep.equal({ deleteItem: 1 });
      expect(left()).to.deep.equal(["parent", "protected", "retained"]);
      kept = true;
      await stack.up({ target: [urn(stack.resource("parent").urn, "withParent")] });
      expect(newRequests(), "--target changes only one resource").to.include({ createItem: 1 });
      gone = true;
      await stack.refresh();
      await stack.destroy({ target: [stack.resource("parent").urn], targetDependents: true });
      expect(left(), "a dependent resource goes with its parent").to.deep.equal([
        "protected",
        "retained",
        "withParent",
      ]);
      expect(newRequests()).to.include({ deleteItem: 1 });
      const refused = await stack.tryDestroy();
      expect(refused.stdout + refused.stderr).to.match(/protected/);
      expect(left()).to.include("protected");
    });
  });

  it("dependsOn and customTimeouts set order and limits, and refresh --run-program and --preview-only find the same", async () => {
    let [displayName, customTimeouts] = ["First", undefined as pulumi.CustomTimeouts | undefined];
    const program = ({ workspaceId }: Emulator) => {
      const first = new Dataflow("first", { workspaceId, displayName, definition: definition() }, { customTimeouts });
      const second = new Dataflow("second", { workspaceId, definition: definition() }, { dependsOn: first });
      new DataflowRefresh("load", { workspaceId, dataflowId: second.id }, { dependsOn: [first, second] });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const names = emulator.requests
        .filter(({ operation }) => /createItem|runExecute/.test(operation))
        .map(({ operation, requestBody }) => (requestBody as { displayName?: string }).displayName ?? operation);
      expect(names).to.deep.equal(["First", "second", "runExecute"]);

      emulator.portalEdit(stack.resource("first").id!, { parts: { "mashup.pq": row("portal") } });
      const before = stack.stateText();
      const preview = await stack.automation.previewRefresh();
      expect(preview.stdout).to.match(/definitionFingerprint/);
      expect(stack.stateText()).to.equal(before);
      newRequests();
      await stack.refresh({ runProgram: true });
      expect(newRequests()).to.deep.equal({ getItem: 2, getDefinition: 2 });
      expect((await stack.preview()).changes).to.deep.equal({ same: 3, update: 1 });

      [displayName, customTimeouts] = ["Renamed", { update: "1s" }];
      emulator.faults.add({ operation: "updateItem", times: 0, fault: { kind: "hang" } });
      const late = await stack.tryUp();
      expect(late.stdout + late.stderr).to.match(/did not end within 1 s/);
      emulator.faults.clear();
      await stack.destroy();
      expect(dataflows(emulator)).to.deep.equal([]);
    });
  });
});

const urn = (other: string, name: string): string => other.replace(/::[^:]+$/, `::${name}`);
