import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { root } from "./layout.mjs";
import { run } from "./processes.mjs";

/** A step of a pipeline that runs a shell script. */
export interface ShellStep {
  name: string;
  script: string;
  bash: string[];
  env: Record<string, string>;
}

export interface Pipeline {
  /** The content of the file, to check triggers, permissions and conditions. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- YAML of others' formats
  document: any;
  steps: ShellStep[];
}

const read = (file: string) => parse(readFileSync(join(root, file), "utf8"));
type Variables = Record<string, string>;

/** Replaces the pipeline's expressions by values. An unknown expression is an error. */
const filled = (text: string, pattern: RegExp, values: Variables) =>
  text.replace(pattern, (_, name: string) => {
    if (values[name] === undefined) throw new Error(`the test has no value for ${name}`);
    return values[name];
  });

/** A job of a workflow of GitHub Actions, by default the first one. The file's path is relative to the checkout. */
export function gitHubWorkflow(file: string, values: Variables, jobName?: string): Pipeline {
  const document = read(file);
  const fill = (env: Variables = {}) =>
    Object.fromEntries(Object.entries(env).map(([key, value]) => [key, filled(value, /\$\{\{ *(.+?) *\}\}/g, values)]));
  const job = document.jobs[jobName ?? Object.keys(document.jobs)[0]!] as {
    env?: Variables;
    steps: { name?: string; run?: string; shell?: string; env?: Variables }[];
  };
  const steps = job.steps.filter(({ run }) => run);
  return {
    document,
    steps: steps.map(({ name, run, shell, env }) => ({
      name: name ?? run!,
      script: filled(run!, /\$\{\{ *(.+?) *\}\}/g, values),
      // The runner's commands for a step with bash, and for one without a shell.
      bash: shell === "bash" ? ["--noprofile", "--norc", "-eo", "pipefail"] : ["-e"],
      env: { ...fill(job.env), ...fill(env) },
    })),
  };
}

/** A pipeline of Azure DevOps with one job. */
export function azurePipeline(file: string, values: Variables): Pipeline {
  const document = read(file);
  const macros = /\$\(([\w.]+)\)/g;
  const steps = document.jobs[0].steps as {
    displayName?: string;
    script?: string;
    inputs?: Variables;
    env?: Variables;
  }[];
  return {
    document,
    steps: steps
      .filter(({ script, inputs }) => script ?? inputs?.inlineScript)
      .map(({ displayName, script, inputs, env }) => ({
        name: displayName!,
        script: script ?? inputs!.inlineScript!,
        bash: [],
        env: Object.fromEntries(Object.entries(env ?? {}).map(([key, value]) => [key, filled(value, macros, values)])),
      })),
  };
}

/** Runs a step like an agent, in the project's folder. */
export async function runStep(pipeline: Pipeline, name: string, cwd: string, env: Variables) {
  const step = pipeline.steps.find((step) => step.name === name);
  if (!step) throw new Error(`no step ${name}, but ${pipeline.steps.map((step) => step.name).join(", ")}`);
  const file = join(cwd, "step.sh");
  writeFileSync(file, step.script);
  const { code, output, timedOut } = await run("bash", [...step.bash, file], {
    cwd,
    env: { ...env, ...step.env },
    timeoutMs: 120_000,
  });
  if (timedOut) throw new Error(`${name} did not end within 2 minutes:\n${output}`);
  return { code, output };
}

/**
 * A `gh` that writes its last arguments and the comment's text into files of its folder. It lists the ids of the comments in
 * `found`.
 */
export function fakeGitHubCli(
  folder: string,
  found: readonly number[] = [],
): { path: string; called: () => string; comment: () => string } {
  mkdirSync(join(folder, "bin"), { recursive: true });
  const program = join(folder, "bin", "gh");
  const script = [
    'folder="$(dirname "$0")"',
    'printf "%s " "$@" > "$folder/arguments"',
    `if [ "$2" = --paginate ]; then printf '${found.map((id) => `${id}\\n`).join("")}'; exit; fi`,
    'last="${@: -1}"',
    'cp "${last#body=@}" "$folder/comment"',
  ];
  writeFileSync(program, ["#!/usr/bin/env bash", ...script].join("\n"));
  chmodSync(program, 0o755);
  const read = (name: string) => readFileSync(join(folder, "bin", name), "utf8").trim();
  return { path: join(folder, "bin"), called: () => read("arguments"), comment: () => read("comment") };
}

export const onPath = (...folders: string[]): string => [...folders, process.env.PATH].join(delimiter);
