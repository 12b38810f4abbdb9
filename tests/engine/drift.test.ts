import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh } from "./classes";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { addFolder } from "./made";
import { withFabric } from "./support";

const row = (text: string) => mashup({ Orders: table(text) });
const files = folder("Sales.Dataflow", { Orders: table("one") });
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");
const theirs = { parts: { "mashup.pq": row("theirs") } };

describe("changes and drift, on the real engine", function () {
  this.timeout(engineTestMs);

  it("are found for each kind of drift, shown, repaired and followed by a run; a deleted item is created again", async () => {
    let given = { folderId: "", tags: [""] };
    const program = ({ workspaceId }: Emulator) => {
      const make = (name: string, more: object = {}) =>
        new Dataflow(name, { workspaceId, definition: definition(), description: "mine", ...given, ...more });
      const sales = make("definition");
      const triggers = [sales.id, sales.definitionRevision];
      new DataflowRefresh("load", { workspaceId, dataflowId: sales.id, triggers });
      for (const name of ["name", "description", "folder", "tags", "gone"]) make(name);
      make("item", { driftCheck: "item" });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      given = { folderId: await addFolder(emulator, "reports"), tags: [emulator.addTag("gold").id] };
      await stack.up();
      const id = (name: string) => stack.resource(`Dataflow::${name}`).id!;
      newRequests();
      emulator.portalEdit(id("definition"), theirs);
      emulator.portalEdit(id("name"), { displayName: "Theirs" });
      emulator.portalEdit(id("description"), { description: "theirs" });
      emulator.portalEdit(id("folder"), { folderId: null });
      emulator.portalEdit(id("tags"), { tags: [emulator.addTag("lead").id] });
      emulator.portalEdit(id("item"), theirs);
      emulator.portalDelete(id("gone"));
      await stack.refresh();
      const singly = emulator.requests.filter(({ operation }) => operation === "getDefinition");
      expect(singly.map(({ path }) => path).join(), "the item without a comparison").to.not.contain(id("item"));
      const { getItem = 0, listItems = 0, getDefinition = 0, ...exports } = newRequests();
      // Three single reads, those of changed or missing items, and one export for the rest.
      expect(getDefinition).to.be.within(3, 5);
      expect(exports.bulkExportDefinitions).to.be.within(1, 2);
      // Three single reads, then a list for the other four. Each of these that differs is then read singly.
      expect(getItem + listItems).to.be.within(6, 8);
      const preview = await stack.preview({ diff: true });
      expect(preview.changes).to.deep.equal({ same: 2, update: 5, create: 1, replace: 1 });
      for (const line of [
        /definitionFingerprint/,
        /displayName *: "Theirs" *=> "name"/,
        /description *: "theirs" *=> "mine"/,
        /\+ *folderId/,
        /tags/,
      ])
        expect(preview.stdout).to.match(line);
      newRequests();
      await stack.up();
      const calls = newRequests();
      expect(calls).to.include({ updateItem: 2, moveItem: 1, applyTags: 2, unapplyTags: 1, updateDefinition: 1 });
      expect(calls).to.include({ createItem: 1, runExecute: 1 });
      for (const name of ["definition", "name", "description", "folder", "tags", "gone"]) {
        const item = emulator.item(id(name));
        expect(item, name).to.deep.include({ displayName: name, description: "mine", ...given });
        expect(item.edited?.["mashup.pq"], name).to.equal(row("one"));
      }
      expect(emulator.item(id("item")).edited?.["mashup.pq"]).to.equal(row("theirs"));
      expect((await stack.up({ refresh: true })).changes).to.deep.equal({ same: 9 });
    });
  });

  it("are a warning if a reader refreshes, who cannot compare definitions, and nothing is lost", async () => {
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, definition: definition() });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      await stack.up();
      const known = () => {
        const { definition: _asset, ...outputs } = stack.resource("sales").outputs!;
        return outputs;
      };
      const before = known();
      emulator.portalEdit(stack.resource("sales").id!, theirs);
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      emulator.faults.add({ operation: "getDefinition", times: 0, fault });
      const { diagnostics } = await stack.refresh();
      const warnings = diagnostics.filter(({ severity }) => severity === "warning");
      expect(warnings.map(({ message }) => message).join()).to.match(
        /definition could not be read, so it was not compared/,
      );
      expect(known()).to.deep.equal(before);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  it("can change everything at once by long-running operations, with each call once", async () => {
    let given = { displayName: "Sales", description: "one", folderId: undefined as string | undefined, tags: [""] };
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, definition: definition(), publishOnUpdate: true, ...given });
    };
    const longRunning = { create: true, getDefinition: true, updateDefinition: true };
    const emulate = { switches: { longRunning } };
    await withFabric({ program, files, emulate }, async ({ emulator, stack, newRequests }) => {
      given.tags = [emulator.addTag("a").id];
      await stack.up();
      const folderId = await addFolder(emulator, "reports");
      given = { displayName: "Sales 2", description: "two", folderId, tags: [emulator.addTag("b").id] };
      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      newRequests();
      await stack.up();
      const writes = {
        updateItem: 1,
        moveItem: 1,
        applyTags: 1,
        unapplyTags: 1,
        updateDefinition: 1,
        runApplyChanges: 1,
      };
      expect(newRequests()).to.include(writes);
      expect(emulator.item(stack.resource("sales").id!)).to.deep.include(given);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      expect(newRequests()).to.deep.equal({});
    });
  });
});
