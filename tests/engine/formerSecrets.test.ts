import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow } from "./classes";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const parameter = (value: string) => `"${value}" meta [IsParameterQuery = true, Type = "Text"]`;
const files = folder("Sales.Dataflow", {
  Region: parameter("north"),
  Password: parameter("none"),
  Token: parameter("none"),
  Orders: table("MARKER"),
});
const HIDDEN = "a-former-secret";
const secret = <T>(value: T) => pulumi.secret(value);

type Declared = Pick<ConstructorParameters<typeof Dataflow>[1], "parameters" | "replacements">;

/** The declared values before and after the update. Former secrets are public afterwards. */
const changes: Record<string, [before: Declared, after: Declared]> = {
  "a map that is public now": [
    { parameters: secret({ Region: "south", Password: HIDDEN }) },
    { parameters: { Region: "south", Password: "public" } },
  ],
  "a map of which one value is secret now": [
    { parameters: secret({ Token: HIDDEN }) },
    { parameters: { Token: "public", Password: secret("other") } },
  ],
  "a value that is public now": [
    { parameters: { Region: "south", Password: secret(HIDDEN) } },
    { parameters: { Region: "south", Password: "public" } },
  ],
  "a value that has another key now": [
    { parameters: { Password: secret(HIDDEN) } },
    { parameters: { Token: secret("other") } },
  ],
  "a value that is gone": [{ parameters: { Region: "west", Password: secret(HIDDEN) } }, {}],
  "a replacement that is public now": [{ replacements: { MARKER: secret(HIDDEN) } }, { replacements: { MARKER: "x" } }],
  "a value that is secret now": [{ parameters: { Password: "plain" } }, { parameters: secret({ Password: HIDDEN }) }],
};

describe("former secrets after a partially failed update, on the real engine", function () {
  this.timeout(2 * engineTestMs);

  it("are in no file after a rollback, which restores the old values", async () => {
    let now = 0;
    const program = ({ workspaceId }: Emulator) => {
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      const always = { workspaceId, definition, publishOnUpdate: true, rollback: true };
      for (const [name, states] of Object.entries(changes)) new Dataflow(name, { ...always, ...states[now] });
    };
    const names = Object.keys(changes);
    await withFabric({ program, files }, async ({ emulator, stack }) => {
      await stack.up();
      now = 1;
      const fault = { kind: "job", job: { outcome: "fail", message: "no schema" } } as const;
      // The publish after the rollback's write fails, too.
      emulator.faults.add({ operation: "runApplyChanges", times: 2 * names.length, fault });
      const failed = await stack.tryUp({ diff: true, continueOnError: true });
      expect(failed.succeeded).to.equal(false);
      for (const name of names) expect(stack.resource(name).outputs, name).to.include({ rolledBack: 2 });
      expect(stack.filesWith(HIDDEN), "after the rollback").to.deep.equal([]);
      await stack.refresh();
      expect(stack.filesWith(HIDDEN), "after a refresh").to.deep.equal([]);
      const up = await stack.up({ diff: true });
      expect(failed.stdout + up.stdout).not.to.contain(HIDDEN);
      expect(stack.filesWith(HIDDEN), "after the next up").to.deep.equal([]);
      expect((await stack.up()).changes).to.deep.equal({ same: names.length + 1 });
    });
  });

  for (const refreshes of [false, true])
    it(`are in no file for any declared values, and the next up continues${refreshes ? " after a refresh" : ""}`, async () => {
      let [now, description] = [0, "one"];
      const program = ({ workspaceId }: Emulator) => {
        const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
        for (const [name, states] of Object.entries(changes))
          new Dataflow(name, { workspaceId, description, definition, ...states[now] });
      };
      const names = Object.keys(changes);
      await withFabric({ program, files }, async ({ emulator, stack }) => {
        await stack.up();
        [now, description] = [1, "two"];
        const fault = { kind: "status", status: 403, errorCode: "InsufficientPrivileges" } as const;
        emulator.faults.add({ operation: "updateDefinition", times: names.length, fault });
        const failed = await stack.tryUp({ diff: true, continueOnError: true });
        expect(failed.succeeded).to.equal(false);
        for (const name of names)
          expect(stack.resource(name).outputs?.description, `${name}: it is a partial failure`).to.equal("two");

        expect(stack.filesWith(HIDDEN), "after the failure").to.deep.equal([]);
        const preview = await stack.preview({ diff: true });
        if (refreshes) await stack.refresh();
        expect(stack.filesWith(HIDDEN), "after a refresh").to.deep.equal([]);
        const up = await stack.up({ diff: true });
        expect(up.changes).to.deep.equal({ same: 1, update: names.length });
        expect([failed, preview, up].map(({ stdout }) => stdout).join()).not.to.contain(HIDDEN);
        expect(stack.filesWith(HIDDEN), "after the next up").to.deep.equal([]);
        expect((await stack.up()).changes).to.deep.equal({ same: names.length + 1 });
      });
    });
});
