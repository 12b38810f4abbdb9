import { harmless, harmlessJson } from "../common/harmless";
import { styleText } from "node:util";
import { AssetError } from "../definition/assets";
import type { Problem } from "../common/problem";
import { definitionProblems } from "../definition/understand";
import { definitionAdvice } from "../definition/advice";
import { BadNews, type Command, type Output } from "./command";
import { folderOf, localParts } from "./definitions";
import { beside } from "./table";

interface Options {
  strict?: boolean;
  advice: boolean;
  json?: boolean;
}

type Severity = Problem["severity"] | "advice";
interface Finding {
  place: string;
  severity: Severity;
  message: string;
}

/** `validate`: checks definitions without the network. */
export const validate: Command = (program, output) => {
  program
    .command("validate")
    .summary("what is wrong with definitions in folders, offline")
    .description(
      "Checks definitions as `pulumi preview` does, without the network and without a program, and also gives advice. " +
        "Takes folders, or files in them as commit hooks pass them. Ends with 1 if there is an error.",
    )
    .argument("<paths...>", "folders in Fabric's Git format, or files in them")
    .option("--strict", "count warnings as errors")
    .option("--no-advice", "leave advice out")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  $ pulumi-fabric-dataflow validate ./dataflows/*.Dataflow
  $ git diff --cached -z --name-only --diff-filter=d -- '*.Dataflow/*' | xargs -0 -r npx pulumi-fabric-dataflow validate`,
    )
    .action(async (paths: string[], { strict, advice, json }: Options) => {
      const findings: Finding[] = [];
      const folders = [...new Set(paths.map(folderOf))];
      for (const folder of folders) findings.push(...(await findingsIn(folder, advice)));
      const counts = countsOf(findings);
      if (json) output.out(harmlessJson({ folders, ...counts, findings }, 2));
      else show(folders, findings, output);
      if (counts.errors > 0 || (strict && counts.warnings > 0)) throw new BadNews();
    });
};

async function findingsIn(folder: string, withAdvice: boolean): Promise<Finding[]> {
  try {
    const parts = await localParts(folder);
    const problems = await definitionProblems(parts, folder);
    if (!withAdvice || problems.some(({ severity }) => severity === "error")) return problems;
    const advice = await definitionAdvice(parts, folder);
    return [...problems, ...advice.map((each) => ({ ...each, severity: "advice" as const }))];
  } catch (error) {
    if (error instanceof AssetError) return [error.problem];
    throw error;
  }
}

const countsOf = (findings: readonly Finding[]) => {
  const count = (wanted: Severity) => findings.filter(({ severity }) => severity === wanted).length;
  return { errors: count("error"), warnings: count("warning"), advice: count("advice") };
};

const COLOUR = { error: "red", warning: "yellow", advice: "cyan" } as const;

function show(folders: readonly string[], findings: readonly Finding[], output: Output): void {
  for (const { place, severity, message } of findings) {
    const word = output.colours ? styleText(COLOUR[severity], severity, { validateStream: false }) : severity;
    const label = `${harmless(place)}: ${severity}: `;
    const [first = "", ...more] = beside(label, harmless(message), output.columns, 2);
    output.out(`${harmless(place)}: ${word}: ${first.slice(label.length)}`);
    more.forEach(output.out);
  }
  const { errors, warnings, advice } = countsOf(findings);
  const what = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
  output.out(
    `${what(folders.length, "definition", "definitions")}: ${what(errors, "error", "errors")}, ` +
      `${what(warnings, "warning", "warnings")}, ${what(advice, "piece of advice", "pieces of advice")}`,
  );
}
