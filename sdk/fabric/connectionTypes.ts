/** What a connection leads to. */
export interface ConnectionDetails {
  /** Its kind, for example `SQL`. */
  type: string;
  /** For example `server;database`, or a URL. */
  path?: string;
}

/** A connection that an item uses, as its last run materialised it. */
export interface ItemConnection {
  /** GUID; absent for a connection that is nobody's own. */
  id?: string;
  /** Its name, where it has one. */
  displayName?: string;
  /** For example `ShareableCloud`, `OnPremisesGateway`. */
  connectivityType: string;
  /** What it leads to. */
  connectionDetails: Required<ConnectionDetails>;
  /** GUID of its gateway, where it goes through one. */
  gatewayId?: string;
  [field: string]: unknown;
}

/** A connection that the caller may see. */
export interface Connection {
  /** GUID: the `DatasourceId` of a definition's binding. */
  id: string;
  /** Its name, where it has one. */
  displayName?: string;
  /** For example `ShareableCloud`, `OnPremisesGateway`. */
  connectivityType: string;
  /** What it leads to. */
  connectionDetails: ConnectionDetails;
  /** GUID of its gateway, where it goes through one. */
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

/** What a test of a connection found: `Online`, `Offline`, ... */
export interface ConnectionStatus {
  /** `Online`, `Offline`, ... */
  status: string;
  /** Why, where it is not online. */
  errors?: ConnectionProblem[];
  [field: string]: unknown;
}
