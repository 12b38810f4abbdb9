import { expect } from "chai";
import { metadata, mashup } from "../dataflows";
import { textAsset } from "./assets";
import { prepared as preparedRefresh } from "./refreshes";
import { Resource } from "./resource";
import { daily } from "./schedules";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;

const text = (region: string) =>
  mashup({ Region: `"${region}" meta [IsParameterQuery = true, Type = "Text"]`, Orders: '"MARKER"' });
const secret = (...paths: string[][]): Args => ({ __declaration: { secrets: paths } });
const bothSecret = secret(["parameters", "Region"], ["replacements", "MARKER"]);

/** A published dataflow in a folder. */
async function prepared(world: World, more: Args = {}) {
  const folderId = await world.addFolder("reports");
  const args: Args = {
    workspaceId: world.emulator.workspaceId,
    displayName: "Sales",
    folderId,
    publishOnUpdate: true,
    definition: {
      "mashup.pq": textAsset(text("north")),
      "queryMetadata.json": textAsset(metadata({ Region: "", Orders: "" })),
    },
    parameters: { Region: "south-region" },
    replacements: { MARKER: "here-it-is" },
    ...more,
  };
  const sales = new Resource(world, "dataflow");
  await sales.up(args);
  world.newRequests();
  world.messages("info");
  return { sales, args, folderId };
}

describe("a change without work:", () => {
  for (const [what, before, after] of [
    ["secret", {}, bothSecret],
    ["public", bothSecret, {}],
  ] as const)
    it(`a value that becomes ${what} causes no write, publish or new revision, and no drift afterwards`, () =>
      inWorld(async (world) => {
        const { sales, args } = await prepared(world, before);
        const now = { ...args, __declaration: undefined, ...after };
        await sales.up(now);
        expect(world.newRequests()).to.deep.equal({});
        expect(world.messages("info")).not.to.match(/definition:/);
        expect(sales.outs).to.include({ definitionRevision: 1, publishedRevision: 1 });
        expect(await sales.up(now)).to.equal("same");
        await sales.refresh();
        expect(world.messages("warn")).to.equal("");
        expect(await sales.up(now)).to.equal("same");
        world.newRequests();

        await sales.up({ ...now, parameters: { Region: "west-region" } });
        expect(world.newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 1 });
        expect(sales.outs).to.include({ definitionRevision: 2, publishedRevision: 2 });
      }));

  it("a value that changes and becomes secret is still written", () =>
    inWorld(async (world) => {
      const { sales, args } = await prepared(world);
      await sales.up({ ...args, ...bothSecret, parameters: { Region: "west-region" } });
      expect(world.newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 1 });
    }));

  it("a portal edit is still repaired if a value becomes secret", () =>
    inWorld(async (world) => {
      const { sales, args } = await prepared(world);
      world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": text("theirs") } });
      await sales.refresh();
      await sales.up({ ...args, ...bothSecret });
      expect(world.emulator.item(sales.id).edited?.["mashup.pq"]).to.contain("south-region");
      expect(await sales.up({ ...args, ...bothSecret })).to.equal("same");
    }));

  it("ids of a dataflow in another case cause no request", () =>
    inWorld(async (world) => {
      const { sales, args, folderId } = await prepared(world);
      const workspaceId = String(args.workspaceId).toUpperCase();
      expect(await sales.up({ ...args, workspaceId, folderId: folderId.toUpperCase() })).to.equal("same");
      await sales.refresh();
      expect(await sales.up({ ...args, workspaceId, folderId: folderId.toUpperCase() })).to.equal("same");
      expect(world.newRequests()).not.to.have.any.keys("moveItem", "updateDefinition", "runApplyChanges", "createItem");
    }));

  it("ids of a refresh and of a schedule in another case, and their values that become secret, cause no request", () =>
    inWorld(async (world) => {
      const { args, load, runs } = await preparedRefresh(world);
      const nightly = new Resource(world, "dataflowSchedule");
      const { workspaceId, dataflowId } = args;
      const schedule: Args = { workspaceId, dataflowId, schedule: daily };
      await load.up(args);
      await nightly.up(schedule);
      world.newRequests();
      const upper = Object.fromEntries(
        ["workspaceId", "dataflowId"].map((key) => [key, String(args[key]).toUpperCase()]),
      );
      expect(await load.up({ ...args, ...upper })).to.equal("same");
      expect(await nightly.up({ ...schedule, ...upper })).to.equal("same");
      await load.up({ ...args, ...secret(["triggers"]) });
      await nightly.up({ ...schedule, ...secret(["schedule"]) });
      expect(world.newRequests()).to.deep.equal({});
      expect(runs()).to.have.length(1);
    }));
});
