import { expect } from "chai";
import type { Lifecycle } from "../../sdk/lifecycle/context";
import type { Props } from "../../sdk/lifecycle/values";
import { keysOf, type ResourceName } from "../tools/resources";
import { definition } from "./assets";
import { prepared } from "./refreshes";
import { failure, Resource } from "./resource";
import { daily } from "./schedules";
import { freshLifecycles, inWorld, type World } from "./world";

type Args = Record<string, unknown>;

/** The arguments of a resource that owns something that another one can adopt, or the reason why it owns nothing. */
const holders: Record<ResourceName, ((world: World) => Promise<Args>) | string> = {
  dataflow: async ({ emulator: { workspaceId } }) => ({ workspaceId, displayName: "Sales", definition: definition() }),
  dataflowRefresh: "a run belongs to nobody: it stays after a delete, and cannot be imported",
  async dataflowSchedule(world) {
    const { workspaceId, dataflowId } = (await prepared(world)).args;
    return { workspaceId, dataflowId, schedule: daily };
  },
};

/** An existing item or schedule, and a host in which a resource adopts it. */
async function takenOver(world: World, name: ResourceName, args: Args) {
  const former = new Resource(world, name);
  await former.up(args);
  const lifecycle: Lifecycle = freshLifecycles()[name];
  const { inputs } = await lifecycle.check({}, { ...args, __declaration: { import: former.id } }, world.context);
  const takeOver = () => lifecycle.create(inputs as Props, world.context);
  return { former, lifecycle, takeOver, holder: await takeOver() };
}

describe("ownership of a resource", () => {
  for (const [name, argsOf] of Object.entries(holders) as [ResourceName, (typeof holders)[ResourceName]][]) {
    if (typeof argsOf === "string") {
      it(`of ${name} is nothing: ${argsOf}`, () => expect(keysOf(name)).not.to.have.property("ownerToken"));
      continue;
    }

    it(`of ${name}: the former resource does not delete it`, () =>
      inWorld(async (world) => {
        const { former, lifecycle, holder } = await takenOver(world, name, await argsOf(world));
        expect(holder.id).to.equal(former.id);
        world.messages("warn");
        await lifecycle.delete(former.id, former.outs, world.context);
        expect(world.messages("warn"), "isLeftToOther").to.match(
          /is not deleted, because another resource holds it now/,
        );
        expect(await lifecycle.read(holder.id, holder.outs, world.context), "it still exists").to.be.an("object");
      }));

    it(`of ${name}: only one resource of a program can adopt it`, () =>
      inWorld(async (world) => {
        const { takeOver } = await takenOver(world, name, await argsOf(world));
        expect(await failure(takeOver()), "claim").to.match(
          /another resource of this program holds the (dataflow|schedule) /,
        );
      }));
  }
});
