import { expect } from "chai";
import { join } from "node:path";
import { runCli } from "../cli/runCli";
import { engineTestMs } from "../engine/harness/stack";
import { addConnections } from "../tools/exampleProject";
import { withExample } from "./around";

describe("examples/monitoring", function () {
  this.timeout(engineTestMs);

  it("reports the awaited run and the newest run, and history stops a pipeline if that one failed", () =>
    withExample(
      { name: "monitoring", config: ({ workspaceId }) => ({ "monitoring:workspaceId": workspaceId }) },
      async ({ emulator, stack }) => {
        addConnections(emulator, join(stack.directory, "Orders.Dataflow"));
        await stack.up();
        const first = await stack.automation.outputs();
        expect(first.deployRun?.value).to.equal("Completed");
        expect(first.lastStatus?.value).to.equal("Completed");
        expect(first.lastEnd?.value).to.match(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

        const env = { FABRIC_ENDPOINT: emulator.endpoint, FABRIC_TOKEN: emulator.token };
        const cli = (...args: string[]) => runCli([...args, "--workspace", "Emulated workspace"], env);
        const history = () => cli("history", "--all", "--since", "24h", "--fail-on", "any");
        expect((await history()).code).to.equal(0);
        const fault = { kind: "job", job: { outcome: "fail", errorCode: "Boom", message: "no such table" } } as const;
        emulator.faults.add({ operation: "runExecute", times: 1, fault });
        await cli("run", "Orders");
        expect((await history()).code).to.equal(1);
        await stack.up();
        const second = await stack.automation.outputs();
        expect(second.deployRun?.value, "the run of the deployment has ended").to.equal("Completed");
        expect(second.lastStatus?.value).to.equal("Failed");
        expect(second.lastReason?.value).to.contain("no such table");
      },
    ));
});
