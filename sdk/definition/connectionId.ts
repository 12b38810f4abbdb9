import { isGuid } from "../common/guid";
import { isObject } from "../common/objects";
/** The id by which Fabric binds a connection: its cluster, and its id in `GET /v1/connections`. */
export interface ConnectionId {
  /** Undefined if only the connection's GUID is given. */
  clusterId: string | undefined;
  datasourceId: string;
}

/** Reads Fabric's composite string, `{"ClusterId":"...","DatasourceId":"..."}`, or a single GUID. Undefined if the text is neither. */
export function parseConnectionId(text: string): ConnectionId | undefined {
  const trimmed = text.trim();
  if (isGuid(trimmed)) return { clusterId: undefined, datasourceId: trimmed };
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const field = (name: string) =>
    Object.entries(value).find(([key, entry]) => key.toLowerCase() === name && typeof entry === "string")?.[1] as
      string | undefined;
  const clusterId = field("clusterid");
  const datasourceId = field("datasourceid");
  if (datasourceId === undefined || !isGuid(datasourceId)) return undefined;
  if (clusterId !== undefined && !isGuid(clusterId)) return undefined;
  return { clusterId, datasourceId };
}

/** Returns Fabric's composite string. */
export const writeConnectionId = ({ clusterId, datasourceId }: Required<ConnectionId>): string =>
  JSON.stringify({ ClusterId: clusterId, DatasourceId: datasourceId });
