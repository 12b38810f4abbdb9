import { AuthenticationError } from "./authenticationError";
import { isSafeForSecrets } from "../common/loopback";
import { explainFailure } from "./explainFailure";
import type { AssertionSettings } from "./oidcSettings";
import { readSecretFile } from "./secretFile";
import { SignInNetwork } from "./signInNetwork";
import type { SignInOptions } from "./signInOptions";

/** https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust */
const audiences = {
  public: "api://AzureADTokenExchange",
  usgovernment: "api://AzureADTokenExchangeUSGov",
  china: "api://AzureADTokenExchangeChina",
};

/**
 * Returns the token that proves to Entra which workload this is. It is requested at each renewal, because such tokens
 * last only minutes. Throws an AuthenticationError that says what the pipeline lacks.
 */
export async function getAssertion(assertion: AssertionSettings, who: string, options: SignInOptions): Promise<string> {
  switch (assertion.from) {
    case "token":
      return assertion.token;
    case "file":
      return readSecretFile(assertion.path, "federated token");
    case "request":
      return requestGitHub(assertion, who, options);
    case "azureDevOps":
      return requestAzureDevOps(assertion, who, options);
  }
}

/** https://docs.github.com/actions/reference/security/oidc */
async function requestGitHub(
  { url, requestToken }: Extract<AssertionSettings, { from: "request" }>,
  who: string,
  options: SignInOptions,
): Promise<string> {
  const target = safeTarget(url, who);
  target.searchParams.set("audience", audiences[options.environment]);
  const response = await request("GET", target, requestToken, who, options);
  return tokenOf(response, "value", {
    who,
    issuer: `the workflow's OIDC provider ${target.origin}`,
    remedy:
      "Check that the job has `permissions: id-token: write` and is still running: its request token ends with the job.",
  });
}

/** https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create */
async function requestAzureDevOps(
  { url, requestToken, serviceConnectionId }: Extract<AssertionSettings, { from: "azureDevOps" }>,
  who: string,
  options: SignInOptions,
): Promise<string> {
  const target = safeTarget(url, who);
  target.searchParams.set("api-version", "7.1");
  target.searchParams.set("serviceConnectionId", serviceConnectionId);
  const response = await request("POST", target, requestToken, who, options);
  return tokenOf(response, "oidcToken", {
    who,
    issuer: `Azure DevOps at ${target.origin} for the service connection ${serviceConnectionId}`,
    remedy:
      "Check azureDevOpsServiceConnectionId (the id in the connection's URL, not its name), that the connection uses " +
      "workload identity federation, that this pipeline is authorized to use it, and that SYSTEM_ACCESSTOKEN is $(System.AccessToken).",
  });
}

/** Checks the address, because the request carries a bearer token of the pipeline. */
function safeTarget(url: string, who: string): URL {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  if (target && isSafeForSecrets(target)) return target;
  throw new AuthenticationError(
    `Could not sign in as ${who}: the address of the federated token ` +
      `${target ? `is ${target.protocol}//${target.host}, which is not https` : "is not a URL"}, and nothing was sent there. ` +
      "Set oidcRequestUrl to an https address, or leave it out if the pipeline gives its own.",
    { code: "UnsafeAddress" },
  );
}

interface TokenResponse {
  status: number;
  body: Record<string, unknown>;
}

async function request(
  method: "GET" | "POST",
  url: URL,
  requestToken: string,
  who: string,
  options: SignInOptions,
): Promise<TokenResponse> {
  const network = new SignInNetwork(options.dispatcher, options.limits);
  const headers = {
    authorization: `Bearer ${requestToken.trim()}`,
    accept: "application/json",
    // Azure DevOps responds to a bad token with a redirect to its sign-in page unless this header is set.
    ...(method === "POST" ? { "content-type": "application/json", "x-tfs-fedauthredirect": "Suppress" } : {}),
  };
  try {
    return method === "GET"
      ? await network.sendGetRequestAsync<Record<string, unknown>>(url.href, { headers })
      : await network.sendPostRequestAsync<Record<string, unknown>>(url.href, { headers });
  } catch (error) {
    throw explainFailure(error, { who, scope: options.scope, network, secrets: [requestToken] });
  }
}

function tokenOf(
  response: TokenResponse,
  field: string,
  { who, issuer, remedy }: Record<"who" | "issuer" | "remedy", string>,
): string {
  const token = response.body?.[field];
  if (response.status === 200 && typeof token === "string" && token !== "") return token;
  throw new AuthenticationError(
    `Could not sign in as ${who}: ${issuer} returned no token (HTTP ${response.status}). ${remedy}`,
    { code: "NoFederatedToken" },
  );
}
