import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "../../tools/layout.mjs";
import { engineEnvironment, pulumiCommand, putEngineOnPath } from "./cli";
import { Project } from "./project";
import { type StackOptions, stackName, TestStack } from "./stack";

export interface ProjectStackOptions extends Pick<StackOptions, "config" | "env"> {
  /** The folder with the Pulumi.yaml. The stack's configuration is written into it. */
  directory: string;
  /** The stack's name. */
  stack?: string;
  /** Folders before the PATH, such as that of the Node that runs the program and the dynamic host. */
  path?: string[];
}

/**
 * The folder of Pulumi's Node language host: that of an installed Pulumi, or otherwise the tests' replacement, which runs the program by the
 * same part of the SDK.
 */
export function languageHost(): { folder: string; own: boolean } {
  putEngineOnPath();
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const own = folders.find((folder) => existsSync(join(folder, "pulumi-language-nodejs")));
  return own ? { folder: own, own: true } : { folder: standIn, own: false };
}

/** Only the modules of this installation are kept, not those of the project. */
const codeCache = `--require ${JSON.stringify(join(root, "tests", "tools", "codeCache.cjs"))}`;

const standIn = join(root, "tests", "engine", "languageHost");

/**
 * A stack of a project on the disk, as for `pulumi up` in its folder: the language host runs the program in its own process, with the
 * packages that the project has installed. Removes the state afterwards, and destroys nothing.
 */
export async function withProjectStack<T>(
  { directory, stack: name = stackName, path = [], config = {}, env = {} }: ProjectStackOptions,
  use: (stack: TestStack) => Promise<T>,
): Promise<T> {
  const projectName = /^name: *(\S+)/m.exec(readFileSync(join(directory, "Pulumi.yaml"), "utf8"))?.[1] ?? "";
  const command = await pulumiCommand();
  const project = new Project(projectName, directory);
  try {
    const envVars = engineEnvironment(project.stateFolder, {
      NODE_OPTIONS: codeCache,
      ...env,
      // Last, so that Pulumi's own files come first.
      PATH: [...path, process.env.PATH, standIn].join(delimiter),
    });
    const stack = await LocalWorkspace.createStack(
      { stackName: name, workDir: directory },
      { pulumiCommand: command, envVars },
    );
    const values = Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? { value } : value]);
    if (values.length > 0) await stack.setAllConfig(Object.fromEntries(values));
    return await use(new TestStack(project, stack));
  } finally {
    project.remove();
  }
}
