import {
  type DestroyOptions,
  type PreviewOptions,
  type PulumiFn,
  type RefreshOptions,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/layout.mjs";
import { engineEnvironment, pulumiCommand } from "./cli";
import { newStack } from "./newStack";
import { operate, type Outcome } from "./operation";
import { descendants, isEngine, type ProcessEntry, signalAll } from "./processTree";
import { Project } from "./project";
import { readState, resourceIn, type State, type StateResource } from "./state";

export type { Outcome } from "./operation";
export type { State, StateResource } from "./state";

/** Hosts and engines that live for a second: modules that most need not, and heaps that are seldom collected. */
const shortLived = {
  NODE_OPTIONS: `--require ${JSON.stringify(join(root, "tests", "tools", "lateModules.cjs"))}`,
  GOGC: "400",
};

/** For `this.timeout(...)` of a suite whose tests run several operations. */
export const engineTestMs = 180_000;
const operationMs = 90_000;
export const stackName = "dev";

export interface StackOptions {
  program: PulumiFn;
  /** A secret is given as `{ value, secret: true }`. */
  config?: Record<string, string | { value: string; secret?: boolean }>;
  /** For the engine and the dynamic host; the program runs in the test's own process and does not see it. */
  env?: Record<string, string>;
  /** Files of the project, by their path relative to it. */
  files?: Record<string, string | Uint8Array>;
  /** The project's name. */
  name?: string;
}

/** All options of the Automation API; the outcome has what the callbacks that are missing here would be told. */
type Bounded<O> = Omit<O, "onError" | "onEvent"> & { timeoutMs?: number };

/** A stack on the real engine with a file backend of its own. Operations throw with what the engine printed when they fail. */
export class TestStack {
  private readonly operations: Stack;

  constructor(
    readonly project: Project,
    readonly automation: Stack,
  ) {
    this.operations = withoutSummary(automation);
  }

  up = (options: Bounded<UpOptions> = {}) => this.succeed("up", this.tryUp(options));
  preview = (options: Bounded<PreviewOptions> = {}) => this.succeed("preview", this.tryPreview(options));
  refresh = (options: Bounded<RefreshOptions> = {}) => this.succeed("refresh", this.tryRefresh(options));
  destroy = (options: Bounded<DestroyOptions> = {}) => this.succeed("destroy", this.tryDestroy(options));

  /** The forms that return a failed outcome instead of throwing it. */
  tryUp = ({ timeoutMs = operationMs, ...options }: Bounded<UpOptions> = {}) =>
    operate("up", timeoutMs, options.signal, (seen) => this.operations.up({ ...options, ...seen }), options.onOutput);
  tryPreview = ({ timeoutMs = operationMs, ...options }: Bounded<PreviewOptions> = {}) =>
    operate(
      "preview",
      timeoutMs,
      options.signal,
      (seen) => this.operations.preview({ ...options, ...seen }),
      options.onOutput,
    );
  tryRefresh = ({ timeoutMs = operationMs, ...options }: Bounded<RefreshOptions> = {}) =>
    operate(
      "refresh",
      timeoutMs,
      options.signal,
      (seen) => this.operations.refresh({ ...options, ...seen }),
      options.onOutput,
    );
  tryDestroy = ({ timeoutMs = operationMs, ...options }: Bounded<DestroyOptions> = {}) =>
    operate(
      "destroy",
      timeoutMs,
      options.signal,
      (seen) => this.operations.destroy({ ...options, ...seen }),
      options.onOutput,
    );

  /** The program's folder: working directory of the engine and the dynamic host, root of relative assets. */
  get directory(): string {
    return this.project.directory;
  }

  edit(file: string, content: string | Uint8Array): void {
    this.project.edit(file, content);
  }

  state(): State {
    return readState(this.stateFile);
  }

  /** The checkpoint file as it is on the disk, secrets encrypted. */
  stateText(): string {
    return existsSync(this.stateFile) ? readFileSync(this.stateFile, "utf8") : "";
  }

  /** Of several resources of one name, write `Type::name`. */
  resource(name: string): StateResource {
    return resourceIn(this.state(), name);
  }

  /** Everything on the disk that holds the text: state, its backups and history, the project's files. */
  filesWith(text: string): string[] {
    return this.project.filesWith(text);
  }

  /**
   * Sends a signal to the running engine alone. A host outlives a killed engine, and nobody's child then:
   * the processes that were there are returned for `signalAll`.
   */
  killEngine(signal: NodeJS.Signals): ProcessEntry[] {
    const there = descendants();
    signalAll(there.filter(isEngine), signal);
    return there;
  }

  private get stateFile(): string {
    return join(this.project.stateFolder, ".pulumi", "stacks", this.project.name, `${stackName}.json`);
  }

  private async succeed(title: string, running: Promise<Outcome>): Promise<Outcome> {
    const outcome = await running;
    if (!outcome.succeeded) throw new Error(`${title} failed:\n${outcome.stdout}\n${outcome.stderr}`);
    return outcome;
  }
}

/**
 * The same stack, whose operations do not ask for outputs and history afterwards: each asks the CLI three times more, and what they tell
 * is in no outcome.
 */
function withoutSummary(stack: Stack): Stack {
  const nothing = { value: () => Promise.resolve(undefined) };
  return Object.create(stack, { outputs: nothing, info: nothing }) as Stack;
}

/** Gives `use` a stack in a project of its own and removes both afterwards; it destroys nothing. */
export async function withStack<T>(options: StackOptions, use: (stack: TestStack) => Promise<T>): Promise<T> {
  const command = await pulumiCommand();
  const project = new Project(options.name ?? "test");
  try {
    for (const [file, content] of Object.entries(options.files ?? {})) project.edit(file, content);
    const stack = await newStack(stackName, project, {
      program: options.program,
      pulumiCommand: command,
      projectSettings: { name: project.name, runtime: "nodejs" },
      envVars: engineEnvironment(project.stateFolder, { ...shortLived, ...options.env }),
    });
    const config = Object.entries(options.config ?? {});
    if (config.length > 0) {
      await stack.setAllConfig(
        Object.fromEntries(config.map(([key, value]) => [key, typeof value === "string" ? { value } : value])),
      );
    }
    return await use(new TestStack(project, stack));
  } finally {
    project.remove();
  }
}
