import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { definition, mashupOf } from "./assets";
import { prepared as preparedRefresh } from "./refreshes";
import { type Kept, Resource } from "./resource";
import { recordedWorld, uuid } from "./states/recordedWorld";
import { recordStates } from "./states/recordStates";
import { inWorld, type World } from "./world";

type Args = Record<string, unknown>;
interface Recorded extends Kept {
  type: "dataflow" | "dataflowRefresh";
  args: Args;
}

const folder = join(__dirname, "states");
const recordings = readdirSync(folder).filter((file) => file.endsWith(".json"));

/** A recorded state, with the ids of the emulator's items. */
function recorded(file: string, ids: Record<string, string>): Recorded {
  let text = readFileSync(join(folder, file), "utf8");
  for (const [key, id] of Object.entries(ids)) text = text.replaceAll(`<${key}>`, id);
  return JSON.parse(text) as Recorded;
}

/** The item of a recorded state, and a resource with only that state. */
async function prepared(world: World, file: string) {
  const ids = await recordedWorld(world);
  const { args, outs } = recorded(file, ids);
  const made = new Resource(world, "dataflow");
  await made.up({ ...args, publishOnUpdate: Number(outs.publishedRevision ?? 0) > 0 });
  const { type: _type, args: _args, ...kept } = recorded(file, { ...ids, id: made.id });
  const sales = new Resource(world, "dataflow");
  sales.kept = kept;
  world.newRequests();
  world.messages("warn");
  return { sales, args };
}

const edited = (args: Args): Args => ({ ...args, definition: definition({ Orders: "two" }) });

/** The newest recorded shape. */
const PREFIX = "2";

/** The keys of a state, with the type of each value: times, ids and messages differ from one recording to the next. */
const shapeOf = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(shapeOf)
    : value !== null && typeof value === "object"
      ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shapeOf(child)]))
      : typeof value;

