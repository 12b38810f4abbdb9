import { harmlessProse, visibleJson } from "../../common/harmless";
import type { Workspace } from "../../fabric/types";
import type { Exported, Skipped } from "./collect";
import { importFile } from "./importFile";
import type { ItemBinding, NamedItem } from "./items";

export interface ProgramOptions {
  /** Name of the Pulumi project. */
  project: string;
  /** Name of the stack whose configuration describes this workspace. */
  stack: string;
  workspace: Workspace;
  exported: readonly Exported[];
  skipped: readonly Skipped[];
  /** Version of this package. */
  version: string;
}

/** The files of a Pulumi program that declares what was exported: path to text. */
export const programFiles = (options: ProgramOptions): Record<string, string> => ({
  "Pulumi.yaml": pulumiYaml(options),
  [`Pulumi.${options.stack}.yaml`]: stackConfig(options),
  "package.json": `${JSON.stringify(packageJson(options), undefined, 2)}\n`,
  "tsconfig.json": `${JSON.stringify(TSCONFIG, undefined, 2)}\n`,
  "index.ts": program(options),
  "import.json": importFile(options.exported, options.workspace),
});

/** JSON is YAML, and takes every name and value as it is. */
const pulumiYaml = ({ project, workspace }: ProgramOptions): string =>
  [
    `name: ${visibleJson(project)}`,
    "runtime: nodejs",
    `description: ${visibleJson(`Dataflows of the Fabric workspace ${workspace.displayName}`)}`,
    "",
  ].join("\n");

const packageJson = ({ project, version }: ProgramOptions) => ({
  // npm takes no capitals, and no dot or underscore in front.
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

function stackConfig({ project, workspace, exported }: ProgramOptions): string {
  const settings = Object.fromEntries(
    exported.map(({ name, item, parameters, connections }) => [
      name,
      {
        id: item.id,
        ...(item.folderId && { folderId: item.folderId }),
        ...(item.tags && item.tags.length > 0 && { tags: item.tags.map(({ id }) => id) }),
        ...(Object.keys(parameters).length > 0 && { parameters }),
        ...(Object.keys(connections).length > 0 && { connections }),
      },
    ]),
  );
  const json = visibleJson(settings, 2).replaceAll("\n", "\n    ");
  const items = itemsOf(exported);
  const named = Object.fromEntries(items.map(({ name, ...item }) => [name, item]));
  const itemsJson = visibleJson(named, 2).replaceAll("\n", "\n    ");
  const itemsLine = items.length > 0 ? `  ${visibleJson(`${project}:items`)}:\n    ${itemsJson}\n` : "";
  return `config:\n  ${visibleJson(`${project}:workspaceId`)}: ${visibleJson(workspace.id)}\n  ${visibleJson(`${project}:dataflows`)}:\n    ${json}\n${itemsLine}`;
}

/** The items that are found by name, each once. */
const itemsOf = (exported: readonly Exported[]): NamedItem[] => [
  ...new Set(exported.flatMap(({ bindings }) => bindings.map(({ item }) => item))),
];

/** How the program finds an item. */
const ITEM = [
  "interface Named {",
  "  workspace: string;",
  "  type: string;",
  "  displayName: string;",
  "}",
  "",
  'const items = config.requireObject<Record<string, Named>>("items");',
  "",
  "/** An item by its names in the stack's configuration. Something that this program makes can take its place. */",
  "function item(name: string): { workspaceId: pulumi.Output<string>; id: pulumi.Output<string> } {",
  "  const { workspace, type, displayName } = items[name]!;",
  "  const { id: workspaceId } = getWorkspaceOutput({ displayName: workspace });",
  "  return { workspaceId, id: getItemOutput({ workspaceId, type, displayName }).id };",
  "}",
  "",
];

function bindLines(bindings: readonly ItemBinding[]): string[] {
  if (bindings.length === 0) return [];
  const text = visibleJson;
  const maps = [...new Set(bindings.map(({ map }) => map))];
  const entry = ({ id, idKey, item, withWorkspace }: ItemBinding) => {
    const found = `item(${text(item.name)})`;
    const workspace = withWorkspace ? `workspaceId: ${found}.workspaceId, ` : "";
    return `          ${text(id)}: { ${workspace}${idKey}: ${found}.id },`;
  };
  return [
    "      bind: {",
    ...maps.flatMap((map) => [
      `        ${map}: {`,
      ...bindings.filter((one) => one.map === map).map(entry),
      "        },",
    ]),
    "      },",
  ];
}

function program({ workspace, exported, skipped }: ProgramOptions): string {
  const header = [
    `// The dataflows of the workspace ${harmlessProse(workspace.displayName)}. What differs by environment is in the stack's configuration;`,
    "// another stack leaves out `id`, and gets dataflows of its own. `id` can be removed after the first `pulumi up`.",
    ...(skipped.length > 0 ? ["//", "// Left out:"] : []),
    ...skipped.map(({ item, reason }) => `// - ${harmlessProse(`${item.displayName} (${item.id}): ${reason}`)}`),
  ];
  return [
    ...header,
    'import * as pulumi from "@pulumi/pulumi";',
    `import { Dataflow, type DataflowArgs${itemsOf(exported).length > 0 ? ", getItemOutput, getWorkspaceOutput" : ""} } from "pulumi-fabric-dataflow";`,
    "",
    'type Settings = Pick<DataflowArgs, "folderId" | "tags" | "parameters" | "connections"> & { id?: string };',
    "",
    "const config = new pulumi.Config();",
    'const workspaceId = config.require("workspaceId");',
    'const settings = config.requireObject<Record<string, Settings>>("dataflows");',
    "",
    "/** Arguments and options from the stack's configuration. */",
    "function of(name: string): [Partial<DataflowArgs>, pulumi.CustomResourceOptions] {",
    "  const { id, ...args } = settings[name] ?? {};",
    "  return [args, id === undefined ? {} : { import: id }];",
    "}",
    "",
    ...(itemsOf(exported).length > 0 ? ITEM : []),
    ...exported.flatMap((dataflow) => [...declaration(dataflow), ""]),
  ].join("\n");
}

/** A block each, so that a dataflow can be cut out and put elsewhere. */
function declaration({ name, item, folder, validate, parametersLeft = [], bindings, itemsLeft }: Exported): string[] {
  const text = visibleJson;
  return [
    "{",
    `  const [args, options] = of(${text(name)});`,
    "  new Dataflow(",
    `    ${text(name)},`,
    "    {",
    "      workspaceId,",
    `      displayName: ${text(item.displayName)},`,
    ...(item.description ? [`      description: ${text(item.description)},`] : []),
    `      definition: new pulumi.asset.FileArchive(${text(`./${folder}`)}),`,
    ...(validate === undefined
      ? []
      : [
          "      // The service took this M, although not all of it can be checked here.",
          `      validate: ${text(validate)},`,
        ]),
    ...(parametersLeft.length === 0
      ? []
      : [`      // Parameters whose values stay in the files: ${parametersLeft.map(text).join(", ")}`]),
    ...bindLines(bindings),
    ...(itemsLeft.length === 0
      ? []
      : [`      // Not found by name, and as the files have it: ${itemsLeft.map(text).join(", ")}`]),
    "      ...args,",
    "    },",
    "    options,",
    "  );",
    "}",
  ];
}
