import { expect } from "chai";
import { definition } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld } from "./world";

describe("arguments of isolation that have a wrong form", () => {
  const wrong: [object, string][] = [
    [{ isolated: "yes" }, "isolated: must be true or false"],
    [{ allowForeign: "one" }, "allowForeign: must be a list of ids"],
    [{ allowForeign: [7] }, "allowForeign[0]: must be a text"],
    [{ replacements: { Orders: 5 } }, "replacements.Orders"],
  ];
  for (const [given, named] of wrong)
    it(`are an error that names them: ${JSON.stringify(given)}`, () =>
      inWorld(async (world) => {
        const { workspaceId } = world.emulator;
        const more = { isolated: true, ...given };
        const sales = new Resource(world, "dataflow");
        const message = await failure(
          sales.up({ workspaceId, displayName: "Sales", definition: definition(), ...more }),
        );
        expect(message).to.contain(named);
      }));
});
