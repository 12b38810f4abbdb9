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

/** A dataflow, and its program's inputs with an ignored definition: the engine inserts the old one. */
async function written(world: World, more: Args = {}) {
  const { workspaceId } = world.emulator;
  const base: Args = { workspaceId, displayName: "Sales", definition: definition(), ...more };
  const sales = new Resource(world, "dataflow");
  await sales.up(base);
  world.asked();
  const ignoring = (args: Args): Args => ({ ...base, ...args, definition: sales.inputs.definition });
  const stored = () => world.emulator.item(sales.id).edited?.["mashup.pq"];
  return { sales, base, ignoring, stored };
}

describe("a change beside an ignored definition", () => {
  it("of the definition's text is not recorded, is a warning, and is written once nothing is ignored", () =>
    inWorld(async (world) => {
      const { sales, base, ignoring, stored } = await written(world, { parameters: { Region: "south" } });
      const wanted = { parameters: { Region: "west" }, replacements: { MARKER: "here" } };
      for (let times = 0; times < 2; times++) {
        world.heard("warn");
        expect(await sales.up(ignoring(wanted))).to.equal("same");
        expect(world.heard("warn")).to.match(/^parameters, replacements: not written, because ignoreChanges/);
        expect(sales.inputs.parameters).to.deep.equal({ Region: "south" });
      }
      expect(await sales.refresh()).to.equal(true);
      expect(world.heard("warn"), "no drift").to.equal("");
      expect(await sales.up(ignoring({ ...wanted, description: "beside it" }))).to.equal("updated");
      expect(world.asked()).to.deep.equal({ getItem: 1, getDefinition: 1, updateItem: 1 });
      expect(stored()).to.equal(text("south", "MARKER"));

      const args = { ...base, ...wanted, description: "beside it" };
      expect((await sales.preview(args)).differs).to.include.members([
        "parameters",
        "replacements",
        "definitionRevision",
      ]);
      expect(await sales.up(args)).to.equal("updated");
      expect(stored()).to.equal(text("west", "here"));
      expect(world.asked().updateDefinition).to.equal(1);
      expect(await sales.up(args)).to.equal("same");
    }));

  it("that was undone sends no request", () =>
    inWorld(async (world) => {
      const { sales, base, ignoring } = await written(world, { parameters: { Region: "south" } });
      await sales.up(ignoring({ parameters: { Region: "west" } }));
      expect(await sales.up(base)).to.equal("same");
      expect(world.asked()).to.deep.equal({});
    }));

  it("of a secret is written once nothing is ignored, and is not drift before", () =>
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

  it("that no longer has an old secret is refused: the state would show it", () =>
    inWorld(async (world) => {
      const secret = { __declaration: { secrets: [["parameters", "Region"]] } };
      const { sales, ignoring } = await written(world, { parameters: { Region: "old" }, ...secret });
      for (const plain of [{ parameters: { Region: "new" } }, { parameters: undefined }])
        expect(await failure(sales.up(ignoring({ ...plain, __declaration: {} })))).to.match(
          /^parameters.Region: is secret in the ignored definition/,
        );
    }));
});
