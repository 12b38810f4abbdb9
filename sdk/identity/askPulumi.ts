import { runCommand } from "../auth/runCommand";
import { harmless } from "../common/harmless";
import { tokenMask } from "../common/mask";
import { UsageError } from "../common/usageError";

const TIMEOUT_MS = 120_000;
/** The state of thousands of dataflows has a hundred megabytes. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Returns what the Pulumi CLI prints about a stack, as JSON. Throws a UsageError or an Error that holds nothing of its
 * stdout.
 */
export async function askPulumi(command: readonly string[], stack: string): Promise<unknown> {
  if (!/^[\w./-]+$/.test(stack)) throw new UsageError(`"${harmless(stack)}" is not a valid name of a stack.`);
  const called = `\`pulumi ${command.filter((word) => !word.startsWith("-")).join(" ")} --stack ${stack}\``;
  const result = await runCommand("pulumi", [...command, "--non-interactive", "--stack", stack], {
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  switch (result.outcome) {
    case "missing":
      throw new UsageError("--stack needs the Pulumi CLI on the PATH.");
    case "timedOut":
      throw new Error(`${called} did not respond within ${TIMEOUT_MS / 1000} seconds.`);
    case "endless":
      throw new Error(`${called} printed more than ${MAX_BYTES} bytes.`);
  }
  if (result.code !== 0) {
    const firstLine = tokenMask.text(result.stderr.trim().split("\n")[0] ?? "");
    throw new UsageError(`${called} failed: ${harmless(firstLine)}`);
  }
  try {
    return JSON.parse(result.stdout);
  } catch {
    // The parser's error quotes the text, which may hold secrets in clear.
    throw new Error(`${called} did not print JSON; run it by hand to see what is wrong.`);
  }
}
