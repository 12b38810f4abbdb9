import { LocalWorkspace, type LocalWorkspaceOptions, Stack } from "@pulumi/pulumi/automation";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Project } from "./project";

type Files = Map<string, Buffer>;

/** The files of a new stack, by project. To make a stack takes half as long as an operation on it, so later stacks are copies. */
const made = new Map<string, Files>();

/** A stack without resources in a project's folders. */
export async function newStack(name: string, project: Project, options: LocalWorkspaceOptions): Promise<Stack> {
  const workspace = await LocalWorkspace.create({ ...options, workDir: project.directory });
  const settings = join(project.directory, `Pulumi.${name}.yaml`);
  if (existsSync(settings)) return Stack.create(name, workspace);
  const files = made.get(project.name);
  if (!files) {
    const stack = await Stack.create(name, workspace);
    made.set(project.name, filesIn(project.folder, [settings, ...filesBelow(project.stateFolder)]));
    return stack;
  }
  for (const [file, content] of files) {
    const path = join(project.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  // Each operation names the stack, so it need not be selected.
  workspace.selectStack = () => Promise.resolve();
  return Stack.select(name, workspace);
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const filesIn = (folder: string, paths: string[]): Files =>
  new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]));
