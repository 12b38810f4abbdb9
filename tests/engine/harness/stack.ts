import {
  type DestroyOptions,
  type PreviewOptions,
  type PulumiFn,
  type RefreshOptions,
  type Stack,
  type UpOptions,
} from "@pulumi/pulumi/automation";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "../../tools/layout.mjs";
import { engineEnvironment, pulumiCommand } from "./cli";
import { keyService, secretsProvider } from "./keyService";
import { newStack } from "./newStack";
import { operate, type Outcome } from "./operation";
import { enginesAndBelow, isEngine, type ProcessEntry, signalAll } from "./processTree";
import { Project } from "./project";
import { readState, resourceIn, type State, type StateResource } from "./state";

export type { Outcome } from "./operation";
export type { State, StateResource } from "./state";

/** Settings for hosts and engines that live for a second: fewer modules, fewer processes and fewer garbage collections. */
const shortLived = () => ({
  NODE_OPTIONS: ["lateModules.cjs", "codeCache.cjs"]
    .map((file) => `--require ${JSON.stringify(join(root, "tests", "tools", file))}`)
    .join(" "),
  PATH: [join(root, "tests", "engine", "dynamicHost"), process.env.PATH].join(delimiter),
  NODE_OF_TESTS: process.execPath,
  GOGC: "off",
  GOMEMLIMIT: "1GiB",
});

/** For `this.timeout(...)` of a suite whose tests run several operations. */
export const engineTestMs = 180_000;
const operationMs = 90_000;
export const stackName = "dev";

export interface StackOptions {
  program: PulumiFn;
  /** `{ value, secret: true }` is a secret. */
  config?: Record<string, string | { value: string; secret?: boolean }>;
  /** For the engine and the dynamic host. The program runs in the test's own process and does not have it. */
  env?: Record<string, string>;
  /** Files of the project, by their path relative to it. */
  files?: Record<string, string | Uint8Array>;
  /** The project's name. */
  name?: string;
  /** Default: {@link secretsProvider}. */
  secretsProvider?: string;
  /** A benchmark measures the engine and the hosts as users have them, without the settings that save time in tests. */
  asUsersHaveIt?: boolean;
}

/** All options of the Automation API. The outcome replaces the missing callbacks. */
type Bounded<O> = Omit<O, "onError" | "onEvent"> & { timeoutMs?: number };

/** A stack on the real engine with its own file backend. A failed operation throws an error with the engine's output. */
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

  /** Operations that return a failed outcome instead of throwing it. */
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

  /** The program's folder. It is the working directory of the engine and the dynamic host, and the root of relative assets. */
  get directory(): string {
    return this.project.directory;
  }

  edit(file: string, content: string | Uint8Array): void {
    this.project.edit(file, content);
  }

  state(): State {
    return readState(this.stateFile);
  }

  /** The checkpoint file on the disk, with encrypted secrets. */
  stateText(): string {
    return existsSync(this.stateFile) ? readFileSync(this.stateFile, "utf8") : "";
  }

  /** If several resources have one name, write `Type::name`. */
  resource(name: string): StateResource {
    return resourceIn(this.state(), name);
  }

  /** All files that have the text: state, its backups and history, the project's files. */
  filesWith(text: string): string[] {
    return this.project.filesWith(text);
  }

  /**
   * Sends a signal only to the running engine. A host can outlive a killed engine and then has no parent:
   * the processes that were there are returned for `signalAll`.
   */
  killEngine(signal: NodeJS.Signals): ProcessEntry[] {
    const there = enginesAndBelow();
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
 * The same stack, but its operations do not read outputs and history afterwards. These need three more CLI calls for each operation, and they
 * are in no outcome.
 */
function withoutSummary(stack: Stack): Stack {
  const nothing = { value: () => Promise.resolve(undefined) };
  return Object.create(stack, { outputs: nothing, info: nothing }) as Stack;
}

/** Calls `use` with a stack in its own project and removes both afterwards. Destroys nothing. */
export async function withStack<T>(options: StackOptions, use: (stack: TestStack) => Promise<T>): Promise<T> {
  const command = await pulumiCommand();
  const project = new Project(options.name ?? "test");
  try {
    for (const [file, content] of Object.entries(options.files ?? {})) project.edit(file, content);
    const stack = await newStack(stackName, project, {
      program: options.program,
      pulumiCommand: command,
      projectSettings: { name: project.name, runtime: "nodejs" },
      secretsProvider: options.secretsProvider ?? secretsProvider,
      envVars: engineEnvironment(project.stateFolder, {
        ...(!options.asUsersHaveIt && shortLived()),
        ...(await keyService()),
        ...options.env,
      }),
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
