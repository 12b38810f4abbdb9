import { describeIdentity } from "../auth/describeIdentity";
import type { Credential } from "../auth/credential";
import { ways } from "../auth/identityChoice";
import type { IdentityKind, IdentitySettings } from "../auth/identitySettings";
import { readClaims, type TokenClaims } from "../auth/jwt";
import { FabricError } from "../fabric/errors";
import type { FabricClient } from "../fabric/client";
import type { RoleAssignment, Workspace, WorkspaceRole } from "../fabric/types";
import { abilities, type Abilities, type Findings } from "./abilities";

/** Something with a name. */
export interface Named {
  /** GUID. */
  id: string;
  /** Its name. */
  displayName: string;
}

/** The role and abilities of an identity in a workspace. */
export interface WorkspaceReport {
  /** GUID. */
  id: string;
  /** Its name. */
  displayName: string;
  /** `Contributor or Viewer` if the service does not say more. */
  role: string;
  /** The dataflow that was checked, if any. */
  dataflow?: Named;
  /** Names of connections that the dataflow uses and this identity does not see. */
  missingConnections?: readonly string[];
  /** The abilities of the identity there. */
  may: Abilities;
}

/** Who signs in, and what that identity may do. */
export interface IdentityReport {
  /** The identity, and the setting that chose it. */
  identity: string;
  /** The user in the token, if the settings do not name one. */
  signedInAs?: string;
  /** The kind of identity. */
  kind: IdentityKind;
  /** GUID. */
  tenantId?: string;
  /** Object id in Entra ID, which roles and connection shares are given to. */
  objectId?: string;
  /** ISO 8601 in UTC; undefined if the token has no expiry. */
  tokenExpires?: string;
  /** Workspaces in which it has a role. */
  workspaces: Named[];
  /** Only if a workspace was named. */
  workspace?: WorkspaceReport;
}

export interface ReportInput {
  identity: IdentitySettings;
  credential: Credential;
  client: FabricClient;
  workspaceId?: string;
  dataflowId?: string;
  signal?: AbortSignal;
}

/**
 * Reports who signs in and what that identity may do, without changing anything. Throws the errors of signing in and of
 * listing workspaces.
 */
export async function reportIdentity(input: ReportInput): Promise<IdentityReport> {
  const { credential, identity, client, signal } = input;
  const { token, expiresOnTimestamp } = await credential.getToken({ signal });
  const claims = readClaims(token);
  const kind = kindOf(claims, identity);
  const workspaces: Workspace[] = [];
  for await (const workspace of client.workspaces.list({ signal })) workspaces.push(workspace);
  return {
    identity: describeIdentity(identity),
    signedInAs: credential.signedInAs,
    kind,
    tenantId: claims?.tid,
    objectId: claims?.oid,
    tokenExpires: expiresOnTimestamp > 8.64e15 ? undefined : new Date(expiresOnTimestamp).toISOString(),
    workspaces: workspaces.map(({ id, displayName }) => ({ id, displayName })),
    workspace:
      input.workspaceId === undefined ? undefined : await reportWorkspace(input, input.workspaceId, claims, kind),
  };
}

function kindOf(claims: TokenClaims | undefined, { method }: IdentitySettings): IdentityKind {
  const known = ways[method].kind;
  if (claims?.xms_mirid !== undefined) return "managed identity";
  if (claims === undefined || known === "managed identity") return known;
  if (claims.idtyp === "app") return "service principal";
  if (claims.scp !== undefined || claims.upn !== undefined || claims.idtyp === "user") return "user";
  // Not every token of an application has `idtyp`, but each names the application.
  return claims.appid !== undefined || claims.azp !== undefined ? "service principal" : known;
}

async function reportWorkspace(
  { client, dataflowId, signal }: ReportInput,
  workspaceId: string,
  claims: TokenClaims | undefined,
  kind: IdentityKind,
): Promise<WorkspaceReport> {
  const workspace = await client.workspaces.get(workspaceId, { signal });
  const role = await roleOf(client.workspaces.roleAssignments(workspaceId, { signal }), claims?.oid);
  const dataflow = await chooseDataflow(client, workspaceId, dataflowId, signal);
  const definitionReadable = dataflow && (await canRead(client, workspaceId, dataflow.id, signal));
  const missingConnections = dataflow && (await unseenConnections(client, workspaceId, dataflow.id, signal));
  const findings: Findings = {
    kind: kind === "user" ? "user" : kind === "unknown" ? "unknown" : "application",
    role,
    scopes: claims?.scp?.split(" "),
    definitionReadable,
    missingConnections,
  };
  return {
    id: workspaceId,
    displayName: workspace.displayName,
    role: role === "belowMember" ? "Contributor or Viewer" : role,
    dataflow: dataflow && { id: dataflow.id, displayName: dataflow.displayName },
    missingConnections,
    may: abilities(findings),
  };
}

/** Returns the caller's own role. Only Members and Admins may list roles, so a refusal means that it is neither. */
async function roleOf(
  assignments: AsyncIterable<RoleAssignment>,
  objectId: string | undefined,
): Promise<Findings["role"]> {
  try {
    let own: WorkspaceRole | undefined;
    for await (const { principal, role } of assignments) {
      if (objectId !== undefined && principal.id.toLowerCase() === objectId.toLowerCase()) own = role;
    }
    // It may list roles but is not in the list, so its role comes from a group and is Member or higher.
    return own ?? "Member";
  } catch (error) {
    if (error instanceof FabricError && error.status === 403) return "belowMember";
    throw error;
  }
}

async function chooseDataflow(
  client: FabricClient,
  workspaceId: string,
  dataflowId: string | undefined,
  signal?: AbortSignal,
) {
  if (dataflowId !== undefined) return client.dataflows.get(workspaceId, dataflowId, { signal });
  for await (const dataflow of client.dataflows.list(workspaceId, { signal })) return dataflow;
  return undefined;
}

async function canRead(
  client: FabricClient,
  workspaceId: string,
  id: string,
  signal?: AbortSignal,
): Promise<Findings["definitionReadable"]> {
  try {
    await client.dataflows.getDefinition(workspaceId, id, { signal, timeoutMs: 120_000 });
    return true;
  } catch (error) {
    if (!(error instanceof FabricError)) throw error;
    if (/ProtectedLabel/.test(error.errorCode ?? "")) return "protectedByLabel";
    if (error.status === 403) return false;
    throw error;
  }
}

/**
 * Returns connections that the dataflow's last run used and this identity does not see. Undefined if the runs may not
 * be read.
 */
async function unseenConnections(
  client: FabricClient,
  workspaceId: string,
  id: string,
  signal?: AbortSignal,
): Promise<string[] | undefined> {
  try {
    const seen = new Set<string>();
    for await (const connection of client.connections.list({ signal })) seen.add(connection.id);
    const missing: string[] = [];
    for await (const used of client.items.listConnections(workspaceId, id, { signal })) {
      if (used.id === undefined || seen.has(used.id)) continue;
      missing.push(used.displayName ?? `${used.connectionDetails.type} ${used.connectionDetails.path}`);
    }
    return missing;
  } catch (error) {
    if (error instanceof FabricError && error.status === 403) return undefined;
    throw error;
  }
}
