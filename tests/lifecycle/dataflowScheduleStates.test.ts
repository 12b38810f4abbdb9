import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { definition } from "./assets";
import { failure, Resource, type Kept } from "./resource";
import { inWorld, type World } from "./world";

const folder = join(__dirname, "states");
const recordings = readdirSync(folder).filter((file) => /schedule-.*\.json$/.test(file));

/** A resource with only the recorded state, of an existing schedule. */
async function prepared(world: World, file: string): Promise<{ own: Resource; args: Record<string, unknown> }> {
  const { workspaceId } = world.emulator;
  const sales = new Resource(world, "dataflow");
  await sales.up({ workspaceId, displayName: "Sales", definition: definition() });
  const read = (id: string) =>
    JSON.parse(
      readFileSync(join(folder, file), "utf8")
        .replaceAll("<workspaceId>", workspaceId)
        .replaceAll("<dataflowId>", sales.id)
        .replaceAll("<id>", id),
    ) as Kept & { args: Record<string, unknown> };
  const made = new Resource(world, "dataflowSchedule");
  await made.up(read("").args);
  const { args, ...kept } = read(made.id);
  const own = new Resource(world, "dataflowSchedule");
  own.kept = kept;
  world.newRequests();
  return { own, args };
}

describe("a recorded state of a schedule keeps working:", () => {
  it("each version has a recorded state", () => {
    expect(recordings).to.include.members(
      ["cron", "daily", "monthly", "weekly"].map((type) => `2-schedule-${type}.json`),
    );
  });

  for (const file of recordings)
    it(`${file} is not a change, before and after a refresh; it is changed in place, and deleted`, () =>
      inWorld(async (world) => {
        const { own, args } = await prepared(world, file);
        expect(await own.up(args)).to.equal("same");
        expect(world.newRequests()).to.deep.equal({});
        await own.refresh();
        expect(await own.up(args)).to.equal("same");
        world.newRequests();
        expect(await own.up({ ...args, enabled: args.enabled === false })).to.equal("updated");
        expect(world.newRequests()).to.deep.equal({ updateSchedule: 1 });
        await own.destroy();
        expect(world.dataflows().flatMap(({ schedules }) => schedules)).to.deep.equal([]);
      }));

  it("a state of a newer package or a damaged state is an error in every call", () =>
    inWorld(async (world) => {
      const { own, args } = await prepared(world, recordings[0]!);
      const { kept } = own;
      for (const [outs, message] of [
        [{ ...kept!.outs, stateVersion: 99 }, "update the package"],
        [{ ...kept!.outs, dataflowId: undefined }, "was edited by hand"],
      ] as const) {
        own.kept = { ...kept!, outs };
        for (const call of [() => own.up({ ...args, enabled: false }), () => own.refresh(), () => own.destroy()])
          expect(await failure(call())).to.contain(message);
      }
      expect(world.newRequests()).to.deep.equal({});
    }));
});
