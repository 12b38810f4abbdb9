import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { Dataflow, DataflowSchedule } from "./classes";
import { folder, table } from "../dataflows";
import { run } from "../tools/processes.mjs";
import { engineTestMs, stackName } from "./harness/stack";
import { withFabric } from "./support";

const NAMES = ["orders", "prices", "nightly"];

describe("a workspace that was deleted outside, on the real engine", function () {
  this.timeout(engineTestMs);

  it("makes refresh and destroy name once the command that removes each resource from the state, and the command works", async () => {
    const files = folder("Sales.Dataflow", { Orders: table("one") });
    let deleted = "";
    await withFabric(
      {
        files,
        program: () => {
          const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");
          const orders = new Dataflow("orders", { workspaceId: deleted, definition: definition() });
          new Dataflow("prices", { workspaceId: deleted, definition: definition() });
          new DataflowSchedule("nightly", {
            workspaceId: deleted,
            dataflowId: orders.id,
            schedule: {
              ...{ type: "Daily", startDateTime: "2040-01-01T00:00:00Z", endDateTime: "2041-01-01T00:00:00Z" },
              ...{ localTimeZoneId: "UTC", times: ["06:00"] },
            },
          });
        },
      },
      async ({ emulator, stack }) => {
        deleted = emulator.addWorkspace({ displayName: "To be deleted" }).id;
        await stack.up();
        emulator.world.workspaces.delete(deleted);

        for (const operation of ["refresh", "destroy"] as const) {
          const before = JSON.stringify(stack.state().resources.map(({ urn }) => urn));
          const { succeeded, diagnostics } =
            operation === "refresh" ? await stack.tryRefresh() : await stack.tryDestroy();
          expect(succeeded, operation).to.equal(false);
          const advice = diagnostics.filter(({ message }) => message.includes("pulumi state delete"));
          // A destroy ends at the first resource that cannot be deleted.
          const named = NAMES.filter((name) =>
            advice.some(({ message }) => message.includes(`'${stack.resource(name).urn}'`)),
          );
          if (operation === "refresh") expect(named).to.deep.equal(NAMES);
          else expect(named).to.satisfy((names: string[]) => names.length > 0 && !names.includes("orders"));
          expect(advice, operation).to.have.length(named.length);
          for (const { message } of advice) expect(message.split("pulumi state delete")).to.have.length(2);
          expect(
            JSON.stringify(stack.state().resources.map(({ urn }) => urn)),
            "no resource is removed from the state without the command",
          ).to.equal(before);
        }

        const { envVars: env } = stack.automation.workspace;
        for (const name of [...NAMES].reverse()) {
          const args = [
            "state",
            "delete",
            stack.resource(name).urn,
            "--yes",
            "--stack",
            stackName,
            "--non-interactive",
          ];
          const { code, output } = await run("pulumi", args, { cwd: stack.directory, env, timeoutMs: 60_000 });
          expect(code, output).to.equal(0);
        }
        expect((await stack.destroy()).succeeded).to.equal(true);
      },
    );
  });
});
