import { isObject } from "../../common/objects";
import type { Literal, LiteralRecord } from "./literals";

/**
 * How the columns of a table follow those of the query. `fixed`: the table keeps its columns. `dynamic`: runs create the table again with the
 * columns of the mapping. `automatic`: runs create it again with the columns of the query.
 * https://learn.microsoft.com/fabric/data-factory/dataflow-gen2-data-destinations-and-managed-settings
 */
export type SchemaMode = "fixed" | "dynamic" | "automatic";

export interface ColumnMapping {
  source: string;
  destination: string;
}

/** The destination of a query, as its attributes say. */
export interface Destination {
  /** The hidden query that names the target. */
  queryName: string;
  isNewTarget: boolean;
  automatic: boolean;
  /** `Automatic` or `Manual`, as written. */
  settings: string | undefined;
  /** `Replace`, `Append`, or another value of `UpdateMethod`. Automatic settings replace. */
  method: string | undefined;
  /** Undefined if the effect of these settings is not documented. */
  schema: SchemaMode | undefined;
  /** Columns of the query and of the table. Undefined if there is no mapping that can be read. */
  mapping: readonly ColumnMapping[] | undefined;
}

/** Reads `[DataDestinations = {[Definition = [QueryName = ..., IsNewTarget = ...], Settings = [Kind = ...]]}]`. */
export function destinationsOf(attributes: LiteralRecord): Destination[] {
  const list = attributes["DataDestinations"];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    const settings = recordIn(entry, "Settings");
    const target = targetOf(recordIn(entry, "Definition"));
    if (!target) return [];
    const kind = textIn(settings, "Kind");
    const written = textIn(recordIn(settings, "UpdateMethod"), "Kind");
    const method = kind === "Automatic" ? (written ?? "Replace") : written;
    const isTable = isTableKind(recordIn(settings, "TypeSettings"));
    const mapping = mappingOf(settings);
    const schema = isTable
      ? schemaOf({ ...target, kind, method, dynamic: settings?.["DynamicSchema"], mapping })
      : undefined;
    return [{ ...target, automatic: kind === "Automatic", settings: kind, method, schema, mapping }];
  });
}

/** Reads the section's own destination: `[DefaultOutputDestinationSettings = [DestinationDefinition = [QueryName = ...], UpdateMethod = [...]]]`. */
export function defaultDestinationOf(header: LiteralRecord): Destination | undefined {
  const settings = recordIn(header, "DefaultOutputDestinationSettings");
  const target = targetOf(recordIn(settings, "DestinationDefinition"));
  if (!target) return undefined;
  const kind = textIn(settings, "Kind");
  const method = textIn(recordIn(settings, "UpdateMethod"), "Kind");
  const isTable = isTableKind(recordIn(settings, "DestinationTypeSettings"));
  // It has no mapping: the service creates each table with the columns of its query.
  const schema = isTable && target.isNewTarget && method === "Replace" ? "automatic" : undefined;
  return { ...target, automatic: kind === "Automatic", settings: kind, method, schema, mapping: undefined };
}

function targetOf(definition: LiteralRecord | undefined): Pick<Destination, "queryName" | "isNewTarget"> | undefined {
  const queryName = textIn(definition, "QueryName");
  return queryName === undefined ? undefined : { queryName, isNewTarget: definition?.["IsNewTarget"] === true };
}

interface Said extends Pick<Destination, "isNewTarget" | "method" | "mapping"> {
  kind: string | undefined;
  dynamic: Literal | undefined;
}

function schemaOf({ kind, isNewTarget, method, dynamic, mapping }: Said): SchemaMode | undefined {
  if (kind === "Automatic") return isNewTarget && method === "Replace" ? "automatic" : undefined;
  if (kind !== "Manual" || !mapping) return undefined;
  if (dynamic === false) return method === "Replace" || method === "Append" ? "fixed" : undefined;
  return dynamic === true && method === "Replace" ? "dynamic" : undefined;
}

/** Reads `ColumnSettings = [Mappings = {[SourceColumnName = "Date", DestinationColumnName = "OrderDate"], ...}]`. */
function mappingOf(settings: LiteralRecord | undefined): ColumnMapping[] | undefined {
  const list = recordIn(settings, "ColumnSettings")?.["Mappings"];
  if (!Array.isArray(list)) return undefined;
  const mapping = list.map((entry) => {
    const record = isObject(entry) ? (entry as LiteralRecord) : undefined;
    return { source: textIn(record, "SourceColumnName"), destination: textIn(record, "DestinationColumnName") };
  });
  const whole = mapping.every(({ source, destination }) => source !== undefined && destination !== undefined);
  return whole ? (mapping as ColumnMapping[]) : undefined;
}

const isTableKind = (settings: LiteralRecord | undefined): boolean => (textIn(settings, "Kind") ?? "Table") === "Table";

function recordIn(value: Literal | undefined, name: string): LiteralRecord | undefined {
  const field = isObject(value) ? (value as LiteralRecord)[name] : undefined;
  return isObject(field) ? (field as LiteralRecord) : undefined;
}

function textIn(record: LiteralRecord | undefined, name: string): string | undefined {
  const value = record?.[name];
  return typeof value === "string" ? value : undefined;
}
