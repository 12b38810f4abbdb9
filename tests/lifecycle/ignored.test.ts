import { expect } from "chai";
import { metadata, mashup } from "../dataflows";
import { textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

const text = (value: string, marker: string) =>
  mashup({ Region: `"${value}" meta [IsParameterQuery = true, Type = "Text"]`, Orders: `"${marker}"` });
const definition = (row = "MARKER") => ({
  "mashup.pq": textAsset(text("north", row)),
  "queryMetadata.json": textAsset(metadata({ Region: "", Orders: "" })),
});

/** A dataflow, and its program's inputs with an ignored definition. For it, the engine inserts the old one. */
async function written(world: World, more: Args = {}) {
  const { workspaceId } = world.emulator;
  const base: Args = { workspaceId, displayName: "Sales", definition: definition(), ...more };
  const sales = new Resource(world, "dataflow");
  await sales.up(base);
  world.newRequests();
  const ignoring = (args: Args): Args => ({ ...base, ...args, definition: sales.inputs.definition });
  const stored = () => world.emulator.item(sales.id).edited?.["mashup.pq"];
  return { sales, base, ignoring, stored };
}

describe("a change beside an ignored definition", () => {
  it("is not recorded if it sets the definition's text, is a warning, and is written when nothing is ignored any more", () =>
    inWorld(async (world) => {
      const { sales, base, ignoring, stored } = await written(world, { parameters: { Region: "south" } });
      const wanted = { parameters: { Region: "west" }, replacements: { MARKER: "here" } };
      for (let times = 0; times < 2; times++) {
        world.messages("warn");
        expect(await sales.up(ignoring(wanted))).to.equal("same");
        expect(world.messages("warn")).to.match(/^parameters, replacements: not written, because ignoreChanges/);
        expect(sales.inputs.parameters).to.deep.equal({ Region: "south" });
      }
      expect(await sales.refresh()).to.equal(true);
      expect(world.messages("warn"), "not drift").to.equal("");
      expect(await sales.up(ignoring({ ...wanted, description: "beside it" }))).to.equal("updated");
      expect(world.newRequests()).to.deep.equal({ getItem: 1, getDefinition: 1, updateItem: 1 });
      expect(stored()).to.equal(text("south", "MARKER"));

      const args = { ...base, ...wanted, description: "beside it" };
      expect((await sales.preview(args)).differs).to.include.members([
        "parameters",
        "replacements",
        "definitionRevision",
      ]);
      expect(await sales.up(args)).to.equal("updated");
      expect(stored()).to.equal(text("west", "here"));
      expect(world.newRequests().updateDefinition).to.equal(1);
      expect(await sales.up(args)).to.equal("same");
    }));

  it("sends no request if it was undone", () =>
    inWorld(async (world) => {
      const { sales, base, ignoring } = await written(world, { parameters: { Region: "south" } });
      await sales.up(ignoring({ parameters: { Region: "west" } }));
      expect(await sales.up(base)).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("is a warning if it is a data test, which runs when nothing is ignored any more", () =>
    inWorld(async (world) => {
      const { sales, base, ignoring } = await written(world);
      await sales.refresh();
      const tests = { Orders: { minRows: 1 } };
      world.messages("warn");
      world.newRequests();
      for (let times = 0; times < 2; times++) expect(await sales.up(ignoring({ tests }))).to.equal("same");
      expect(world.messages("warn")).to.match(/^tests: the change has no effect yet, because ignoreChanges/);
      expect(world.newRequests()).to.deep.equal({});
      expect(sales.inputs).not.to.have.property("tests");
      world.emulator.addTable({ query: "Orders", columns: { n: [1] } });
      expect(await sales.up({ ...base, tests })).to.equal("updated");
      expect(world.newRequests()).to.deep.equal({ executeQuery: 1 });
      expect(await sales.up({ ...base, tests })).to.equal("same");
    }));

  it("leaves a data test that failed for the next up that ignores nothing", () =>
    inWorld(async (world) => {
      const { sales, base, ignoring } = await written(world);
      const tests = { Orders: { minRows: 2 } };
      world.emulator.addTable({ query: "Orders", columns: { n: [1] } });
      expect(await failure(sales.up({ ...base, tests }))).to.contain("test of Orders failed: has 1 row");
      await sales.refresh();
      world.newRequests();
      for (let times = 0; times < 2; times++) expect(await sales.up(ignoring({ tests }))).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
      expect(await failure(sales.up({ ...base, tests }))).to.contain("test of Orders failed: has 1 row");
    }));

  it("of a secret is not drift, and is written when nothing is ignored any more", () =>
    inWorld(async (world) => {
      const secret = { __declaration: { secrets: [["parameters", "Region"]] } };
      const { sales, base, ignoring, stored } = await written(world, { parameters: { Region: "old" }, ...secret });
      const wanted = { parameters: { Region: "new" } };
      expect(await sales.up(ignoring(wanted))).to.equal("same");
      await sales.refresh();
      expect(await sales.up(ignoring(wanted))).to.equal("same");
      await sales.up({ ...base, ...wanted });
      expect(stored()).to.equal(text("new", "MARKER"));
    }));

  it("is refused if it no longer has an old secret, because the state would show the secret", () =>
    inWorld(async (world) => {
      const secret = { __declaration: { secrets: [["parameters", "Region"]] } };
      const { sales, ignoring } = await written(world, { parameters: { Region: "old" }, ...secret });
      for (const plain of [{ parameters: { Region: "new" } }, { parameters: undefined }])
        expect(await failure(sales.up(ignoring({ ...plain, __declaration: {} })))).to.match(
          /^parameters.Region: is secret in the ignored definition/,
        );
    }));
});
