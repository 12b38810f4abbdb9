import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Emulator } from "../emulator/index";
import { root } from "./layout.mjs";

/** Copies an example, without files that belong only to the checkout. */
export function copyExample(name: string, target: string): void {
  const skipped = /(^|[\\/])(node_modules|Pulumi(\.[^\\/]*)?\.yaml)$/;
  cpSync(join(root, "examples", name), target, { recursive: true, filter: (source) => !skipped.test(source) });
}

/** The program of a folder for the Automation API. It runs again for each operation, and its exports are the stack's outputs. */
export const programIn = (folder: string) => async (): Promise<Record<string, unknown>> => {
  const file = require.resolve(join(folder, "index.ts"));
  delete require.cache[file];
  return { ...(require(file) as Record<string, unknown>) };
};

/** Adds the connections of a definition's folder to the emulator. A tenant has them before a dataflow is deployed. */
export function addConnections(emulator: Emulator, folder: string): void {
  const metadata = JSON.parse(readFileSync(join(folder, "queryMetadata.json"), "utf8")) as {
    connections?: { path: string; kind: string; connectionId: string }[];
  };
  for (const { path, kind, connectionId } of metadata.connections ?? []) {
    const { ClusterId, DatasourceId } = JSON.parse(connectionId) as { ClusterId: string; DatasourceId: string };
    emulator.addConnection({ id: DatasourceId, clusterId: ClusterId, type: kind, path });
  }
}
