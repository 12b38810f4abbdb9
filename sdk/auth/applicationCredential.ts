import { randomUUID } from "node:crypto";
import type { NodeAuthOptions } from "@azure/msal-node";
import { AuthenticationError } from "./authenticationError";
import { authority } from "./authority";
import type { AccessToken } from "./credential";
import { explainFailure } from "./explainFailure";
import { SignInNetwork } from "./signInNetwork";
import { msalLogging, type SignInOptions } from "./signInOptions";

/** The application's proof of identity: exactly one of these. */
export type ApplicationProof = Pick<NodeAuthOptions, "clientSecret" | "clientCertificate"> & {
  clientAssertion?: string;
};

export interface Application {
  tenantId: string;
  clientId: string;
  /** Who signs in, for messages. */
  description: string;
}

/**
 * Signs an application in with the client credentials grant.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 *
 * Each call makes a new MSAL application, because a kept one repeats its last throttled or failed response for a
 * minute, even to a retry. The caller caches the token.
 */
export async function signInApplication(
  application: Application,
  proof: ApplicationProof,
  options: SignInOptions,
): Promise<AccessToken> {
  const { ConfidentialClientApplication } = require("@azure/msal-node") as typeof import("@azure/msal-node");
  const network = new SignInNetwork(options.dispatcher, options.limits);
  const correlationId = randomUUID();
  try {
    const client = new ConfidentialClientApplication({
      auth: { ...authority(options.authorityHost, application.tenantId), clientId: application.clientId, ...proof },
      system: { networkClient: network, loggerOptions: msalLogging(options) },
    });
    const result = await client.acquireTokenByClientCredential({
      scopes: [options.scope],
      correlationId,
      skipCache: true,
      azureRegion: "DisableMsalForceRegion",
    });
    if (!result?.accessToken || result.expiresOn === null) {
      throw new AuthenticationError(`${options.authorityHost} returned no token.`, { correlationId });
    }
    return { token: result.accessToken, expiresOnTimestamp: result.expiresOn.getTime() };
  } catch (error) {
    throw explainFailure(error, {
      who: application.description,
      tenantId: application.tenantId,
      clientId: application.clientId,
      scope: options.scope,
      correlationId,
      network,
      secrets: [proof.clientSecret, proof.clientAssertion],
    });
  }
}
