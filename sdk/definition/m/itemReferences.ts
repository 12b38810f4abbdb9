import { isGuid } from "../../common/guid";
import { fieldsOf } from "./literals";
import type { Span } from "./positions";
import { resolve, type Place } from "./resolve";
import type { Scope } from "./scopes";
import type { Chain, Expression } from "./tree";

/** Kinds of items that M can name. `other` is an item, or an address in Fabric, that no binding can change. It is reported, never ignored. */
export type ItemKind = "workspace" | "lakehouse" | "warehouse" | "dataflow" | "sqlDatabase" | "sqlEndpoint" | "other";

/**
 * How M names an item: by an id in the text, in a way that is the same in every environment (relative, by name, through a variable library),
 * through another query, or by an expression whose value is not in the text.
 */
export type Naming =
  | ({ by: "id"; value: string } & Span)
  | { by: "relative" }
  | { by: "name"; value: string }
  | { by: "variable"; value: string }
  | { by: "query"; value: string }
  | { by: "expression" };

/** A place at which a query names an item. Offsets count from the start of the member. */
export interface ItemReference {
  kind: ItemKind;
  naming: Naming;
  /** Offset of the reference. */
  offset: number;
  /** The workspace that the same navigation goes through. */
  workspace: Naming | undefined;
  /** The query from whose result the navigation starts. Undefined if it begins here. */
  from: string | undefined;
  /** The database of a SQL endpoint. */
  database: Naming | undefined;
}

const IDS: Readonly<Record<string, ItemKind>> = {
  workspaceId: "workspace",
  lakehouseId: "lakehouse",
  warehouseId: "warehouse",
  dataflowId: "dataflow",
  sqlId: "sqlDatabase",
};
const NAMES: Readonly<Record<string, ItemKind>> = {
  workspaceName: "workspace",
  lakehouseName: "lakehouse",
  warehouseName: "warehouse",
  dataflowName: "dataflow",
  sqlName: "sqlDatabase",
};
/** The field that names an item of a workspace by its display name. */
const DISPLAY_NAME = "displayName";
/** Matches fields of other items of Fabric, which are also named by ids: `kqlDatabaseId`, `mirroredDatabaseId`, `eventhouseId`. */
const SOME_ID = /^[a-z][A-Za-z]*Id$/;
/** Matches addresses in OneLake, of KQL databases and of other services of Fabric. They hold ids of workspaces and items. */
const FABRIC_ADDRESS = /^(?:https|abfss):\/\/[^/]*\.fabric\.microsoft\.com(?:[:/]|$)/i;
const SQL = new Set(["Sql.Database", "Sql.Databases"]);
const FABRIC_SQL_SERVER =
  /\.(?:datawarehouse|database)\.(?:fabric\.microsoft\.com|pbidedicated\.windows\.net)(?:,\d+)?$/i;
const VARIABLES = new Set(["Variable.Value", "Variable.ValueOrDefault"]);
const MAX_NAVIGATIONS = 50;

/** Returns the items that one navigation itself names: `Source{[workspaceId = "..."]}[Data]{[lakehouseId = "..."]}[Data]`. */
export function itemReferences(chain: Chain, scope: Scope | undefined): ItemReference[] {
  const found: ItemReference[] = [...sqlEndpointOf(chain, scope), ...addressOf(chain, scope)];
  let workspace: Naming | undefined;
  let from: string | undefined;
  let isResolved = false;
  for (const step of chain.steps) {
    if (step.kind !== "item") continue;
    for (const [field, value] of fieldsOf(step.key) ?? []) {
      const named = field in NAMES || field === DISPLAY_NAME;
      const naming = namingOf({ expression: value, scope }, named);
      const kind = Object.hasOwn(IDS, field) ? IDS[field] : (NAMES[field] ?? otherKind(field, naming));
      if (!kind) continue;
      if (!isResolved) ({ workspace, from } = before(chain.head, scope));
      isResolved = true;
      if (field === DISPLAY_NAME && workspace === undefined && from === undefined) continue;
      const offset = step.start;
      found.push({
        kind,
        naming,
        offset,
        workspace: kind === "workspace" ? undefined : workspace,
        from,
        database: undefined,
      });
      if (kind === "workspace") workspace = naming;
    }
  }
  return found;
}

