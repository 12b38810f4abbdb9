import { harmlessLines } from "../common/harmless";
import { Command as Commander, CommanderError } from "commander";
import { BadNews, exitCodes, type Output } from "./command";
import { UsageError } from "../common/usageError";
import { commands } from "./commands";
import { version } from "./packageVersion";
import { asksJson, report } from "./report";
import { wrapLines } from "./table";

const AFTER_HELP = [
  "Signs in as `pulumi up` does: by environment variables FABRIC_..., with --stack also by a stack's configuration fabric-dataflow:..., or else as the user of `az login`.",
  "",
  `Exit codes: 0 done; ${exitCodes.failed} it failed, or found what a pipeline should stop at; ${exitCodes.usage} wrong usage. With --json results are JSON on stdout, and an error is JSON on stderr.`,
].join("\n");

/**
 * Returns the program with its commands, not yet run. Commands that `loads` leaves out are only in the help: the files
 * of a command, with all that they need, take longer to load than the program itself.
 */
export function createProgram(output: Output, asJson = false, loads = (_name: string): boolean => true): Commander {
  const program = new Commander("pulumi-fabric-dataflow")
    .description(
      "Works with Microsoft Fabric dataflows beside `pulumi up`: lists, compares, checks, runs and exports them.",
    )
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help, or that of a command")
    .addHelpText("after", `\n${wrapLines(AFTER_HELP, output.columns ?? 80).join("\n")}`)
    // Descriptions of options break between words on a narrow terminal too. Commander leaves them unbroken below 40 cells.
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage()}`, minWidthToWrap: 20 })
    .showHelpAfterError("(add --help to see the usage)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out(text.replace(/\n$/, "")),
      // Commander quotes arguments unchanged, and a commit hook passes file names. With --json, wrong arguments are
      // reported like all other errors.
      writeErr: (text) => (asJson ? undefined : output.err(harmlessLines(text.replace(/\n$/, "")))),
      getOutHasColors: () => output.colours,
    });
  for (const { name, usage, summary, load } of commands)
    if (loads(name)) load()(program, output);
    else program.command(name).usage(usage).summary(summary);
  return program;
}

/** Returns the command's name. It may follow another word: `help diff` shows the help of `diff`. */
const named = (args: readonly string[]): string | undefined =>
  args.find((arg) => !arg.startsWith("-") && arg !== "help");

/** Runs the command that the arguments name. Resolves with the exit code, and never rejects. */
export async function run(args: readonly string[], output: Output): Promise<number> {
  try {
    const program = createProgram(output, asksJson(args), (name) => name === named(args));
    await program.parseAsync([...args], { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (error instanceof BadNews) return exitCodes.failed;
    const isUsage = error instanceof CommanderError || error instanceof UsageError;
    // Commander has already printed its own errors as text.
    if (!(error instanceof CommanderError) || asksJson(args)) report(error, args, output);
    return isUsage ? exitCodes.usage : exitCodes.failed;
  }
}
