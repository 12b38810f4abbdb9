import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DefinitionPart } from "../../../sdk/definition/parts";

export interface Sample {
  name: string;
  parts: DefinitionPart[];
}

const FIXTURES = join(__dirname, "../../fixtures/definitions");

/** The project's own definitions. */
export const ownDefinitions = (): Sample[] => folders(FIXTURES);

export const ownDefinition = (name: string): DefinitionPart[] => folder(join(FIXTURES, `${name}.Dataflow`));

/** Definitions exported from live tenants: the folder that the environment variable DATAFLOW_SAMPLES names. */
function exportedDefinitions(): Sample[] | undefined {
  const path = process.env["DATAFLOW_SAMPLES"];
  return path ? folders(path) : undefined;
}

/** Every definition in the examples of Microsoft's OpenAPI files: the folder that FABRIC_REST_API_SPECS names. */
function openApiDefinitions(): Sample[] | undefined {
  const path = process.env["FABRIC_REST_API_SPECS"];
  if (!path) return undefined;
  const examples = join(path, "dataflow/examples");
  return readdirSync(examples).flatMap((file) => {
    const json: unknown = JSON.parse(readFileSync(join(examples, file), "utf8").replace(/^\uFEFF/, ""));
    return partLists(json).map((parts, index) => ({ name: `${file} ${index + 1}`, parts }));
  });
}

/** All available definitions, and the reason for each missing kind. */
export function allDefinitions(): { samples: Sample[]; missing: string[] } {
  const exported = exportedDefinitions();
  const openApi = openApiDefinitions();
  return {
    samples: [...ownDefinitions(), ...(exported ?? []), ...(openApi ?? [])],
    missing: [
      ...(exported ? [] : ["DATAFLOW_SAMPLES is not set"]),
      ...(openApi ? [] : ["FABRIC_REST_API_SPECS is not set"]),
    ],
  };
}

/** One test for each available definition, and a skipped one with the reason for each missing kind. */
export function onEveryDefinition(
  title: string,
  test: (parts: DefinitionPart[], name: string) => void | Promise<void>,
): void {
  const { samples, missing } = allDefinitions();
  for (const { name, parts } of samples) it(`${title} in ${name}`, () => test(parts, name));
  for (const reason of missing) it.skip(`${title} in others: ${reason}`);
}

export const textPart = (path: string, text: string): DefinitionPart => ({ path, content: Buffer.from(text, "utf8") });

export const textOf = (parts: readonly DefinitionPart[], path: string): string =>
  Buffer.from(parts.find((part) => part.path === path)?.content ?? []).toString("utf8");

export const replacePart = (parts: readonly DefinitionPart[], path: string, text: string): DefinitionPart[] =>
  parts.map((part) => (part.path === path ? textPart(path, text) : part));

function folders(path: string): Sample[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ name: entry.name, parts: folder(join(path, entry.name)) }))
    .filter(({ parts }) => parts.length > 0);
}

function folder(path: string): DefinitionPart[] {
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  return readdirSync(path).map((file) => ({ path: file, content: readFileSync(join(path, file)) }));
}

function partLists(value: unknown): DefinitionPart[][] {
  if (typeof value !== "object" || value === null) return [];
  const parts = (value as { parts?: unknown }).parts;
  if (Array.isArray(parts))
    return [
      (parts as { path: string; payload: string }[]).map(({ path, payload }) => ({
        path,
        content: Buffer.from(payload, "base64"),
      })),
    ];
  return Object.values(value).flatMap(partLists);
}
