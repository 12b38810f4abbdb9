import { existsSync, readFileSync } from "node:fs";

/** A resource of the checkpoint file. */
export interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
  sourcePosition?: string;
  initErrors?: string[];
  protect?: boolean;
  retainOnDelete?: boolean;
  resourceHooks?: Record<string, string[]>;
}

export interface State {
  resources: StateResource[];
  pendingOperations: { type: string; resource: StateResource }[];
}

interface Checkpoint {
  checkpoint: { latest?: { resources?: StateResource[]; pending_operations?: State["pendingOperations"] } };
}

export function readState(file: string): State {
  if (!existsSync(file)) return { resources: [], pendingOperations: [] };
  const { latest } = (JSON.parse(readFileSync(file, "utf8")) as Checkpoint).checkpoint;
  return { resources: latest?.resources ?? [], pendingOperations: latest?.pending_operations ?? [] };
}

/** The resource with this logical name. The last part of its type distinguishes two with one name: `DataflowRefresh::sales`. */
export function resourceIn(state: State, name: string): StateResource {
  const found = state.resources.filter(({ urn }) => urn.endsWith(`:${name}`));
  if (found.length !== 1) {
    throw new Error(`${found.length} resources are named ${name}: ${state.resources.map(({ urn }) => urn).join(", ")}`);
  }
  return found[0]!;
}
