import { run } from "../../sdk/cli/program";

export interface CliResult {
  code: number;
  out: string;
  err: string;
}

/** Runs the CLI in this process with these arguments and this environment. */
export async function runCli(
  args: string[],
  env: NodeJS.ProcessEnv,
  colours = false,
  columns?: number,
): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    colours,
    columns,
    env,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}
