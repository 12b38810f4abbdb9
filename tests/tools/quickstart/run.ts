import { join } from "node:path";
import { styleText } from "node:util";
import { startEmulator } from "../../emulator/index";
import { putEngineOnPath } from "../../engine/harness/cli";
import { withStack } from "../../engine/harness/stack";
import { addConnections, copyExample, programIn } from "../exampleProject";
import { asOnTerminal, deviation, type Setting, type Step, steps, summary } from "./steps";

const keep = process.argv.includes("--keep");
const terminal = process.stdout.isTTY === true;
const bold = (text: string) => (terminal ? styleText("bold", text) : text);

/** Like a tenant, but faster: a create is a long-running operation, and jobs need some time. */
const settings = {
  switches: { longRunning: { create: true } },
  timings: { operationMs: 300, applyChangesMs: 700, executeMs: 1500 },
};

/** The first Ctrl+C ends the current step, and everything is removed. With --keep it ends the wait. */
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());

async function main(): Promise<void> {
  const unknown = process.argv.slice(2).filter((argument) => argument !== "--keep");
  if (unknown.length > 0) throw new Error(`${unknown.join(" ")}: npm start takes only --keep`);
  putEngineOnPath();
  const emulator = await startEmulator(settings);
  const began = Date.now();
  try {
    await withStack(
      {
        name: "quickstart",
        program: () => programIn(directory)(),
        config: {
          "fabric-dataflow:endpoint": emulator.endpoint,
          "fabric-dataflow:token": { value: emulator.token, secret: true },
          "quickstart:workspaceId": emulator.workspaceId,
        },
        // What --keep leaves is for a person's own `pulumi`: a passphrase, not the tests' key service.
        secretsProvider: "passphrase",
        // Without the tests' dynamic host before the engine's own: the engine warns of it in each step.
        env: { PATH: process.env.PATH ?? "" },
      },
      async (stack) => {
        directory = stack.directory;
        copyExample("quickstart", directory);
        addConnections(emulator, join(directory, "Sales.Dataflow"));
        const shown: Setting["shown"] = {
          onOutput: (text) => process.stdout.write(text),
          signal: interrupted.signal,
          color: terminal ? "always" : "never",
        };
        for (const step of keep ? steps.slice(0, -1) : steps) await show(step, { stack, emulator, shown });
        console.log(`\n${bold("Done")} in ${Math.round((Date.now() - began) / 1000)} s; the checkout is as it was.`);
        if (keep) await untilInterrupted(stack.project.folder, emulator);
      },
    );
  } finally {
    await emulator.close();
  }
}

let directory = "";

async function show(step: Step, setting: Setting): Promise<void> {
  console.log(`\n${bold(`── ${step.title}`)}\n`);
  setting.emulator.clearRequests();
  let held = "";
  const shown = step.isDiff ? { ...setting.shown, onOutput: (text: string) => void (held += text) } : setting.shown;
  const { succeeded, stderr } = await step.run({ ...setting, shown });
  if (step.isDiff) console.log(asOnTerminal(held, succeeded ? stderr : "").trimEnd());
  else if (succeeded && stderr.trim()) console.log(stderr.trimEnd());
  const counts = setting.emulator.counts();
  console.log(`${bold("requests:")} ${summary(counts)}`);
  if (interrupted.signal.aborted) throw new Error("interrupted");
  if (!succeeded) throw new Error(`${step.title}: the engine failed, see above\n${stderr}`);
  const wrong = deviation(step, counts);
  if (wrong) throw new Error(wrong);
}

async function untilInterrupted(folder: string, { endpoint, token }: { endpoint: string; token: string }) {
  console.log(`
The emulator and the stack stay until you press Ctrl+C.
  endpoint  ${endpoint}
  token     ${token}
  project   ${folder}/project
  state     file://${folder}/state  (PULUMI_CONFIG_PASSPHRASE="passphrase of the tests")
  requests  curl ${endpoint.replace(/v1$/, "_emulator/requests")}`);
  // A timer, because a listener alone keeps no process alive.
  const alive = setInterval(() => {}, 60_000);
  await new Promise<void>((resolve) => interrupted.signal.addEventListener("abort", () => resolve()));
  clearInterval(alive);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
