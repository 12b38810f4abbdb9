import { Command as Commander, CommanderError } from "commander";
import { BadNews, exitCodes, type Output } from "./command";
import { UsageError } from "../common/usageError";
import { commands } from "./commands";
import { version } from "./packageVersion";

/** The program with all its commands, not yet run. */
export function createProgram(output: Output): Commander {
  const program = new Commander("pulumi-fabric-dataflow")
    .description("Works with Microsoft Fabric dataflows beside `pulumi up`: looks, compares, checks, runs and exports.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help, or that of a command")
    .addHelpText(
      "after",
      `
Signs in as \`pulumi up\` does: by environment variables FABRIC_..., or with
--stack by a stack's configuration fabric:..., or else as whoever ran \`az login\`.

Exit codes: 0 done; ${exitCodes.failed} it failed, or found what a pipeline should stop at;
${exitCodes.usage} called in a way that cannot work. With --json results are JSON on stdout, and
an error is JSON on stderr.`,
    )
    .showHelpAfterError("(add --help for what there is)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.replace(/\n$/, "")),
      writeErr: (text) => output.err(text.replace(/\n$/, "")),
      getOutHasColors: () => output.colours,
    });
  for (const command of commands) command(program, output);
  return program;
}

/** Runs the command that the arguments name, and resolves with the exit code. Never rejects. */
export async function run(args: readonly string[], output: Output): Promise<number> {
  try {
    await createProgram(output).parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
    if (error instanceof BadNews) return exitCodes.failed;
    report(error, args.includes("--json"), output);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

function report(error: unknown, asJson: boolean, output: Output): void {
  const { name, message, code, errorCode, correlationId, requestId } = fields(error);
  output.err(
    asJson
      ? JSON.stringify({ error: { name, message, code: code ?? errorCode, correlationId, requestId } })
      : `error: ${message}`,
  );
}

function fields(error: unknown): Record<string, unknown> & { message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  return { ...(error as unknown as Record<string, unknown>), name: error.name, message: error.message };
}
