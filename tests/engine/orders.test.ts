import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, FabricProvider } from "./classes";
import { folder, mashup, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { run } from "../tools/processes.mjs";
import { engineTestMs, stackName, type TestStack } from "./harness/stack";
import { type FabricStack, withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const row = (text: string) => mashup({ Orders: table(text) });
const refused = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;

/** The current program. */
const fresh = { extra: "", provider: "first", adoptExisting: false, declares: true, retainOnDelete: false };
let now = { ...fresh };

function program({ workspaceId, endpoint, token }: Emulator): void {
  const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
  const provider = new FabricProvider(now.provider, { endpoint, token: pulumi.secret(token) });
  const { adoptExisting, retainOnDelete } = now;
  const opts = { provider, retainOnDelete };
  if (now.extra !== "") {
    const extra = new Dataflow(now.extra, { workspaceId, definition }, { provider });
    new DataflowRefresh("afterExtra", { workspaceId, dataflowId: extra.id }, { provider });
  }
  if (now.declares) new Dataflow("sales", { workspaceId, displayName: "Sales", definition, adoptExisting }, opts);
}

async function deleteFromState(stack: TestStack, urn: string): Promise<void> {
  const { envVars: env } = stack.automation.workspace;
  const args = ["state", "delete", urn, "--yes", "--stack", stackName, "--non-interactive"];
  const { code, output } = await run("pulumi", args, { cwd: stack.directory, env, timeoutMs: 60_000 });
  expect(code, output).to.equal(0);
}

type Act = (fabric: FabricStack, urn: string) => Promise<unknown>;

/** The command, the resulting calls, and true if the item is a new one afterwards. */
const orders: [what: string, act: Act, calls: Record<string, number>, isAnother?: true][] = [
  [
    "--continue-on-error: what does not depend on what failed is done, and what does is not",
    async ({ emulator, stack }) => {
      emulator.faults.add({ operation: "createItem", fault: refused });
      now = { ...now, extra: "extra" };
      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      expect((await stack.tryUp({ continueOnError: true })).succeeded).to.equal(false);
    },
    { listItems: 1, createItem: 1, getDefinition: 2, updateDefinition: 1 },
  ],
  [
    "--target of another: nothing",
    async ({ stack }, urn) => {
      now = { ...now, extra: "" };
      stack.edit("Sales.Dataflow/mashup.pq", row("three"));
      await stack.up({ target: [urn.replace("::sales", "::nobody")] }).catch(() => undefined);
    },
    {},
  ],
  [
    "a provider that is another one now: the item stays",
    async ({ stack }) => {
      now = { ...now, provider: "second" };
      stack.edit("Sales.Dataflow/mashup.pq", row("two"));
      await stack.up();
    },
    {},
  ],
  [
    "a replaced provider: the item stays",
    async ({ stack }) => {
      const provider = stack.state().resources.find(({ urn }) => urn.endsWith("::second"));
      await stack.up({ replace: [provider!.urn] });
    },
    {},
  ],
  [
    "state delete, and adoptExisting: the item is taken over",
    async ({ stack }, urn) => {
      await deleteFromState(stack, urn);
      now = { ...now, adoptExisting: true };
      await stack.up();
    },
    { listItems: 1, getDefinition: 1 },
  ],
  [
    "retainOnDelete, and adoptExisting: the item is taken over",
    async ({ stack }) => {
      now = { ...now, retainOnDelete: true };
      await stack.up();
      now = { ...now, declares: false };
      await stack.up();
      now = { ...now, declares: true, retainOnDelete: false };
      await stack.up();
    },
    { listItems: 1, getDefinition: 1 },
  ],
  [
    "an older state imported, and an edit: nothing is overwritten unseen, and a refresh shows it",
    async ({ stack }) => {
      const older = await stack.automation.exportStack();
      stack.edit("Sales.Dataflow/mashup.pq", row("three"));
      await stack.up();
      await stack.automation.importStack(older);
      stack.edit("Sales.Dataflow/mashup.pq", row("four"));
      const failed = await stack.tryUp();
      expect(failed.stdout + failed.stderr).to.match(
        /edited in Fabric since the last `pulumi up` or refresh.*nothing was written/,
      );
      await stack.up({ refresh: true });
    },
    { getDefinition: 6, updateDefinition: 2, getItem: 1 },
  ],
];

describe("the engine's other orders", function () {
  this.timeout(3 * engineTestMs);

  it("lead to the calls of the table, one after another on one stack", async () => {
    now = { ...fresh };
    await withFabric({ program, files }, async (fabric) => {
      const { emulator, stack, newRequests } = fabric;
      await stack.up();
      const { urn } = stack.resource("sales");
      for (const [what, act, calls, isAnother] of orders) {
        const { id } = stack.resource("sales");
        newRequests();
        await act(fabric, urn);
        expect(newRequests(), what).to.deep.equal(calls);
        expect(stack.resource("sales").id === id, what).to.equal(isAnother !== true);
        expect(
          emulator.items().filter(({ type }) => type === "Dataflow"),
          what,
        ).to.have.length(1);
        emulator.faults.clear();
      }
      expect((await stack.up()).changes).not.to.have.any.keys("create", "update", "replace", "delete");
      await stack.destroy();
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
    });
  });
});
