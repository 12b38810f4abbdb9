import { randomUUID } from "node:crypto";
import { pathOf } from "./connectionTypes";
import { StoredDefinition } from "./definitions";
import { ApiError } from "./errors";
import { ApiResponse, bodyObject, Call, isObject, JsonObject, ok, optionalString } from "./http";
import { findItem, workspaceFor } from "./items";
import { accept } from "./operations";
import { page } from "./paging";
import { Principal } from "./principals";
import { metadataOf } from "./publish";
import { Failure } from "./runs";
import { World } from "./world";

export interface Connection {
  /** Definitions name it `DatasourceId`. */
  id: string;
  clusterId: string;
  displayName: string;
  /** In the form of the REST API, e.g. `SQL`. Definitions have `Sql`. */
  type: string;
  path: string;
  /** For a cloud connection, the id of a virtual gateway. */
  gatewayId: string;
  /** The result of a connection test. A run fails if the connection is offline. */
  isOnline: boolean;
  /** The connection is invisible before this time of the emulator's clock. */
  visibleAt: number;
  credentialType: string;
  /** The error code of a connection test. */
  testRefusal?: "InsufficientPermissionsToManageConnection" | "IncorrectCredentials";
}

const CREATED = "2026-01-01T00:00:00Z";

export type NewConnection = Partial<Connection> & { type: string; path: string; visibleAfterMs?: number };

export function addConnection(world: World, given: NewConnection): Connection {
  const id = given.id ?? randomUUID();
  const displayName = `${given.type} ${given.path}`;
  const ids = { id, clusterId: randomUUID(), gatewayId: randomUUID() };
  const { visibleAfterMs, ...own } = given;
  const visibleAt = visibleAfterMs === undefined ? 0 : world.clock.now() + visibleAfterMs;
  const connection = { ...ids, displayName, isOnline: true, credentialType: "OAuth2", visibleAt, ...own };
  world.connections.set(id, connection);
  return connection;
}

const mayUse = (principal: Pick<Principal, "connections">, connection: Connection): boolean =>
  principal.connections?.includes(connection.id) ?? true;

const sees = ({ principal, world }: Call, connection: Connection): boolean =>
  mayUse(principal, connection) && world.clock.now() >= connection.visibleAt;

const brief = (connection: Connection): JsonObject => ({
  id: connection.id,
  displayName: connection.displayName,
  gatewayId: connection.gatewayId,
  connectivityType: "ShareableCloud",
  connectionDetails: { type: connection.type, path: connection.path },
});

const describe = (connection: Connection): JsonObject => ({
  ...brief(connection),
  privacyLevel: "Organizational",
  credentialDetails: {
    credentialType: connection.credentialType,
    singleSignOnType: "None",
    connectionEncryption: "NotEncrypted",
    skipTestConnection: false,
  },
  connectionRecency: {
    createdDateTime: CREATED,
    lastBoundDateTime: CREATED,
    lastCredentialUsedDateTime: CREATED,
    myLastBoundDateTime: CREATED,
    myLastCredentialUsedDateTime: CREATED,
  },
});

/** A caller sees only its own connections. */
export function listConnections(call: Call): ApiResponse {
  const own = [...call.world.connections.values()].filter((connection) => sees(call, connection));
  return ok(page(call, own, (connection) => connection.id, describe));
}

function find(call: Call): Connection {
  const connection = call.world.connections.get(call.params.connectionId ?? "");
  if (!connection || !sees(call, connection)) throw new ApiError("EntityNotFound");
  return connection;
}

export const getConnection = (call: Call): ApiResponse => ok(describe(find(call)));

/** Credential types that need a person at a browser. */
const BY_HAND = ["OAuth2"];

/** A cloud connection. Its path consists of the parameters' values, as in the specification's examples. */
export function createConnection(call: Call): ApiResponse {
  const { world, principal } = call;
  const body = bodyObject(call);
  const { connectionDetails: details, credentialDetails } = body;
  const displayName = optionalString(body, "displayName") ?? "";
  if ([...world.connections.values()].some((one) => one.displayName === displayName))
    throw new ApiError("DuplicateConnectionName");
  const parameters = isObject(details) && Array.isArray(details.parameters) ? details.parameters.filter(isObject) : [];
  const type = isObject(details) ? optionalString(details, "type") : undefined;
  if (!type || parameters.length === 0) throw new ApiError("InvalidConnectionDetails");
  const credentials = isObject(credentialDetails) ? credentialDetails.credentials : undefined;
  const credentialType = isObject(credentials) ? optionalString(credentials, "credentialType") : undefined;
  if (!credentialType || BY_HAND.includes(credentialType)) throw new ApiError("InvalidCredentialDetails");
  const path = pathOf(type, parameters);
  const connection = addConnection(world, { type, path, displayName, credentialType });
  principal.connections?.push(connection.id);
  const { allowUsageInUserControlledCode = false } = body;
  return { status: 201, body: { ...describe(connection), allowUsageInUserControlledCode } };
}

