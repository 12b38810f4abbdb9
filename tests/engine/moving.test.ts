import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as dynamic from "pulumi-fabric-dataflow";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import * as plugin from "./plugin/classes";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
type Provider = "dynamic" | "plugin";
const types = { dynamic: "pulumi-nodejs:dynamic/fabric:", plugin: "fabric-dataflow:index:" };
const other = { dynamic: "plugin", plugin: "dynamic" } as const;

const schedule = {
  ...{ type: "Daily" as const, times: ["02:30"], localTimeZoneId: "Europe/Berlin" },
  ...{ startDateTime: "2030-01-01T00:00:00Z", endDateTime: "2031-01-01T00:00:00Z" },
};

/** The same resources with each provider. Aliases name each resource's type in the other provider. */
function declare(provider: Provider, { workspaceId }: Emulator): void {
  const { Dataflow, DataflowRefresh, DataflowSchedule } =
    provider === "plugin" ? (plugin as unknown as typeof dynamic) : dynamic;
  const moved = (name: string) => ({ aliases: [{ type: `${types[other[provider]]}${name}` }] });
  const sales = new Dataflow(
    "sales",
    {
      workspaceId,
      definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
      replacements: { one: pulumi.secret("two") },
      publishOnUpdate: true,
    },
    moved("Dataflow"),
  );
  const of = { workspaceId, dataflowId: sales.id };
  new DataflowRefresh("load", { ...of, triggers: [sales.id, sales.definitionRevision] }, moved("DataflowRefresh"));
  new DataflowSchedule("nightly", { ...of, schedule }, moved("DataflowSchedule"));
}

describe("moving between the dynamic provider and the plugin, on the real engine", function () {
  this.timeout(engineTestMs);

  for (const first of ["dynamic", "plugin"] as const)
    for (const refreshes of [false, true])
      it(`from the ${first === "plugin" ? "plugin" : "dynamic provider"}${refreshes ? ", with a refresh first" : ""}: nothing is created, written or deleted, and later changes work`, async () => {
        let provider: Provider = first;
        await withFabric(
          { program: (emulator) => declare(provider, emulator), files },
          async ({ emulator, stack, newRequests }) => {
            await stack.up();
            const known = () =>
              ["Dataflow::sales", "DataflowRefresh::load", "DataflowSchedule::nightly"].map((name) =>
                stack.resource(name),
              );
            const ids = known().map(({ id }) => id);
            newRequests();
            provider = other[first];
            if (refreshes) await stack.refresh();
            const reads = newRequests();
            expect(Object.keys(reads).filter((operation) => !/^(get|list|bulkExport)/.test(operation))).to.deep.equal(
              [],
            );
            const preview = await stack.preview();
            expect(preview.changes).to.deep.equal({ same: 4 });
            expect((await stack.up()).changes).to.deep.equal({ same: 4 });
            expect(newRequests()).to.deep.equal({});
            expect(known().map(({ type }) => type.slice(0, types[provider].length))).to.deep.equal(
              Array(3).fill(types[provider]),
            );
            expect(
              known()
                .map(({ id }) => id)
                .slice(0, 1),
            ).to.deep.equal(ids.slice(0, 1));
            expect(stack.filesWith('"two"'), "the secret in clear").to.deep.equal([]);

            emulator.portalEdit(ids[0]!, { parts: { "mashup.pq": mashup({ Orders: table("theirs") }) } });
            await stack.refresh();
            await stack.up();
            expect(emulator.item(ids[0]!).published?.["mashup.pq"]).to.equal(mashup({ Orders: table("two") }));
            expect(newRequests()).to.include({ updateDefinition: 1, runApplyChanges: 1, runExecute: 1 });
            provider = first;
            expect((await stack.up()).changes, "and the way back").to.deep.equal({ same: 4 });
            await stack.destroy();
            expect(newRequests()).to.include({ deleteItem: 1 });
            expect(stack.state().resources).to.deep.equal([]);
          },
        );
      });
});
