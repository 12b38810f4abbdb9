import { expect } from "chai";
import { AuthenticationError } from "../../sdk/auth/authenticationError";
import { createCredential, type CredentialOptions } from "../../sdk/auth/credentials";
import type { Credential } from "../../sdk/auth/credential";
import { readSettings } from "../../sdk/auth/settings";
import type { Entra } from "./entra";

/** Timeouts that are short enough for tests and long enough for a busy machine. */
const limits = { requestTimeoutMs: 5_000, retryDelaysMs: [20, 20] };

/** The credential for these environment variables, with the test's Entra. */
export function credentialFrom(
  entra: Entra,
  env: NodeJS.ProcessEnv,
  options: Partial<CredentialOptions> = {},
): Credential {
  const settings = readSettings({
    config: () => undefined,
    env: { FABRIC_AUTHORITY_HOST: entra.authorityHost, ...env },
    explicit: false,
  });
  return createCredential(settings.identity, { ...settings, dispatcher: entra.dispatcher, limits, ...options });
}

/** The error of a sign-in. @throws Error if it succeeds. */
export async function refusalOf(credential: Credential): Promise<AuthenticationError> {
  try {
    await credential.getToken();
  } catch (error) {
    expect(error).to.be.instanceOf(AuthenticationError);
    return error as AuthenticationError;
  }
  throw new Error("The sign-in succeeded.");
}
