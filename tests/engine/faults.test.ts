import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh } from "./classes";
import { folder, mashup, table } from "../dataflows";
import type { Emulator, FaultRule } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const lost = { kind: "reset", effect: "applied" } as const;
const outage: FaultRule["fault"] = { kind: "status", status: 503 };

/** Each fault occurs in the up of an edit. `fails`: that up fails, and the next up completes it. */
const cases: { name: string; rule: FaultRule; fails?: RegExp }[] = [
  { name: "a lost response to a write", rule: { operation: "updateDefinition", fault: lost } },
  { name: "a lost response to a publish", rule: { operation: "runApplyChanges", fault: lost } },
  { name: "a lost response to a run", rule: { operation: "runExecute", fault: lost } },
  {
    name: "a refusal half-way",
    rule: {
      operation: "updateDefinition",
      fault: { kind: "status", status: 403, errorCode: "InsufficientPrivileges" },
    },
    fails: /InsufficientPrivileges/,
  },
  {
    name: "a publish that fails",
    rule: { operation: "runApplyChanges", fault: { kind: "job", job: { outcome: "fail" } } },
    fails: /publish of the dataflow .* ended Failed/,
  },
  {
    name: "a run that fails",
    rule: { operation: "runExecute", fault: { kind: "job", job: { outcome: "fail" } } },
    fails: /refresh of the dataflow .* ended Failed/,
  },
  { name: "an outage while a run is awaited", rule: { operation: "getJobInstance", times: 2, fault: outage } },
  {
    name: "throttling of all",
    rule: { operation: "*", times: 3, fault: { kind: "status", status: 429, retryAfter: 0 } },
  },
];

describe("faults on the real engine", function () {
  this.timeout(engineTestMs * 2);

  it("leave one item, one run for each edit, and a stack without pending changes", async () => {
    const program = ({ workspaceId }: Emulator): void => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const sales = new Dataflow("sales", { workspaceId, definition, publishOnUpdate: true });
      new DataflowRefresh("load", { workspaceId, dataflowId: sales.id, triggers: [sales.definitionRevision] });
    };
    const files = folder("Sales.Dataflow", { Orders: table("first") });
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      emulator.faults.add({ operation: "createItem", fault: lost });
      await stack.up();
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.have.length(1);
      const id = stack.resource("sales").id!;
      const runs = () => emulator.item(id).runs.filter(({ status }) => status === "Completed").length;
      for (const { name, rule, fails } of cases) {
        const before = runs();
        const edited = mashup({ Orders: table(name) });
        stack.edit("Sales.Dataflow/mashup.pq", edited);
        emulator.faults.add(rule);
        const met = await stack.tryUp();
        expect(met.succeeded, `${name}\n${met.stdout}`).to.equal(fails === undefined);
        if (fails) expect(met.stdout, name).to.match(fails);
        if (fails) await stack.up();
        expect(emulator.item(id).published?.["mashup.pq"], name).to.equal(edited);
        expect(runs() - before, `${name}: a publish and a run`).to.equal(2);
      }
      expect((await stack.preview()).changes).to.deep.equal({ same: 3 });
      expect(emulator.counts().createItem, "the create is sent once").to.equal(1);
      emulator.faults.add({ operation: "deleteItem", fault: lost });
      await stack.destroy();
      expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
    });
  });
});
