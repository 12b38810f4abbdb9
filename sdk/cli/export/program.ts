import { harmlessProse, visibleJson } from "../../common/harmless";
import type { Exported } from "./collect";
import { groupsOf } from "./environmentFile";
import { ITEM_KINDS, keyOf, mapOf } from "./references";
import type { PlacedBinding } from "./place";
import type { ProgramOptions } from "./programOptions";

const text = visibleJson;

/** `index.ts`: declares each dataflow with the values from its environment. */
export function program(options: ProgramOptions): string {
  const { workspace, exported, skipped } = options;
  const imported = ["settings", "takesOver", "workspaceId", ...groupsOf(options)].sort();
  return [
    `// The dataflows of the workspace ${harmlessProse(workspace.displayName)}. What differs by environment is in the stack's configuration.`,
    "// In another environment, anything that only the files decide is an error (isolated).",
    ...(skipped.length > 0 ? ["//", "// Left out:"] : []),
    ...skipped.map(({ item, reason }) => `// - ${harmlessProse(`${item.displayName} (${item.id}): ${reason}`)}`),
    'import * as pulumi from "@pulumi/pulumi";',
    'import { Dataflow } from "pulumi-fabric-dataflow";',
    `import { ${imported.join(", ")} } from "./environment";`,
    "",
    ...exported.flatMap((dataflow) => [...declaration(dataflow), ""]),
  ].join("\n");
}

function declaration(exported: Exported): string[] {
  const { name, variable, item, folder, validate, parametersLeft = [], idsLeft, isUsed } = exported;
  const lines = (condition: boolean, ...more: string[]) => (condition ? more : []);
  return [
    `const ${variable} = new Dataflow(`,
    `  ${text(name)},`,
    "  {",
    "    workspaceId,",
    `    displayName: ${text(item.displayName)},`,
    ...(item.description ? [`    description: ${text(item.description)},`] : []),
    `    definition: new pulumi.asset.FileArchive(${text(`./${folder}`)}),`,
    "    isolated: true,",
    ...lines(
      isUsed,
      "    // A schedule or people run it, and runs use the published version.",
      "    publishOnUpdate: true,",
    ),
    ...(validate === undefined
      ? []
      : [
          "    // The service accepts this M, although not all of it can be checked here.",
          `    validate: ${text(validate)},`,
        ]),
    ...lines(
      parametersLeft.length > 0,
      `    // Parameters whose values stay in the files: ${parametersLeft.map(text).join(", ")}`,
    ),
    ...lines(
      idsLeft.length > 0,
      `    // Ids that stay as in the files, in every environment: ${idsLeft.map(text).join(", ")}`,
    ),
    ...connectionLines(exported),
    ...bindLines(exported.bound),
    ...textLines(exported),
    `    ...settings(${text(name)}),`,
    "  },",
    `  takesOver(${text(name)}),`,
    ");",
  ];
}

function connectionLines({ connected }: Exported): string[] {
  if (connected.length === 0) return [];
  return [
    "    connections: {",
    ...connected.map(({ key, name }) => `      ${property(key)}: connections${member(name)},`),
    "    },",
  ];
}

function textLines({ replaced }: Exported): string[] {
  if (replaced.length === 0) return [];
  return [
    "    replacements: {",
    ...replaced.map(({ find, name }) => `      ${text(find)}: texts${member(name)},`),
    "    },",
  ];
}

function bindLines(bound: readonly PlacedBinding[]): string[] {
  if (bound.length === 0) return [];
  const maps = [...new Set(bound.map(({ binding }) => mapOf(binding)))];
  return [
    "    bind: {",
    ...maps.flatMap((map) => [
      `      ${map}: {`,
      ...bound
        .filter(({ binding }) => mapOf(binding) === map)
        .map((one) => `        ${text(keyOf(one.binding))}: ${target(one)},`),
      "      },",
    ]),
    "    },",
  ];
}

/** Returns the expression for a binding's target. */
function target({ binding, from }: PlacedBinding): string {
  if (binding.kind === "workspace") return from.kind === "own" ? "workspaceId" : `workspaces${member(nameOf(from))}`;
  if (binding.kind === "sqlEndpoint") return `endpoints${member(nameOf(from))}`;
  const { idKey } = ITEM_KINDS[binding.kind];
  const isNamed = binding.workspaceId !== undefined;
  if (from.kind === "dataflow") return `{ ${isNamed ? "workspaceId, " : ""}${idKey}: ${from.variable}.id }`;
  const item = `items${member(nameOf(from))}`;
  const workspace = isNamed ? `workspaceId: ${item}.workspaceId, ` : "";
  return `{ ${workspace}${idKey}: ${item}.id }`;
}

const nameOf = (from: PlacedBinding["from"]): string => (from.kind === "value" ? from.name : "");

/** Names of values are identifiers. A property may be a reserved word. */
const member = (name: string): string => `.${name}`;

const property = (key: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : text(key));
