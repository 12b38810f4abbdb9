import { visibleJson } from "../../common/harmless";
import type { ProgramOptions } from "./programOptions";
import { GROUPS, type Group } from "./stackValues";
import type { Value } from "./yaml";

/** The type of each group's values in the program. */
const TYPES: Readonly<Record<Group, string>> = {
  connections: "DataflowConnectionIds | NamedConnection",
  items: "{ id: IdOrName; workspaceId: IdOrName }",
  workspaces: "IdOrName",
  endpoints: "{ server: string; database?: string }",
  texts: "string",
};

/** Returns the groups that the program reads. */
export const groupsOf = ({ values }: ProgramOptions): Group[] =>
  GROUPS.filter((group) => values.valuesOf(group) !== undefined);

/** Returns the stack's configuration, by key without the project's name. */
export function stackValues({ workspace, exported, values }: ProgramOptions): Record<string, Value> {
  const settings = exported.map(({ name, item, parameters, gatewayObjectId, allowForeign }) => [
    name,
    {
      id: item.id,
      ...(item.folderId && { folderId: values.given(item.folderId) }),
      ...(item.tags && item.tags.length > 0 && { tags: item.tags.map(({ id }) => id) }),
      ...(gatewayObjectId !== undefined && { gatewayObjectId }),
      ...(Object.keys(parameters).length > 0 && { parameters }),
      ...(allowForeign.length > 0 && { allowForeign }),
    },
  ]);
  const groups = GROUPS.flatMap((group) => {
    const held = values.valuesOf(group);
    return held === undefined ? [] : [[group, held]];
  });
  return {
    workspaceId: values.given(workspace.id),
    ...Object.fromEntries([...groups, ["dataflows", Object.fromEntries(settings)]]),
  };
}

/** Returns what every stack must set. Folders, tags and ids of existing dataflows may be left out. */
function neededPaths(options: ProgramOptions): string[][] {
  const found: string[][] = [];
  const add = (path: string[], value: Value): void => {
    // A name may be replaced by an id.
    const isNamed = typeof value === "object" && value !== null && "name" in value;
    if (typeof value !== "object" || value === null || isNamed) found.push(path);
    if (isNamed) for (const key of ["clusterId", "path"]) if (key in value) found.push([...path, key]);
    if (typeof value !== "object" || value === null || isNamed) return;
    if (!Array.isArray(value)) for (const [key, one] of Object.entries(value)) add([...path, key], one);
  };
  for (const [key, value] of Object.entries(stackValues(options))) {
    if (key !== "dataflows") add([key], value);
    else
      for (const [name, { gatewayObjectId, parameters }] of Object.entries(value as Record<string, Settings>))
        add([key, name], {
          ...(gatewayObjectId !== undefined && { gatewayObjectId }),
          ...(parameters && { parameters }),
        });
  }
  return found;
}

interface Settings {
  [key: string]: Value;
  gatewayObjectId: Value;
  parameters: Value;
}

/** `environment.ts`: reads the stack's configuration, and refuses it if something is missing. */
export function environmentFile(options: ProgramOptions): string {
  const groups = groupsOf(options);
  const connections = groups.includes("connections") ? ["DataflowConnectionIds", "NamedConnection"] : [];
  const types = ["DataflowArgs", ...connections, "IdOrName"].sort();
  return [
    "// What differs by environment, from the stack's configuration.",
    'import * as pulumi from "@pulumi/pulumi";',
    `import type { ${types.join(", ")} } from "pulumi-fabric-dataflow";`,
    "",
    "/** What every stack must set. A missing value is an error before anything is declared: no stack uses values of another one. */",
    "const NEEDED: string[][] = [",
    ...neededPaths(options).map((path) => `  [${path.map((key) => visibleJson(key)).join(", ")}],`),
    "];",
    "",
    "interface Settings {",
    "  /** The dataflow that this stack takes over. Left out: the stack creates one. */",
    "  id?: string;",
    "  folderId?: IdOrName;",
    "  tags?: string[];",
    "  gatewayObjectId?: string;",
    "  parameters?: Record<string, string | number | boolean>;",
    "  /** Ids in the files that are the same in every environment. */",
    "  allowForeign?: string[];",
    "}",
    "",
    "interface Values {",
    "  workspaceId: IdOrName;",
    ...groups.map((group) => `  ${group}: Record<string, ${TYPES[group]}>;`),
    "  dataflows: Record<string, Settings>;",
    '  secrets: Record<string, Settings["parameters"]>;',
    "}",
    "",
    "const { dataflows, secrets, ...values } = read();",
    `export const { workspaceId${groups.map((group) => `, ${group}`).join("")} } = values;`,
    "",
    ...READ,
  ].join("\n");
}

