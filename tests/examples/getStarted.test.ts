import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "../cli/runCli";
import { startEmulator, type Emulator } from "../emulator/index";
import { engineTestMs, withStack } from "../engine/harness/stack";
import { programIn } from "../tools/exampleProject";
import { root } from "../tools/layout.mjs";
import { expectExcerpt } from "./excerpts";

const page = readFileSync(join(root, "docs", "get-started.md"), "utf8");
const blocks = (before: RegExp): Record<string, string> =>
  Object.fromEntries(
    [...page.matchAll(new RegExp(`^${before.source}\\n+\`\`\`\\w*\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
      ([, name, text]) => [name!, text!],
    ),
  );
/** The files that the reader writes, by path, and the outputs that the page shows, by name. */
const files = blocks(/`([\w./]+)`:/);
const outputs = blocks(/<!-- output: (\w+) -->/);

async function withEmulator(use: (emulator: Emulator) => Promise<void>): Promise<void> {
  const emulator = await startEmulator({ switches: { longRunning: { create: true } } });
  let failed = true;
  try {
    await use(emulator);
    failed = false;
  } finally {
    await emulator.close({ allowViolations: failed });
  }
}

describe("docs/get-started.md", function () {
  this.timeout(engineTestMs);

  it("shows the output of its program, from the first up to the preview of an edit", () =>
    withEmulator(async (emulator) => {
      let directory = "";
      const config = {
        "fabric-dataflow:endpoint": emulator.endpoint,
        "fabric-dataflow:token": { value: emulator.token, secret: true },
        "finance:workspaceId": emulator.workspaceId,
      };
      const program = () => programIn(directory)();
      await withStack({ name: "finance", program, config, files }, async (stack) => {
        directory = stack.directory;
        const whoami = await runCli(["whoami", "--workspace", emulator.workspaceId], {
          FABRIC_ENDPOINT: emulator.endpoint,
          FABRIC_TOKEN: emulator.token,
        });
        expectExcerpt(outputs.whoami ?? "", whoami.out);
        expectExcerpt(outputs.up ?? "", (await stack.up({ color: "never" })).stdout);
        const mashup = files["Prices.Dataflow/mashup.pq"] ?? "";
        stack.edit("Prices.Dataflow/mashup.pq", mashup.replace("4.2", "4.5"));
        const seen = await stack.preview({ color: "never", diff: true });
        // A terminal shows both. With --diff the engine writes messages to the second, before the resource.
        expectExcerpt(outputs.preview ?? "", `${seen.stderr}\n${seen.stdout}`);
        await stack.destroy();
      });
    }));
});
