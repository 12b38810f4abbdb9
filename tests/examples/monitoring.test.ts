import { expect } from "chai";
import { join } from "node:path";
import { runCli } from "../cli/runCli";
import { engineTestMs } from "../engine/harness/stack";
import { addConnections } from "../tools/exampleProject";
import { withExample } from "./around";

describe("examples/monitoring", function () {
  this.timeout(engineTestMs);

  it("tells of the run that it awaited and of the newest one, and history stops a pipeline where that failed", () =>
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
        const look = () => cli("history", "--all", "--since", "24h", "--fail-on", "any");
        expect((await look()).code).to.equal(0);
        const fault = { kind: "job", job: { outcome: "fail", errorCode: "Boom", message: "no such table" } } as const;
        emulator.faults.add({ operation: "runExecute", times: 1, fault });
        await cli("run", "Orders");
        expect((await look()).code).to.equal(1);
        await stack.up();
        const second = await stack.automation.outputs();
        expect(second.deployRun?.value, "the run of the deployment is over and done").to.equal("Completed");
        expect(second.lastStatus?.value).to.equal("Failed");
        expect(second.lastReason?.value).to.contain("no such table");
      },
    ));
});
