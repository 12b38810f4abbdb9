import type { IdentitySettingName } from "../settingNames";
import { contradiction, SettingsError, type IdentityReader } from "./settingsSource";

/** Where the token comes from that the application's federated credential trusts. */
export type AssertionSettings =
  | { from: "token"; token: string }
  | { from: "file"; path: string }
  /** GET with the audience in the query, as for GitHub Actions. */
  | { from: "request"; url: string; requestToken: string }
  /** POST with the service connection in the query, as for Azure Pipelines. */
  | { from: "azureDevOps"; url: string; requestToken: string; serviceConnectionId: string };

/** Federation that the environment provides by itself: AKS workload identity, GitHub Actions, Azure Pipelines. */
export interface AmbientFederation {
  assertion?: AssertionSettings;
  foundBy: string;
  tenantId?: string;
  clientId?: string;
}

export function ambientFederation(env: NodeJS.ProcessEnv): AmbientFederation {
  const azure = { tenantId: env["AZURE_TENANT_ID"] || undefined, clientId: env["AZURE_CLIENT_ID"] || undefined };
  const file = env["AZURE_FEDERATED_TOKEN_FILE"];
  if (file) return { assertion: { from: "file", path: file }, foundBy: "AZURE_FEDERATED_TOKEN_FILE", ...azure };

  const gitHubUrl = env["ACTIONS_ID_TOKEN_REQUEST_URL"];
  const gitHubToken = env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
  if (gitHubUrl && gitHubToken) {
    return {
      assertion: { from: "request", url: gitHubUrl, requestToken: gitHubToken },
      foundBy: "ACTIONS_ID_TOKEN_REQUEST_URL",
      ...azure,
    };
  }

  // The Azure CLI and Azure PowerShell tasks of Azure Pipelines name their service connection in these variables.
  const url = env["SYSTEM_OIDCREQUESTURI"];
  const requestToken = env["SYSTEM_ACCESSTOKEN"];
  const serviceConnectionId = env["AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"];
  const connection = {
    tenantId: env["AZURESUBSCRIPTION_TENANT_ID"] || azure.tenantId,
    clientId: env["AZURESUBSCRIPTION_CLIENT_ID"] || azure.clientId,
  };
  if (url && requestToken && serviceConnectionId) {
    return {
      assertion: { from: "azureDevOps", url, requestToken, serviceConnectionId },
      foundBy: "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
      ...connection,
    };
  }
  return { foundBy: "", ...connection };
}

const kinds: readonly IdentitySettingName[][] = [
  ["oidcToken"],
  ["oidcTokenFilePath"],
  ["oidcRequestUrl", "oidcRequestToken", "azureDevOpsServiceConnectionId"],
];

/** Throws a SettingsError if two are given, or if nothing gives one. */
export function readAssertion(reader: IdentityReader, env: NodeJS.ProcessEnv): AssertionSettings {
  const given = kinds
    .map((names) => names.find((name) => reader.get(name) !== undefined))
    .filter((n) => n !== undefined);
  if (given.length > 1) throw contradiction(reader.source, given[0]!, given[1]!);

  // If the source that chose federation has no token, another source may have it.
  const get = given.length === 1 ? reader.get : reader.anywhere;
  const token = get("oidcToken");
  if (token !== undefined) return { from: "token", token: token.trim() };
  const path = get("oidcTokenFilePath");
  if (path !== undefined) return { from: "file", path };

  const serviceConnectionId = reader.anywhere("azureDevOpsServiceConnectionId");
  if (serviceConnectionId !== undefined) {
    const { url, requestToken } = tokenRequest(reader, env, "SYSTEM_OIDCREQUESTURI", "SYSTEM_ACCESSTOKEN");
    if (url && requestToken) return { from: "azureDevOps", url, requestToken, serviceConnectionId };
    throw new SettingsError(
      `${reader.called("azureDevOpsServiceConnectionId")} is set, but ` +
        (url
          ? "the job's token is missing: map it in the pipeline's step with `env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)`."
          : "SYSTEM_OIDCREQUESTURI is missing, which Azure Pipelines sets for each job: is this a job of Azure Pipelines?"),
    );
  }
  const { url, requestToken } = tokenRequest(
    reader,
    env,
    "ACTIONS_ID_TOKEN_REQUEST_URL",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
  );
  if (url && requestToken) return { from: "request", url, requestToken };

  const ambient = ambientFederation(env).assertion;
  if (ambient !== undefined) return ambient;
  throw new SettingsError(missing(reader, env));
}

/**
 * Returns the address of the token request, and the bearer token for it. A request token of the environment is sent
 * only to the host that the environment names.
 */
function tokenRequest(
  reader: IdentityReader,
  env: NodeJS.ProcessEnv,
  ambientUrl: string,
  ambientToken: string,
): { url: string | undefined; requestToken: string | undefined } {
  const [url, requestToken] = [reader.anywhere("oidcRequestUrl"), reader.anywhere("oidcRequestToken")];
  if (url !== undefined && requestToken === undefined && env[ambientToken] && !sameOrigin(url, env[ambientUrl]))
    throw new SettingsError(
      `${reader.called("oidcRequestUrl")} names another host than ${ambientUrl}, and ${ambientToken} is only for that host: ` +
        `set ${reader.called("oidcRequestToken")} for it, or remove ${reader.called("oidcRequestUrl")}.`,
    );
  return { url: url ?? env[ambientUrl], requestToken: requestToken ?? env[ambientToken] };
}

const sameOrigin = (url: string, other: string | undefined): boolean =>
  other !== undefined && URL.canParse(url) && URL.canParse(other) && new URL(url).origin === new URL(other).origin;

function missing(reader: IdentityReader, env: NodeJS.ProcessEnv): string {
  const wanted = "Federation (OIDC) is chosen, but no setting and no pipeline provides a token: ";
  if (env["GITHUB_ACTIONS"]) {
    return `${wanted}give the workflow's job \`permissions: id-token: write\`, so that GitHub sets ACTIONS_ID_TOKEN_REQUEST_URL.`;
  }
  if (env["SYSTEM_OIDCREQUESTURI"] || env["TF_BUILD"]) {
    return (
      `${wanted}set ${reader.called("azureDevOpsServiceConnectionId")} to the id of the service connection, and map ` +
      "`SYSTEM_ACCESSTOKEN: $(System.AccessToken)` in the step's env."
    );
  }
  return (
    `${wanted}set ${reader.called("oidcToken")}, ${reader.called("oidcTokenFilePath")}, or ` +
    `${reader.called("oidcRequestUrl")} with ${reader.called("oidcRequestToken")}.`
  );
}
