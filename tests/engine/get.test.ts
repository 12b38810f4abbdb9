import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, DataflowSchedule, itByClass } from "./classes";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { made } from "./made";
import { withFabric } from "./support";

const missing = "99999999-9999-4999-8999-999999999999";
const schedule = {
  type: "Daily" as const,
  times: ["02:30"],
  startDateTime: "2035-01-01T00:00:00Z",
  endDateTime: "2036-01-01T00:00:00Z",
  localTimeZoneId: "UTC",
};

describe("get() of a resource, on the real engine", function () {
  this.timeout(engineTestMs);

  it("returns all outputs of the class for an existing item", async () => {
    let id = "";
    const seen: Record<string, unknown> = {};
    const program = ({ workspaceId }: Emulator) => {
      const sales = Dataflow.get("sales", id, { workspaceId });
      const { displayName, description, tags, definitionFingerprint, definitionRevision, publishedRevision, queries } =
        sales;
      pulumi
        .output({
          displayName,
          description,
          tags,
          definitionFingerprint,
          definitionRevision,
          publishedRevision,
          queries,
        })
        .apply((outputs) => Object.assign(seen, outputs));
    };
    await withFabric({ program }, async ({ emulator, stack, newRequests }) => {
      id = await made(emulator, "Sales", "one");
      newRequests();
      await stack.up();
      expect(seen).to.include({ displayName: "Sales", description: "", definitionRevision: 0, publishedRevision: 0 });
      expect(seen.definitionFingerprint).to.match(/^\d+:/);
      expect(seen.queries).to.have.all.keys("Orders");
      expect(seen.tags).to.deep.equal([]);
      expect(newRequests()).not.to.have.any.keys("createItem", "updateItem", "updateDefinition");
      await stack.destroy();
      expect(emulator.items().some((item) => item.id === id)).to.equal(true);
    });
  });

  const kinds: [kind: string, get: (emulator: Emulator, dataflowId: string) => void][] = [
    ["dataflow", ({ workspaceId }) => Dataflow.get("gone", missing, { workspaceId })],
    [
      "schedule",
      ({ workspaceId }, dataflowId) =>
        new DataflowSchedule("gone", { workspaceId, dataflowId, schedule }, { id: missing }),
    ],
    ["run", ({ workspaceId }, dataflowId) => new DataflowRefresh("gone", { workspaceId, dataflowId }, { id: missing })],
  ];
  for (const [kind, get] of kinds)
    it(`is an error that names a missing ${kind}`, async () => {
      let dataflowId = "";
      await withFabric({ program: (emulator) => get(emulator, dataflowId) }, async ({ emulator, stack }) => {
        dataflowId = await made(emulator, "Sales", "one");
        const outcome = await stack.tryUp();
        expect(outcome.succeeded).to.equal(false);
        expect(outcome.stdout + outcome.stderr).to.contain(`there is no ${kind} ${missing}`);
      });
    });

  const mistakes: [kind: string, get: (emulator: Emulator) => void, says: RegExp, own?: typeof itByClass][] = [
    [
      "no workspace",
      () => Dataflow.get("sales", missing, {} as never),
      /a dataflow that is read by its id: workspaceId: is missing among the arguments/,
      // The plugin treats an id without a workspace like the id of `pulumi import`, and says which form it needs.
      itByClass,
    ],
    [
      "a name in the place of the id",
      ({ workspaceId }) => Dataflow.get("sales", "Sales", { workspaceId }),
      /a dataflow that is read by its id: id: is not a valid GUID/,
    ],
    [
      "a workspace that is not there",
      () => Dataflow.get("sales", missing, { workspaceId: missing }),
      /WorkspaceNotFound(?!.*state delete)/s,
    ],
  ];
  for (const [kind, get, says, own = it] of mistakes)
    own(`${kind} is an error about the arguments, not about a state`, async () => {
      await withFabric({ program: get }, async ({ stack }) => {
        const outcome = await stack.tryUp();
        expect(outcome.succeeded).to.equal(false);
        const text = outcome.stdout + outcome.stderr;
        expect(text).to.match(says);
        expect(text).not.to.contain("edited by hand");
      });
    });
});
