import { AuthenticationError } from "./authenticationError";
import type { AccessToken } from "./credential";
import { localDispatcher } from "./dispatcher";
import { explainFailure } from "./explainFailure";
import { tokenMask } from "../common/mask";
import { failureOf, SignInNetwork } from "./signInNetwork";
import { msalLogging, type SignInOptions } from "./signInOptions";
import { errorText } from "../common/text";

/** MSAL itself retries a managed identity's call if the response allows it. */
const limits = { requestTimeoutMs: 10_000, retryDelaysMs: [] };
/** One client for the process: MSAL reuses the network client of the first managed identity for all others. */
const network = new SignInNetwork(() => localDispatcher(), limits);

/**
 * Signs in as a managed identity of this machine: virtual machines and scale sets (IMDS), App Service, Functions and
 * Container Apps, Azure Arc, and whatever else MSAL finds by the machine's environment variables.
 * https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/overview
 */
export async function signInManagedIdentity(
  clientId: string | undefined,
  description: string,
  options: SignInOptions,
): Promise<AccessToken> {
  const { ManagedIdentityApplication } = require("@azure/msal-node") as typeof import("@azure/msal-node");
  try {
    const application = new ManagedIdentityApplication({
      managedIdentityIdParams: clientId === undefined ? undefined : { userAssignedClientId: clientId },
      system: { networkClient: network, loggerOptions: msalLogging(options) },
    });
    const result = await application.acquireToken({ resource: options.scope, forceRefresh: true });
    if (!result.accessToken || result.expiresOn === null) {
      throw new AuthenticationError("The machine's identity endpoint returned no token.");
    }
    return { token: result.accessToken, expiresOnTimestamp: result.expiresOn.getTime() };
  } catch (error) {
    throw explain(error, clientId, description, options);
  }
}

function explain(
  error: unknown,
  clientId: string | undefined,
  who: string,
  options: SignInOptions,
): AuthenticationError {
  const failure = failureOf(error);
  if (failure !== undefined) {
    return new AuthenticationError(
      `Could not sign in as ${who}: the identity endpoint ${failure.url} returned no usable response (${failure.reason}). ` +
        "useMsi works only on an Azure machine with a managed identity. Elsewhere, choose another way to sign in.",
      { code: "NoResponse", isRetriable: true },
    );
  }
  const message = errorText(error);
  if (/identity not found|managed identity found|user_assigned|user-assigned/i.test(message)) {
    return new AuthenticationError(
      `Could not sign in as ${who}: this machine has no such identity. ` +
        (clientId === undefined
          ? "Switch its system-assigned identity on, or set clientId to the client id of a user-assigned one."
          : `Assign the identity with the client id ${clientId} to the machine (the client id, not the object id), or unset clientId.`) +
        ` The endpoint said: ${tokenMask.text(message)}`,
      { code: "IdentityNotFound" },
    );
  }
  return explainFailure(error, { who, scope: options.scope });
}
