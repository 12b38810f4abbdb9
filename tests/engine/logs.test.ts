import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh } from "./classes";
import { attack, obeyedLines, writtenAttack } from "../attacks";
import { metadata, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs, type Outcome } from "./harness/stack";
import { withFabric } from "./support";

const parts = (queries: Record<string, string>): Record<string, string> => ({
  "mashup.pq": [
    "section Section1;",
    ...Object.entries(queries).map(([name, m]) => `shared ${writtenAttack(name)} = ${m};`),
  ].join("\n"),
  "queryMetadata.json": metadata(queries),
});
const inFolder = (queries: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(parts(queries)).map(([path, text]) => [`Sales.Dataflow/${path}`, text]));

function expectHarmless({ stdout, stderr }: Outcome, ...shown: string[]): void {
  const text = stdout + stderr;
  expect(obeyedLines(text), text).to.deep.equal([]);
  for (const one of shown) expect(text).to.contain(one);
}

describe("a log of the real engine, in a pipeline", function () {
  this.timeout(engineTestMs);

  it("has no agent command for any content of the M, a portal edit or the service", async () => {
    let fails = false;
    const program = ({ workspaceId }: Emulator) => {
      const sales = new Dataflow("sales", {
        workspaceId,
        definition: new pulumi.asset.FileArchive("./Sales.Dataflow"),
        description: "mine",
      });
      new Dataflow("named", { workspaceId, displayName: "Named" });
      if (fails) new DataflowRefresh("load", { workspaceId, dataflowId: sales.id });
    };
    const mine = { [attack("mine")]: table("one"), Orders: writtenAttack(attack("mine")) };
    await withFabric({ program, files: inFolder(mine) }, async ({ emulator, stack }) => {
      expectHarmless(await stack.preview({ diff: true }), "mine#(lf)::add-mask::mine");
      expectHarmless(await stack.up({ diff: true }), "mine#(lf)::add-mask::mine");

      const step = writtenAttack(attack("step"));
      const stepped = `let ${step} = #table({"A"}, {{"two"}}) in ${step}`;
      for (const [file, text] of Object.entries(inFolder({ ...mine, [attack("mine")]: stepped })))
        stack.edit(file, text);
      const changed = await stack.preview({ diff: true });
      expectHarmless(changed, "mine#(lf)::add-mask::mine", "changed (step step", "Orders depends on it");

      const id = stack.resource("Dataflow::sales").id!;
      const theirs = parts({ ...mine, [attack("theirs")]: table("x"), Orders: writtenAttack(attack("theirs")) });
      emulator.portalEdit(id, { parts: theirs, description: attack("described") });
      emulator.portalEdit(stack.resource("Dataflow::named").id!, { displayName: attack("renamed") });
      expectHarmless(await stack.refresh(), "theirs#(lf)::add-mask::theirs");
      expectHarmless(await stack.preview({ diff: true }), "theirs#(lf)::add-mask::theirs");
      expectHarmless(await stack.up({ diff: true }));

      fails = true;
      const job = { outcome: "fail", errorCode: attack("code"), message: attack("reason") } as const;
      emulator.faults.add({ operation: "runExecute", fault: { kind: "job", job } });
      const failed = await stack.tryUp({ diff: true });
      expect(failed.succeeded).to.equal(false);
      expectHarmless(failed, "reason");
      expectHarmless(await stack.preview({ diff: true }));

      const body = { errorCode: attack("refused"), message: attack("refusal"), requestId: attack("request") };
      const fault = { kind: "change", status: 403, body } as const;
      emulator.faults.add({ operation: "*", times: 0, fault });
      expectHarmless(await stack.tryRefresh(), "refusal");
    });
  });

  it("has no agent command in the error for a mistake in the M", async () => {
    const program = ({ workspaceId }: Emulator) => {
      new Dataflow("sales", { workspaceId, definition: new pulumi.asset.FileArchive("./Sales.Dataflow") });
    };
    const files = inFolder({ [attack("mine")]: "1" });
    files["Sales.Dataflow/mashup.pq"] += `\nshared ${writtenAttack(attack("mine"))} = 2;`;
    await withFabric({ program, files }, async ({ stack }) => {
      const failed = await stack.tryPreview({ diff: true });
      expect(failed.succeeded).to.equal(false);
      expectHarmless(failed, "mine#(lf)::add-mask::mine");
    });
  });
});
