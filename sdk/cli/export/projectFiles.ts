import { visibleJson } from "../../common/harmless";
import { environmentFile, stackValues } from "./environmentFile";
import { IMPORT_FILE, importFile } from "./importFile";
import { program } from "./program";
import type { ProgramOptions } from "./programOptions";
import { blockYaml } from "./yaml";

/** Returns the files of a Pulumi program that declares the exported dataflows, as path to text. */
export const projectFiles = async (options: ProgramOptions): Promise<Record<string, string>> => ({
  ".gitignore": "node_modules/\n",
  "Pulumi.yaml": pulumiYaml(options),
  [`Pulumi.${options.stack}.yaml`]: stackConfig(options),
  "package.json": `${JSON.stringify(packageJson(options), undefined, 2)}\n`,
  "tsconfig.json": `${JSON.stringify(TSCONFIG, undefined, 2)}\n`,
  "environment.ts": environmentFile(options),
  "index.ts": program(options),
  [IMPORT_FILE]: await importFile(options.exported, options.workspace),
});

/** JSON is valid YAML, and takes every name and value unchanged. */
const pulumiYaml = ({ project, workspace }: ProgramOptions): string =>
  [
    `name: ${visibleJson(project)}`,
    "runtime: nodejs",
    `description: ${visibleJson(`Dataflows of the Fabric workspace ${workspace.displayName}`)}`,
    "",
  ].join("\n");

const packageJson = ({ project, version }: ProgramOptions) => ({
  // npm allows no capitals, and no dot or underscore at the start.
  name: project.toLowerCase().replace(/^[._-]+/, "") || "dataflows",
  private: true,
  main: "index.ts",
  dependencies: { "@pulumi/pulumi": "^3.216.0", "pulumi-fabric-dataflow": version },
  devDependencies: { "@types/node": "^20", typescript: "~5.9.3" },
});

const TSCONFIG = {
  compilerOptions: {
    ...{ target: "ES2022", module: "node20", moduleResolution: "node16", strict: true, types: ["node"] },
    ...{ skipLibCheck: true, noEmit: true },
  },
};

const stackConfig = (options: ProgramOptions): string =>
  blockYaml({
    config: Object.fromEntries(
      Object.entries(stackValues(options)).map(([key, value]) => [`${options.project}:${key}`, value]),
    ),
  });
