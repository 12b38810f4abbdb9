/** The data source that a connection leads to. */
export interface ConnectionDetails {
  /** Kind of data source, for example `SQL`. */
  type: string;
  /** Address of the data source, for example `server;database` or a URL. */
  path?: string;
}

/** A connection that the last run of an item used. */
export interface ItemConnection {
  /** Id of the connection (GUID). Absent for a connection that belongs to nobody. */
  id?: string;
  /** Name of the connection. Absent if it has none. */
  displayName?: string;
  /** For example `ShareableCloud`, `OnPremisesGateway`. */
  connectivityType: string;
  /** The data source. */
  connectionDetails: Required<ConnectionDetails>;
  /** Id of the gateway (GUID). Absent if the connection does not use one. */
  gatewayId?: string;
  [field: string]: unknown;
}

/** A connection that the caller may see. */
export interface Connection {
  /** Id of the connection (GUID): the `DatasourceId` of a binding in a definition. */
  id: string;
  /** Name of the connection. Absent if it has none. */
  displayName?: string;
  /** For example `ShareableCloud`, `OnPremisesGateway`. */
  connectivityType: string;
  /** The data source. */
  connectionDetails: ConnectionDetails;
  /** Id of the gateway (GUID). Absent if the connection does not use one. */
  gatewayId?: string;
  /** For example `Organizational`. */
  privacyLevel?: string;
  [field: string]: unknown;
}

/** Why a connection is not online. */
export interface ConnectionProblem {
  /** Fabric's code. */
  errorCode?: string;
  /** Fabric's message. */
  message?: string;
}

/** The result of a test of a connection. */
export interface ConnectionStatus {
  /** `Online`, `Offline`, ... */
  status: string;
  /** Why the connection is not online. */
  errors?: ConnectionProblem[];
  [field: string]: unknown;
}