/** The part that every export has. */
const READ = [
  "/** A dataflow's own arguments. Secret parameters: pulumi config set --secret --path 'secrets.<dataflow>.<parameter>' <value> */",
  'export function settings(name: string): Pick<DataflowArgs, Exclude<keyof Settings, "id">> {',
  "  const { id, parameters, ...rest } = dataflows[name] ?? {};",
  "  const secret = Object.entries(secrets[name] ?? {}).map(([key, value]) => [key, pulumi.secret(value)]);",
  "  const all = { ...parameters, ...Object.fromEntries(secret) };",
  "  return Object.keys(all).length === 0 ? rest : { ...rest, parameters: all };",
  "}",
  "",
  "/** The option that takes over the stack's dataflow, if it has one. You can remove it after the first `pulumi up`. */",
  "export function takesOver(name: string): pulumi.CustomResourceOptions {",
  "  const id = dataflows[name]?.id;",
  "  return id === undefined ? {} : { import: id };",
  "}",
  "",
  "function key(name: string): string {",
  "  return `${pulumi.getProject()}:${name}`;",
  "}",
  "",
  "function read(): Values {",
  "  const text = (name: string) => pulumi.runtime.getConfig(key(name));",
  '  const own = text("workspaceId");',
  '  const values: Record<string, unknown> = { workspaceId: own?.startsWith("{") ? JSON.parse(own) : own };',
  '  for (const name of ["connections", "items", "workspaces", "endpoints", "texts", "dataflows", "secrets"])',
  '    values[name] = JSON.parse(text(name) ?? "{}");',
  "  // An item without a workspace of its own is in the workspace of the dataflows.",
  "  for (const item of Object.values(values.items as object)) item.workspaceId ??= values.workspaceId;",
  "  const isSecret = ([group, dataflow, , name]: string[]) =>",
  '    group === "dataflows" && has(values.secrets, [dataflow!, name!]);',
  "  const missing = NEEDED.filter((path) => !has(values, path) && !isSecret(path));",
  "  if (missing.length === 0) return values as unknown as Values;",
  "  throw new pulumi.RunError(",
  "    `The stack ${pulumi.getStack()} lacks ${missing.length} of its values, and does not use those of another stack. ` +",
  "      \"Set each with: pulumi config set --path '<path>' <value>\\n\" +",
  '      missing.map((path) => `  ${pulumi.getProject()}:${written(path)}`).join("\\n"),',
  "  );",
  "}",
  "",
  "function has(values: unknown, [name, ...rest]: string[]): boolean {",
  "  if (name === undefined) return values !== undefined;",
  '  if (typeof values !== "object" || values === null || !Object.hasOwn(values, name)) return false;',
  "  return has((values as Record<string, unknown>)[name], rest);",
  "}",
  "",
  "/** A path as `pulumi config set --path` takes it. */",
  "function written([first, ...rest]: string[]): string {",
  "  const step = (name: string) => (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`);",
  '  return `${first}${rest.map(step).join("")}`;',
  "}",
  "",
];