describe("recorded states keep working:", () => {
  it("the package writes states of the newest recorded shape, which is frozen", async () => {
    const now: Record<string, unknown> = {};
    await recordStates((name, state) => void (now[`${PREFIX}-${name}.json`] = shapeOf(JSON.parse(state))));
    const newest = recordings.filter((file) => file.startsWith(`${PREFIX}-`));
    expect(Object.keys(now).sort()).to.deep.equal(newest.sort());
    for (const file of newest)
      expect(now[file], `${file}: record the new shape with a new prefix, and keep this file`).to.deep.equal(
        shapeOf(JSON.parse(readFileSync(join(folder, file), "utf8"))),
      );
  }).timeout(60_000);

  it("each version of the fingerprint's algorithm has recorded states", () => {
    for (const name of [
      "dataflow-plain",
      "dataflow-archive",
      "dataflow-published",
      "dataflow-environment",
      "dataflow-drifted",
      "refresh-completed",
      "refresh-failed",
      "refresh-unfinished",
    ])
      expect(recordings).to.include(`2-${name}.json`);
  });

  for (const file of recordings.filter((name) => /dataflow-(plain|published|empty|archive|environment)/.test(name)))
    it(`${file} is not a change, before and after a refresh, and sends no request`, () =>
      inWorld(async (world) => {
        const { sales, args } = await prepared(world, file);
        expect(await sales.up(args)).to.equal("same");
        expect(world.newRequests()).to.deep.equal({});
        await sales.refresh();
        expect(world.messages("warn")).to.equal("");
        expect(await sales.up(args)).to.equal("same");
        expect(world.newRequests()).not.to.have.any.keys("updateDefinition", "runApplyChanges", "updateItem");
      }));

  for (const file of recordings.filter((name) => /dataflow-(plain|published|empty|archive)/.test(name)))
    it(`${file} is renamed, edited and deleted`, () =>
      inWorld(async (world) => {
        const { sales, args } = await prepared(world, file);
        const revision = Number(sales.outs.definitionRevision ?? 0);
        const renamed = { ...args, displayName: "Renamed" };
        expect(await sales.up(renamed)).to.equal("updated");
        expect(world.newRequests()).to.deep.equal({ updateItem: 1 });
        expect(await sales.up(edited(renamed))).to.equal("updated");
        expect(sales.outs).to.include({ definitionRevision: revision + 1 });
        const item = world.emulator.item(sales.id);
        expect(item.edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "two" }));
        if (args.publishOnUpdate) expect(item.published).to.deep.equal(item.edited);
        expect(await sales.up(edited(renamed))).to.equal("same");
        await sales.destroy();
        expect(world.dataflows()).to.deep.equal([]);
      }));

  for (const file of recordings.filter((name) => /dataflow-environment/.test(name)))
    it(`${file} gets another parameter and connection, and no other input is lost`, () =>
      inWorld(async (world) => {
        const { sales, args } = await prepared(world, file);
        const next = { ...args, parameters: { Region: "west-region" }, connections: {} };
        expect(await sales.up(next)).to.equal("updated");
        expect(world.newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 1 });
        const stored = world.emulator.item(sales.id).published?.["mashup.pq"];
        expect(stored).to.contain('"west-region"').and.contain('"prod.example.com"').and.contain(uuid(4));
        expect(sales.outs).to.include({ definitionRevision: 2, publishedRevision: 2, testedRevision: 2 });
        expect(await sales.up(next)).to.equal("same");
      }));

  for (const file of recordings.filter((name) => /dataflow-drifted/.test(name)))
    it(`${file} is repaired`, () =>
      inWorld(async (world) => {
        const { sales, args } = await prepared(world, file);
        world.emulator.portalEdit(sales.id, { parts: { "mashup.pq": mashupOf({ Orders: "theirs" }) } });
        expect(await sales.up(args)).to.equal("updated");
        expect(world.emulator.item(sales.id).edited?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
        expect(await sales.up(args)).to.equal("same");
      }));

  for (const file of recordings.filter((name) => /dataflow-unpublished/.test(name)))
    for (const refreshes of [false, true])
      it(`${file} is published${refreshes ? " after a refresh" : ""}, and not written`, () =>
        inWorld(async (world) => {
          const { sales, args } = await prepared(world, file);
          if (refreshes) await sales.refresh();
          expect(await sales.up(args)).to.equal("updated");
          expect(world.newRequests()).to.include({ runApplyChanges: 1 }).and.not.to.have.property("updateDefinition");
          expect(await sales.up(args)).to.equal("same");
        }));

  for (const file of recordings.filter((name) => /refresh-(completed|failed)/.test(name)))
    it(`${file} ${file.includes("failed") ? "runs again" : "does not run again, but for another trigger"}`, () =>
      inWorld(async (world) => {
        const { workspaceId } = world.emulator;
        const sales = new Resource(world, "dataflow");
        await sales.up({ workspaceId, displayName: "Sales", definition: definition() });
        const id = "00000000-0000-4000-8000-00000000abcd";
        const { type: _type, args, ...kept } = recorded(file, { workspaceId, dataflowId: sales.id, id });
        const load = new Resource(world, "dataflowRefresh");
        load.kept = kept;
        await load.refresh();
        expect(await load.up(args)).to.equal(file.includes("failed") ? "replaced" : "same");
        expect(await load.up({ ...args, triggers: [2] })).to.equal("replaced");
        expect(load.outs).to.include({ status: "Completed" });
        await load.destroy();
      }));

  for (const file of recordings.filter((name) => /refresh-unfinished/.test(name)))
    it(`${file} is awaited by the next up, which starts no other run`, () =>
      inWorld(async (world) => {
        const { args: own, load: started } = await preparedRefresh(world);
        const { workspaceId } = world.emulator;
        await started.up(own);
        const {
          type: _type,
          args,
          ...kept
        } = recorded(file, {
          ...{ workspaceId, dataflowId: String(own.dataflowId), id: started.id },
        });
        const load = new Resource(world, "dataflowRefresh");
        load.kept = kept;
        world.newRequests();
        expect(await load.up(args)).to.equal("updated");
        expect(world.newRequests()).not.to.have.property("runExecute");
        expect(load.outs).to.include({ status: "Completed" });
        expect(await load.up(args)).to.equal("same");
      }));
});
