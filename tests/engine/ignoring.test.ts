import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowDeployment, itByClass, type DataflowDefinition } from "./classes";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { files, forms, row, ways, withParameters, type Options } from "./ignoredDefinition";
import { made } from "./made";
import { withFabric } from "./support";

describe("an ignored definition, on the real engine", function () {
  this.timeout(engineTestMs);

  it("stays unchanged after local and portal edits, as an archive and as a map, and other changes are written", async () => {
    let suffix = "";
    let ignoreChanges: string[] | undefined = ["definition"];
    const program = ({ workspaceId }: Emulator) => {
      for (const [name, definition] of Object.entries(forms()))
        new Dataflow(name, { workspaceId, displayName: name + suffix, definition }, { ignoreChanges });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const ids = ["archive", "map"].map((name) => stack.resource(name).id!);
      const stored = () => ids.map((id) => emulator.item(id).edited?.["mashup.pq"]);
      newRequests();
      stack.edit("Sales.Dataflow/mashup.pq", row("local"));
      expect((await stack.up()).changes, "a local edit").to.deep.equal({ same: 3 });
      expect(newRequests()).to.deep.equal({});

      suffix = " 2";
      expect((await stack.up()).changes, "a rename at the same time").to.deep.equal({ same: 1, update: 2 });
      expect(newRequests()).to.deep.equal({ updateItem: 2 });

      for (const id of ids) emulator.portalEdit(id, { parts: { "mashup.pq": row("portal") } });
      suffix = " 3";
      await stack.up({ refresh: true });
      expect(newRequests(), "portal edits that a refresh saw").to.deep.equal({
        getItem: 2,
        getDefinition: 2,
        updateItem: 2,
      });
      expect(stored()).to.deep.equal([row("portal"), row("portal")]);
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });

      ignoreChanges = undefined;
      await stack.up();
      expect(stored(), "no longer ignored").to.deep.equal([row("local"), row("local")]);
    });
  });

  it("stays unchanged with every way to ignore it: a transformation, a transform, a path, an option of a component", async () => {
    let ignores = true;
    const names: string[] = [];
    const program = ({ workspaceId }: Emulator) => {
      names.length = 0;
      const declare = (name: string, definition: DataflowDefinition, opts: Options) => {
        names.push(name);
        new Dataflow(name, { workspaceId, definition }, ignores ? opts : {});
      };
      for (const [way, options] of Object.entries(ways))
        for (const path of ["definition", '["definition"]'])
          for (const [form, definition] of Object.entries(forms()))
            declare(`${form} ${way} ${path.length}`, definition, options(path));
      for (const [form, definition] of Object.entries(forms())) {
        names.push(`component ${form}`);
        const opts = ignores ? (ways["by a transformation"]!("definition") as pulumi.ComponentResourceOptions) : {};
        new DataflowDeployment(`component ${form}`, { workspaceId, definition, refresh: false }, opts);
      }
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const ids = names.map((name) => stack.resource(`Dataflow::${name}`).id!);
      const stored = () =>
        Object.fromEntries(names.map((name, i) => [name, emulator.item(ids[i]!).edited?.["mashup.pq"]]));
      const all = (text: string) => Object.fromEntries(names.map((name) => [name, row(text)]));
      stack.edit("Sales.Dataflow/mashup.pq", row("local"));
      for (const id of ids) emulator.portalEdit(id, { parts: { "mashup.pq": row("portal") } });
      await stack.up({ refresh: true });
      expect(stored()).to.deep.equal(all("portal"));
      await stack.refresh();
      newRequests();
      expect((await stack.up()).changes).not.to.have.any.keys("update", "create", "replace");
      expect(newRequests()).to.deep.equal({});
      expect(stored()).to.deep.equal(all("portal"));

      ignores = false;
      await stack.up();
      expect(stored(), "no longer ignored").to.deep.equal(all("local"));
    });
  });

  it("stays unchanged as a whole if one of its parts is ignored, with a warning", async () => {
    let opts: Options = {};
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("map", { workspaceId, definition: forms().map }, opts);
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const { id } = stack.resource("map");
      for (const options of Object.values(ways)) {
        opts = options('definition["mashup.pq"]');
        stack.edit("Sales.Dataflow/mashup.pq", row("local"));
        stack.edit("Sales.Dataflow/queryMetadata.json", `${files["Sales.Dataflow/queryMetadata.json"]}\n`);
        emulator.portalEdit(id!, { parts: { "mashup.pq": row("portal") } });
        await stack.refresh();
        newRequests();
        const up = await stack.up();
        expect(up.diagnostics.map(({ message }) => message).join()).to.match(/ignoreChanges names only mashup.pq/);
        expect(newRequests()).to.deep.equal({});
        expect(emulator.item(id!).edited?.["mashup.pq"]).to.equal(row("portal"));
      }
      opts = {};
      await stack.up();
      expect(emulator.item(id!).edited?.["mashup.pq"], "no longer ignored").to.equal(row("local"));
    });
  });

  it("is not written by a change of its parameters or bindings until it is no longer ignored", async () => {
    let [ignores, Region, found] = [false, "south", "one"];
    const program = ({ workspaceId }: Emulator) => {
      const args = { parameters: { Region, Password: pulumi.secret("hidden") }, replacements: { MARKER: found } };
      const opts = ignores ? ways["by a transformation"]!("definition") : {};
      new Dataflow("sales", { workspaceId, definition: forms().archive, ...args }, opts);
    };
    await withFabric({ program, files: withParameters }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const stored = () => emulator.item(stack.resource("sales").id!).edited?.["mashup.pq"] ?? "";
      [ignores, Region, found] = [true, "west", "two"];
      newRequests();
      for (const operation of [() => stack.preview(), () => stack.up()]) {
        const { diagnostics, changes } = await operation();
        expect(diagnostics.map(({ message }) => message).join()).to.match(/parameters, replacements: not written/);
        expect(changes).to.deep.equal({ same: 2 });
      }
      expect(newRequests()).to.deep.equal({});
      expect((await stack.up({ refresh: true })).changes).to.deep.equal({ same: 2 });
      expect(stack.stateText()).not.to.contain("hidden");
      ignores = false;
      await stack.up();
      expect(stored()).to.match(/"west".*"hidden".*"two"/s);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  it("is written if only one parameter is ignored, and keeps that parameter's old secret", async () => {
    let [opts, Region, Password] = [{} as Options, "south", "old-secret"];
    const program = ({ workspaceId }: Emulator) => {
      const parameters = { Region, Password: pulumi.secret(Password) };
      new Dataflow("sales", { workspaceId, definition: forms().archive, parameters }, opts);
    };
    await withFabric({ program, files: withParameters }, async ({ emulator, stack }) => {
      await stack.up();
      const stored = () => emulator.item(stack.resource("sales").id!).edited?.["mashup.pq"] ?? "";
      for (const options of Object.values(ways)) {
        [opts, Region, Password] = [options("parameters.Password"), `${Region}+`, "new-secret"];
        await stack.up({ refresh: true });
        expect(stored()).to.contain(`"${Region}"`).and.contain('"old-secret"');
        expect(stack.filesWith("old-secret")).to.deep.equal([]);
      }
      opts = {};
      await stack.up();
      expect(stored()).to.contain('"new-secret"');
    });
  });

  // An import of the engine requires inputs that equal the read ones.
  itByClass("stays unchanged if the item was imported, with any declaration", async () => {
    let opts: Options = {};
    let id = "";
    const program = ({ workspaceId }: Emulator) => {
      const args = { workspaceId, displayName: "Sales", description: "ours", definition: forms().archive };
      if (id !== "") new Dataflow("sales", args, { import: id, ...opts });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      id = await made(emulator, "Sales", "theirs");
      opts = ways["by a transformation"]!("definition");
      await stack.up();
      for (const refreshes of [false, true]) {
        if (refreshes) await stack.refresh();
        newRequests();
        await stack.up();
        expect(newRequests(), "only the description").to.deep.equal(refreshes ? {} : { updateItem: 1 });
        expect(emulator.item(id).edited?.["mashup.pq"]).to.equal(row("theirs"));
        expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      }
      opts = {};
      await stack.up();
      expect(emulator.item(id).edited?.["mashup.pq"], "no longer ignored").to.equal(row("one"));
    });
  });
});
