import type { Requests } from "./requests";
import { object } from "./shapes";
import type { CallOptions } from "./callOptions";

/** A data source of a gateway's cluster, or of the cloud's. */
export interface ClusterDatasource {
  /** The id that Fabric's connections have. */
  id: string;
  /** GUID, where the service says it. */
  clusterId?: string;
  [field: string]: unknown;
}

const datasource = object<ClusterDatasource>("a data source", { id: "string", clusterId: "string?" });

/** What a token for it is asked for. */
export const POWER_BI_SCOPE = "https://analysis.windows.net/powerbi/api/.default";

/**
 * Clusters of connections. Undocumented: Power BI's own service, not Fabric's, so this group works on a client whose endpoint is
 * `https://api.powerbi.com/v2.0/myorg`. A definition names a connection by cluster and id, and Fabric's API tells the id alone.
 */
export class GatewayClusters {
  constructor(private readonly requests: Requests) {}

  /** Those that the caller may see. */
  list(options?: CallOptions): AsyncIterable<ClusterDatasource> {
    return this.requests.list("list gateway cluster datasources", "/me/gatewayClusterDatasources", datasource, options);
  }
}
