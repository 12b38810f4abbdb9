import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowSchedule, FabricProvider, itByClass } from "./classes";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { made } from "./made";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");
const schedule = {
  type: "Daily" as const,
  times: ["02:30"],
  startDateTime: "2035-01-01T00:00:00Z",
  endDateTime: "2036-01-01T00:00:00Z",
  localTimeZoneId: "UTC",
};

/** The class does not get options of a transformation, so only the hosts know of the adoption. */
const adopting: pulumi.ResourceTransformation = ({ props, opts }) => ({
  props: { ...props, adoptExisting: true },
  opts,
});

const dataflows = (emulator: Emulator) => emulator.items().filter(({ type }) => type === "Dataflow");
const messages = ({ diagnostics }: { diagnostics: { message: string }[] }) =>
  diagnostics.map(({ message }) => message).join("\n");

describe("an item and several hosts of the engine:", function () {
  this.timeout(engineTestMs);

  it("a renamed resource with a new provider keeps the adopted item", async () => {
    let renamed = false;
    const program = ({ workspaceId, token, endpoint }: Emulator) => {
      const args = { workspaceId, displayName: "Sales", definition: definition() };
      const provider = renamed ? new FabricProvider("other", { token, endpoint }) : undefined;
      const { id } = new Dataflow(renamed ? "sales2" : "sales", args, { provider, transformations: [adopting] });
      new DataflowSchedule(renamed ? "nightly2" : "nightly", { workspaceId, dataflowId: id, schedule }, { provider });
    };
    await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
      await stack.up();
      const [before] = dataflows(emulator);
      const scheduleId = stack.resource("nightly").id;
      renamed = true;
      newRequests();
      const outcome = await stack.up();
      expect(messages(outcome)).to.match(/the dataflow \S+ is not deleted, because another resource holds it now/);
      expect(messages(outcome)).to.match(/the schedule \S+ is not deleted, because another resource holds it now/);
      expect(newRequests()).not.to.have.any.keys("deleteItem", "deleteSchedule");
      expect(dataflows(emulator).map(({ id }) => id)).to.deep.equal([before?.id]);
      expect(stack.resource("sales2").id).to.equal(before?.id);
      expect(stack.resource("nightly2").id).to.equal(scheduleId);
      expect((await stack.up()).changes).to.deep.equal({ same: 4 });
    });
  });

  itByClass("a replacement makes a new item if the option import stays, and no item is lost", async () => {
    let importId: string | undefined;
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, displayName: "Sales", definition: definition() }, { import: importId });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      importId = await made(emulator, "Sales", "one");
      await stack.up();
      await stack.up({ replace: [stack.resource("sales").urn] });
      const [item, ...others] = dataflows(emulator);
      expect(others).to.deep.equal([]);
      expect(item?.id).not.to.equal(importId);
      expect(stack.resource("sales").id).to.equal(item?.id);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  itByClass("the resource keeps the item at an import and a replacement that creates before it deletes", async () => {
    let importId: string | undefined;
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow(
        "sales",
        { workspaceId, displayName: "Sales", definition: definition() },
        { import: importId, deleteBeforeReplace: false },
      );
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      importId = await made(emulator, "Sales", "one");
      await stack.up();
      await stack.up({ replace: [stack.resource("sales").urn] });
      expect(dataflows(emulator).map(({ id }) => id)).to.deep.equal([importId]);
      expect(stack.resource("sales").id).to.equal(importId);
      expect((await stack.up()).changes).to.deep.equal({ same: 2 });
    });
  });

  itByClass("an import of a missing id is an error, which says what to do in the middle of a replacement", async () => {
    const program = ({ workspaceId }: Emulator) => {
      const gone = "99999999-9999-4999-8999-999999999999";
      new Dataflow("sales", { workspaceId, definition: definition() }, { import: gone });
    };
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      const outcome = await stack.tryUp();
      expect(outcome.succeeded).to.equal(false);
      expect(outcome.stdout + outcome.stderr).to.match(/continues a replacement.*remove the option import/s);
      expect(dataflows(emulator)).to.deep.equal([]);
    });
  });

  itByClass(
    "an item that another resource of the state holds is not adopted: the preview names aliases, and a targeted destroy loses nothing",
    async () => {
      let importId: string | undefined;
      let names = ["sales"];
      const program = ({ workspaceId }: Emulator) => {
        for (const name of names)
          new Dataflow(
            name,
            { workspaceId, displayName: name === "sales" ? "Sales" : "Sales (new)", definition: definition() },
            { import: name === "sales" ? undefined : importId },
          );
      };
      await withFabric({ program, files }, async ({ emulator, stack, newRequests }) => {
        await stack.up();
        const { id, urn } = stack.resource("sales");
        importId = id;
        names = ["sales2"];
        newRequests();
        for (const operation of [stack.tryPreview(), stack.tryUp()]) {
          const refused = await operation;
          expect(refused.succeeded).to.equal(false);
          expect(refused.stdout + refused.stderr).to.contain(`aliases: ["${urn}"]`);
        }
        expect(newRequests()).to.deep.equal({});
        expect(dataflows(emulator)).to.have.length(1);
      });
    },
  );

  for (const [how, other, displayName] of [
    ["an error", false, "Sales"],
    ["a warning with another provider", true, "Sales"],
    ["a warning in other case", false, "sALES"],
  ] as const)
    it(`the preview names two resources with one name in a workspace, ${how}`, async () => {
      const program = ({ workspaceId, token, endpoint }: Emulator) => {
        new Dataflow("one", { workspaceId, displayName: "Sales" });
        const provider = other ? new FabricProvider("other", { token, endpoint }) : undefined;
        new Dataflow("two", { workspaceId, displayName }, { provider });
      };
      await withFabric({ program }, async ({ stack }) => {
        const preview = await stack.tryPreview();
        expect(preview.succeeded).to.equal(how !== "an error");
        expect(preview.stdout + preview.stderr).to.match(
          /displayName: (one|two) declares (the same name in this workspace|a dataflow in this workspace whose name differs only in case)/,
        );
      });
    });
});