function otherKind(field: string, naming: Naming): ItemKind | undefined {
  if (field === DISPLAY_NAME) return "other";
  return SOME_ID.test(field) && naming.by === "id" && isGuid(naming.value) ? "other" : undefined;
}

/** Returns the address in the first argument of any call: `AzureStorage.DataLake("https://onelake.dfs.fabric.microsoft.com/...")`. */
function addressOf(chain: Chain, scope: Scope | undefined): ItemReference[] {
  const [first] = argumentsOf(chain);
  if (!first || SQL.has(calledName(chain) ?? "")) return [];
  const naming = namingOf({ expression: first, scope }, false);
  if (naming.by !== "id" || !FABRIC_ADDRESS.test(naming.value)) return [];
  return [{ kind: "other", naming, offset: chain.start, workspace: undefined, from: undefined, database: undefined }];
}

/** Returns the workspace that a chain's start already went through, or the query that the chain starts from. */
function before(
  head: Expression,
  scope: Scope | undefined,
): { workspace: Naming | undefined; from: string | undefined } {
  let place: Place = resolve({ expression: head, scope });
  for (let count = 0; count < MAX_NAVIGATIONS; count++) {
    const { expression } = place;
    if (expression.kind === "name") return { workspace: undefined, from: expression.name };
    if (expression.kind !== "chain") break;
    for (const step of [...expression.steps].reverse()) {
      if (step.kind !== "item") continue;
      const fields = fieldsOf(step.key);
      const id = fields?.get("workspaceId");
      const value = id ?? fields?.get("workspaceName");
      if (value) return { workspace: namingOf({ expression: value, scope: place.scope }, !id), from: undefined };
    }
    if (expression.steps[0]?.kind === "call") break;
    place = resolve({ expression: expression.head, scope: place.scope });
  }
  return { workspace: undefined, from: undefined };
}

function namingOf(place: Place, isName: boolean): Naming {
  const { expression } = resolve(place);
  if (expression.kind === "literal") {
    const { value, start, end } = expression;
    if (typeof value !== "string") return { by: "expression" };
    if (value === ".") return { by: "relative" };
    return isName ? { by: "name", value } : { by: "id", value, start, end };
  }
  if (expression.kind === "name") return { by: "query", value: expression.name };
  if (expression.kind === "chain" && VARIABLES.has(calledName(expression) ?? "")) {
    const argument = argumentsOf(expression)[0];
    const value = argument?.kind === "literal" ? argument.value : undefined;
    return { by: "variable", value: typeof value === "string" ? value : "" };
  }
  return { by: "expression" };
}

/** Returns the SQL endpoint of a call. Its host names it: `Sql.Database("x.datawarehouse.fabric.microsoft.com", "db")`. */
function sqlEndpointOf(chain: Chain, scope: Scope | undefined): ItemReference[] {
  if (!SQL.has(calledName(chain) ?? "")) return [];
  const [server, database] = argumentsOf(chain);
  if (!server) return [];
  const naming = namingOf({ expression: server, scope }, false);
  if (naming.by !== "id" || !FABRIC_SQL_SERVER.test(naming.value)) return [];
  return [
    {
      kind: "sqlEndpoint",
      naming,
      offset: chain.start,
      workspace: undefined,
      from: undefined,
      database: database && namingOf({ expression: database, scope }, false),
    },
  ];
}

/** Returns the name of the function whose call begins a chain. */
export function calledName({ head, steps }: Chain): string | undefined {
  return steps[0]?.kind === "call" && head.kind === "name" ? head.name : undefined;
}

/** Returns the arguments of the call that begins a chain. */
export const argumentsOf = ({ steps: [first] }: Chain): readonly Expression[] =>
  first?.kind === "call" ? first.values : [];
