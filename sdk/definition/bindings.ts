import type { ItemKind } from "./m/itemReferences";
import type { DataflowBindings } from "../model/bindings";
import { error, type Problem } from "../common/problem";
import { isObject } from "../common/objects";

export type Bindings = DataflowBindings;

/** The values that a binding puts into the file. */
export interface Target {
  /** The place of the binding in the program's arguments, for messages. */
  place: string;
  id: string;
  workspaceId: string | undefined;
  database: string | undefined;
}

const KINDS: readonly { kind: ItemKind; argument: keyof Bindings; field: string }[] = [
  { kind: "workspace", argument: "workspaces", field: "" },
  { kind: "lakehouse", argument: "lakehouses", field: "lakehouseId" },
  { kind: "warehouse", argument: "warehouses", field: "warehouseId" },
  { kind: "dataflow", argument: "dataflows", field: "dataflowId" },
  { kind: "sqlDatabase", argument: "sqlDatabases", field: "sqlDatabaseId" },
  { kind: "sqlEndpoint", argument: "sqlEndpoints", field: "server" },
];

/** Bindings by query or id, as the program writes it. Case is ignored in ids. */
export interface TargetsOfKind {
  byKey: ReadonlyMap<string, Target>;
  byLowerKey: ReadonlyMap<string, Target>;
}

export type Targets = Map<ItemKind, TargetsOfKind>;

/** Returns the bindings by kind and key, and the problems with their form. */
export function readBindings(bindings: Bindings): { targets: Targets; problems: Problem[] } {
  const targets: Targets = new Map();
  const problems: Problem[] = [];
  for (const { kind, argument, field } of KINDS) {
    const byKey = new Map<string, Target>();
    for (const [key, value] of Object.entries((bindings[argument] ?? {}) as Record<string, unknown>)) {
      const place = `bind.${argument}.${key}`;
      const given = kind === "workspace" ? { id: value } : fieldsOf(value);
      const id = given[field || "id"];
      const { workspaceId, database } = given;
      const texts = [id, workspaceId ?? "-", database ?? "-"];
      if (texts.every((text) => typeof text === "string" && text !== ""))
        byKey.set(key, { place, id, workspaceId, database } as Target);
      else problems.push(error(place, formOf(kind, field)));
    }
    const byLowerKey = new Map([...byKey].reverse().map(([key, target]) => [key.toLowerCase(), target]));
    targets.set(kind, { byKey, byLowerKey });
  }
  return { targets, problems };
}

const fieldsOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});

const formOf = (kind: ItemKind, field: string): string =>
  kind === "workspace"
    ? "must be the id of the workspace to bind to"
    : kind === "sqlEndpoint"
      ? "must be { server, database? }"
      : `must be { workspaceId?, ${field} }, each an id as text`;