/** Definitions keep the id of a deleted connection. Their next run fails. */
export function deleteConnection(call: Call): ApiResponse {
  call.world.connections.delete(find(call).id);
  return ok();
}

export function testConnection(call: Call): ApiResponse {
  const connection = find(call);
  if (connection.testRefusal) throw new ApiError(connection.testRefusal);
  const offline = { errorCode: "DM_GWPipeline_UnknownError", message: "The data source cannot be reached." };
  const test = () =>
    ok({ status: connection.isOnline ? "Online" : "Offline", errors: connection.isOnline ? [] : [offline] });
  const longRunning = call.overrides.longRunning ?? call.world.switches.longRunning.testConnection;
  return longRunning ? accept(call, true, test) : test();
}

/** The connections that the last successful run used. Empty before the first run; checking bindings does not fill it. */
export function listItemConnections(call: Call): ApiResponse {
  workspaceFor(call, "Contributor");
  const { materialised = [] } = findItem(call).dataflow ?? {};
  const found = materialised.flatMap((id) => call.world.connections.get(id) ?? []);
  return ok(page(call, found, (connection) => connection.id, brief));
}

export interface Binding {
  path: string;
  kind: string;
  connectionId: string;
}

function bindingsOf(definition: StoredDefinition): Binding[] {
  if (definition.isOfCreate) return [];
  const { connections } = metadataOf(definition);
  const entries: unknown[] = Array.isArray(connections) ? connections : [];
  return entries.filter(isObject).map(({ path, kind, connectionId }) => ({
    ...{ path: String(path), kind: String(kind), connectionId: String(connectionId) },
  }));
}

function datasourceIdOf(connectionId: string): string | undefined {
  try {
    const value: unknown = JSON.parse(connectionId);
    return isObject(value) && typeof value.DatasourceId === "string" ? value.DatasourceId : undefined;
  } catch {
    return undefined;
  }
}

const fails = (message: string): Failure => ({ errorCode: "EntityUserFailure", message });

/** Resolves a definition's connections, as a run does. Returns their ids, or the failure. */
export function bind(world: World, definition: StoredDefinition, caller: Principal | undefined): string[] | Failure {
  const used: string[] = [];
  for (const { path, kind, connectionId } of bindingsOf(definition)) {
    const where = `connection '${path}' (${kind})`;
    const id = datasourceIdOf(connectionId);
    if (!id) return fails(`The id of ${where} is not of the form {"ClusterId":...,"DatasourceId":...}.`);
    const connection = world.connections.get(id);
    if (!connection || (caller && !mayUse(caller, connection))) return fails(`There is no ${where} with id ${id}.`);
    if (connection.type.toLowerCase() !== kind.toLowerCase())
      return fails(`The ${where} is of kind ${connection.type}.`);
    if (connection.path !== path)
      return {
        errorCode: "ActionUserFailure",
        message: `Data source credentials are missing or invalid (999999): the ${where} has the path '${connection.path}'.`,
      };
    if (!connection.isOnline) return fails(`The ${where} is offline.`);
    used.push(id);
  }
  return [...new Set(used)];
}

// Functions that need credentials, and the connection type for each.
export const SOURCE_KINDS: Record<string, string> = {
  "Lakehouse.Contents": "Lakehouse",
  "Fabric.Warehouse": "Warehouse",
  "PowerPlatform.Dataflows": "PowerPlatformDataflows",
  "Sql.Database": "SQL",
  "Sql.Databases": "SQL",
  "Web.Contents": "Web",
  "OData.Feed": "OData",
  "AzureStorage.DataLake": "AzureDataLakeStorage",
  "AzureStorage.Blobs": "AzureBlobs",
  "SharePoint.Files": "SharePoint",
  "SharePoint.Contents": "SharePoint",
};

/** True if the definition has bindings that are invisible because only the create wrote them. */
export const hidesBindings = (definition: StoredDefinition): boolean =>
  definition.isOfCreate === true && bindingsOf({ ...definition, isOfCreate: false }).length > 0;

/** The failure for the first source without an entry in `connections`. */
export function unbound(definition: StoredDefinition, tokens: string[]): Failure | undefined {
  const bound = bindingsOf(definition).map(({ kind }) => kind.toLowerCase());
  const source = tokens.find((token) => SOURCE_KINDS[token] && !bound.includes(SOURCE_KINDS[token].toLowerCase()));
  return source ? fails(`Credentials are required to connect to the ${SOURCE_KINDS[source]} source.`) : undefined;
}
