import type { Requests } from "./requests";
import { object } from "./shapes";
import type { CallOptions } from "./callOptions";

/** A data source of a gateway's cluster, or of the cloud's. */
export interface ClusterDatasource {
  /** Id of the connection in Fabric (GUID). */
  id: string;
  /** Id of the cluster (GUID). Absent if the service does not report it. */
  clusterId?: string;
  [field: string]: unknown;
}

const datasource = object<ClusterDatasource>("a data source", { id: "string", clusterId: "string?" });

/** The scope of a token for this service. */
export const POWER_BI_SCOPE = "https://analysis.windows.net/powerbi/api/.default";

/**
 * Clusters of connections, from an undocumented service of Power BI. This group needs a client whose endpoint is
 * `https://api.powerbi.com/v2.0/myorg`. A definition names a connection by cluster and id, but Fabric's API returns only the id.
 */
export class GatewayClusters {
  constructor(private readonly requests: Requests) {}

  /** Lists the data sources that the caller may see. */
  list(options?: CallOptions): AsyncIterable<ClusterDatasource> {
    return this.requests.list("list gateway cluster datasources", "/me/gatewayClusterDatasources", datasource, options);
  }
}
