import { metadata } from "./dataflows";

/** A query that is written to a table of a lakehouse. */
export interface Written {
  /** Its expression. */
  m: string;
  /** Default: the query's name. */
  table?: string;
  lakehouseId?: string;
  /** Default: automatic settings. */
  settings?: string;
  isNewTarget?: boolean;
}

export const WORKSPACE = "11111111-1111-4111-8111-111111111111";
export const LAKEHOUSE = "22222222-2222-4222-8222-222222222222";

export const AUTOMATIC = 'Kind = "Automatic", TypeSettings = [Kind = "Table"]';

/** Manual settings: `{ OrderId: "OrderId" }` is the query's column and the table's. */
export const manual = (mapping: Record<string, string>, { dynamic = false, method = "Replace" } = {}): string =>
  `Kind = "Manual", AllowCreation = true, ColumnSettings = [Mappings = {${Object.entries(mapping)
    .map(([source, destination]) => `[SourceColumnName = "${source}", DestinationColumnName = "${destination}"]`)
    .join(", ")}}], DynamicSchema = ${dynamic}, UpdateMethod = [Kind = "${method}"], TypeSettings = [Kind = "Table"]`;

/** A literal table with types: `{ OrderId: "Int64.Type", Amount: "number" }`. */
export const typed = (columns: Record<string, string>): string =>
  `#table(type table [${Object.entries(columns)
    .map(([name, type]) => `${name} = ${type}`)
    .join(", ")}], {})`;

/** A navigation to a table of a lakehouse, as the service writes it. */
export const navigation = (table: string, lakehouseId = LAKEHOUSE): string =>
  `let
  Pattern = Lakehouse.Contents([CreateNavigationProperties = false, EnableFolding = false]),
  Navigation_1 = Pattern{[workspaceId = "${WORKSPACE}"]}[Data],
  Navigation_2 = Navigation_1{[lakehouseId = "${lakehouseId}"]}[Data],
  TableNavigation = Navigation_2{[Id = "${table}", ItemKind = "Table"]}?[Data]?
in
  TableNavigation`;

/** The parts of a dataflow with written queries, and others that are loaded. */
export function writtenDataflow(queries: Record<string, Written>, others: Record<string, string> = {}) {
  const members = Object.entries(queries).flatMap(
    ([name, { m, table = name, lakehouseId, settings = AUTOMATIC, isNewTarget = true }]) => [
      `[DataDestinations = {[Definition = [Kind = "Reference", QueryName = "${name}_DataDestination", IsNewTarget = ${isNewTarget}], Settings = [${settings}]]}]`,
      `shared ${name} = ${m};`,
      `shared ${name}_DataDestination = ${navigation(table, lakehouseId)};`,
    ],
  );
  const loaded = Object.entries(others).map(([name, m]) => `shared ${name} = ${m};`);
  const hidden = Object.keys(queries).map((name) => `${name}_DataDestination`);
  const all = { ...queries, ...others, ...Object.fromEntries(hidden.map((name) => [name, ""])) };
  const names = Object.fromEntries(Object.keys(all).map((name) => [name, ""]));
  const entries = JSON.parse(metadata(names)) as { queriesMetadata: Record<string, object> };
  for (const name of hidden) entries.queriesMetadata[name] = { ...entries.queriesMetadata[name], loadEnabled: false };
  return {
    "mashup.pq": `section Section1;\n${[...members, ...loaded].join("\n")}\n`,
    "queryMetadata.json": JSON.stringify(entries, null, 2),
  };
}
