import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expectExcerpt } from "../examples/excerpts";
import { root } from "../tools/layout.mjs";
import { runCli } from "./runCli";
import { type CliService, withService } from "./service";

/** The block of a guide that begins with this text. */
function block(page: string, beginning: string): string {
  const blocks = readFileSync(join(root, "docs", page), "utf8").matchAll(/^```\w*\n([\s\S]*?)^```/gm);
  const found = [...blocks].map(([, text]) => text!).find((text) => text.startsWith(beginning));
  if (found === undefined) throw new Error(`docs/${page} has no block that begins with ${beginning}`);
  return found;
}

/** Adds a run of this duration, one day after the last run. */
async function run({ emulator, client }: CliService, dataflow: string, seconds: number, message?: string) {
  const job = { outcome: "fail", message } as const;
  if (message !== undefined) emulator.faults.add({ operation: "runExecute", fault: { kind: "job", job } });
  emulator.set({ timings: { executeMs: seconds * 1_000 } });
  const executionData = { executeOption: "ApplyChangesIfNeeded" };
  const { jobInstanceId } = await client.jobs.start(emulator.workspaceId, dataflow, "Execute", { executionData });
  emulator.advance(seconds * 1_000);
  await client.jobs.get(emulator.workspaceId, dataflow, jobInstanceId);
  emulator.advance(86_400_000 - seconds * 1_000);
}

describe("the guides show what the command line prints:", () => {
  it("the lineage of the quickstart as mermaid", async () => {
    const { out } = await runCli(["lineage", join(root, "examples/quickstart/Sales.Dataflow"), "-f", "mermaid"], {});
    expect(`${out}\n`).to.equal(block("cli.md", "flowchart"));
  });

  it("the history of a workspace, with a run that failed", () =>
    withService(async (service) => {
      const sales = await service.addQueries("Sales", { Orders: "1" });
      const calendar = await service.addQueries("Calendar", { Days: "1" });
      await run(service, sales, 252);
      await run(service, sales, 63, "the table Orders does not exist");
      await run(service, calendar, 20);
      await run(service, sales, 247);
      const { out } = await service.run(["history", "--all", "--last", "3"]);
      const shown = block("monitoring.md", "$ npx pulumi-fabric-dataflow history").replace(/^\$.*\n/, "");
      expectExcerpt(shown, out);
    }));

  it("an error with its remedy", () =>
    withService(async ({ client, emulator }) => {
      const item = { displayName: "Sales", folderId: "00000000-0000-4000-8000-000000000001" };
      const message = await client.dataflows.create(emulator.workspaceId, item).then(
        () => "",
        (error: unknown) => String((error as Error).message),
      );
      expectExcerpt(block("troubleshooting.md", "create item"), message);
    }));
});
