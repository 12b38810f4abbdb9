import { expect } from "chai";
import { Dataflow } from "pulumi-fabric-dataflow";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

describe("a secret in the stack's configuration, on the real engine", function () {
  this.timeout(engineTestMs);

  const program = ({ workspaceId }: Emulator) => {
    new Dataflow("sales", { workspaceId });
  };

  for (const secret of [false, true])
    it(`${secret ? "is not a warning if it is encrypted" : "is a warning with the command that encrypts it if it is in clear"}`, () =>
      withFabric({ program, env: { FABRIC_TOKEN: "" } }, async ({ emulator, stack }) => {
        await stack.automation.setAllConfig({ "fabric-dataflow:token": { value: emulator.token, secret } });
        const { diagnostics, stdout, stderr } = await stack.up();
        const warnings = diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);
        if (secret) expect(warnings).to.deep.equal([]);
        else
          expect(warnings.join()).to.match(/fabric-dataflow:token .*pulumi config set --secret fabric-dataflow:token/s);
        expect(stdout + stderr).not.to.contain(emulator.token);
      }));
});
