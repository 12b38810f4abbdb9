import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowDeployment, itByClass, type DataflowDefinition } from "./door";
import { folder, mashup, metadata, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { made } from "./made";
import { withFabric } from "./support";

const ids = JSON.stringify({
  ClusterId: "11111111-1111-4111-8111-111111111111",
  DatasourceId: "44444444-4444-4444-8444-444444444444",
});
const row = (text: string) => mashup({ Orders: table(text) });
const files = folder("Sales.Dataflow", { Orders: table("one") });

const parameter = (value: string) => `"${value}" meta [IsParameterQuery = true, Type = "Text"]`;
const withParameters = folder("Sales.Dataflow", {
  Region: parameter("north"),
  Password: parameter("none"),
  Orders: table("MARKER"),
});

type Options = pulumi.CustomResourceOptions;
type Ignoring = (path: string) => Options;

/** The ways to set it. The class does not see those of the stack. */
const ways: Record<string, Ignoring> = {
  "as an option": (path) => ({ ignoreChanges: [path] }),
  "by a transformation": (path) => ({
    transformations: [
      ({ props, opts }) => ({ props, opts: pulumi.mergeOptions(opts, { ignoreChanges: [path] } as Options) }),
    ],
  }),
  "by a transform": (path) => ({
    transforms: [
      ({ props, opts }) => Promise.resolve({ props, opts: { ...opts, ignoreChanges: [path] } as typeof opts }),
    ],
  }),
};

const asset = (path: string) => new pulumi.asset.FileAsset(`./Sales.Dataflow/${path}`);
const forms = () => ({
  archive: new pulumi.asset.FileArchive("./Sales.Dataflow"),
  map: { "mashup.pq": asset("mashup.pq"), "queryMetadata.json": asset("queryMetadata.json") },
});

describe("an ignored definition, on the real engine", function () {
  this.timeout(engineTestMs);

  it("is unchanged after local and portal edits, for an archive and for a map, and other changes are written", async () => {
    let suffix = "";
    let ignoreChanges: string[] | undefined = ["definition"];
    const program = ({ workspaceId }: Emulator) => {
      for (const [name, definition] of Object.entries(forms()))
        new Dataflow(name, { workspaceId, displayName: name + suffix, definition }, { ignoreChanges });
    };
    await withFabric({ program, files }, async ({ emulator, stack, asked }) => {
      await stack.up();
      const ids = ["archive", "map"].map((name) => stack.resource(name).id!);
      const stored = () => ids.map((id) => emulator.item(id).edited?.["mashup.pq"]);
      asked();
      stack.edit("Sales.Dataflow/mashup.pq", row("local"));
      expect((await stack.up()).changes, "a local edit").to.deep.equal({ same: 3 });
      expect(asked()).to.deep.equal({});

      suffix = " 2";
      expect((await stack.up()).changes, "a rename beside it").to.deep.equal({ same: 1, update: 2 });
      expect(asked()).to.deep.equal({ updateItem: 2 });

      for (const id of ids) emulator.portalEdit(id, { parts: { "mashup.pq": row("portal") } });
      suffix = " 3";
      await stack.up({ refresh: true });
      expect(asked(), "portal edits that a refresh saw").to.deep.equal({ getItem: 2, getDefinition: 2, updateItem: 2 });
      expect(stored()).to.deep.equal([row("portal"), row("portal")]);
      expect((await stack.up()).changes).to.deep.equal({ same: 3 });

      ignoreChanges = undefined;
      await stack.up();
      expect(stored(), "no longer ignored").to.deep.equal([row("local"), row("local")]);
    });
  });

  it("is unchanged in every way to set it: by a transformation, a transform, as a path, on a component's children", async () => {
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
    await withFabric({ program, files }, async ({ emulator, stack, asked }) => {
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
      asked();
      expect((await stack.up()).changes).not.to.have.any.keys("update", "create", "replace");
      expect(asked()).to.deep.equal({});
      expect(stored()).to.deep.equal(all("portal"));

      ignores = false;
      await stack.up();
      expect(stored(), "no longer ignored").to.deep.equal(all("local"));
    });
  });

  it("is unchanged as a whole if a part of it is ignored, with a warning", async () => {
    let opts: Options = {};
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("map", { workspaceId, definition: forms().map }, opts);
    };
    await withFabric({ program, files }, async ({ emulator, stack, asked }) => {
      await stack.up();
      const { id } = stack.resource("map");
      for (const options of Object.values(ways)) {
        opts = options('definition["mashup.pq"]');
        stack.edit("Sales.Dataflow/mashup.pq", row("local"));
        stack.edit("Sales.Dataflow/queryMetadata.json", `${files["Sales.Dataflow/queryMetadata.json"]}\n`);
        emulator.portalEdit(id!, { parts: { "mashup.pq": row("portal") } });
        await stack.refresh();
        asked();
        const up = await stack.up();
        expect(up.diagnostics.map(({ message }) => message).join()).to.match(/ignoreChanges names only mashup.pq/);
        expect(asked()).to.deep.equal({});
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
    await withFabric({ program, files: withParameters }, async ({ emulator, stack, asked }) => {
      await stack.up();
      const stored = () => emulator.item(stack.resource("sales").id!).edited?.["mashup.pq"] ?? "";
      [ignores, Region, found] = [true, "west", "two"];
      asked();
      for (const operation of [() => stack.preview(), () => stack.up()]) {
        const { diagnostics, changes } = await operation();
        expect(diagnostics.map(({ message }) => message).join()).to.match(/parameters, replacements: not written/);
        expect(changes).to.deep.equal({ same: 2 });
      }
      expect(asked()).to.deep.equal({});
      expect((await stack.up({ refresh: true })).changes).to.deep.equal({ same: 2 });
      expect(stack.stateText()).not.to.contain("hidden");
      ignores = false;
      await stack.up();
      expect(stored()).to.match(/"west".*"hidden".*"two"/s);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  it("is written if only one parameter is ignored: that one's old secret is kept", async () => {
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

  for (const refreshes of [false, true])
    it(`is unchanged right after a write that failed half-way${refreshes ? ", and a refresh" : ""}`, async () => {
      let [opts, description, Region] = [{} as Options, "one", "south"];
      const program = ({ workspaceId }: Emulator) => {
        for (const [name, definition] of Object.entries(forms()))
          new Dataflow(
            name,
            { workspaceId, description, definition, parameters: { Region }, publishOnUpdate: true },
            opts,
          );
      };
      await withFabric({ program, files: withParameters }, async ({ emulator, stack, asked }) => {
        await stack.up();
        const stored = () =>
          ["archive", "map"].map((name) => emulator.item(stack.resource(name).id!).edited?.["mashup.pq"]);
        const before = stored();
        [description, Region] = ["two", "west"];
        stack.edit("Sales.Dataflow/mashup.pq", withParameters["Sales.Dataflow/mashup.pq"]!.replace("MARKER", "edited"));
        const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
        emulator.faults.add({ operation: "updateDefinition", times: 2, fault });
        expect((await stack.tryUp({ continueOnError: true })).succeeded).to.equal(false);
        expect(asked()).to.include({ updateItem: 2, updateDefinition: 2 });

        opts = ways["by a transformation"]!("definition");
        stack.edit("Sales.Dataflow/mashup.pq", withParameters["Sales.Dataflow/mashup.pq"]!.replace("MARKER", "again"));
        if (refreshes) await stack.refresh();
        asked();
        await stack.up();
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        expect(asked(), "nothing is written or published").to.deep.equal({});
        await stack.refresh();
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
        expect(stored()).to.deep.equal(before);

        opts = {};
        await stack.up();
        for (const text of stored()) expect(text).to.match(/"west".*again/s);
        expect((await stack.up()).changes).to.deep.equal({ same: 3 });
      });
    });

  // An import of the engine requires inputs that equal the read ones.
  itByClass("is left as it is if the item was imported, whatever the program declares", async () => {
    let opts: Options = {};
    let id = "";
    const program = ({ workspaceId }: Emulator) => {
      const args = { workspaceId, displayName: "Sales", description: "ours", definition: forms().archive };
      if (id !== "") new Dataflow("sales", args, { import: id, ...opts });
    };
    await withFabric({ program, files }, async ({ emulator, stack, asked }) => {
      id = await made(emulator, "Sales", "theirs");
      opts = ways["by a transformation"]!("definition");
      await stack.up();
      for (const refreshes of [false, true]) {
        if (refreshes) await stack.refresh();
        asked();
        await stack.up();
        expect(asked(), "the description alone").to.deep.equal(refreshes ? {} : { updateItem: 1 });
        expect(emulator.item(id).edited?.["mashup.pq"]).to.equal(row("theirs"));
        expect((await stack.up()).changes).to.deep.equal({ same: 2 });
      }
      opts = {};
      await stack.up();
      expect(emulator.item(id).edited?.["mashup.pq"], "no longer ignored").to.equal(row("one"));
    });
  });

  it("of a create that failed half-way has its connections bound, and is not changed", async () => {
    const opts = ways["by a transformation"]!("definition");
    const bound = folder("Sales.Dataflow", { Orders: table("one") });
    const connections = [{ kind: "Sql", path: "server;sales", connectionId: ids }];
    bound["Sales.Dataflow/queryMetadata.json"] = metadata({ Orders: table("one") }, { connections });
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, definition: forms().archive }, opts);
    };
    await withFabric({ program, files: bound }, async ({ emulator, stack, asked }) => {
      const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
      emulator.faults.add({ operation: "updateDefinition", fault });
      expect((await stack.tryUp()).succeeded).to.equal(false);
      stack.edit("Sales.Dataflow/mashup.pq", row("local"));
      await stack.refresh();
      asked();
      await stack.up();
      expect(asked()).to.include({ updateDefinition: 1 });
      expect(emulator.item(stack.resource("sales").id!).edited?.["mashup.pq"]).to.contain('{{"one"}}');
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });
});
