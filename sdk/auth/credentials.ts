import type { Dispatcher } from "undici";
import { signInApplication, type ApplicationProof } from "./applicationCredential";
import { AuthenticationError } from "./authenticationError";
import type { Credential } from "./credential";
import { describeIdentity } from "./describeIdentity";
import { dispatcher } from "./dispatcher";
import type { IdentitySettings } from "./identitySettings";
import { defaultLimits, type NetworkLimits } from "./msalNetwork";
import { readSecretFile } from "./secretFile";
import { shareToken } from "./sharedToken";
import type { SignInOptions } from "./signInOptions";
import { staticToken } from "./staticToken";

export interface CredentialOptions {
  /** `Settings.authorityHost`. */
  authorityHost: string;
  /** `Settings.scope`. */
  scope: string;
  /** Receives MSAL's own verbose lines, without secrets. */
  log?: (line: string) => void;
  /** Default: the dispatcher of the process, with its proxy and certificates. */
  dispatcher?: Dispatcher;
  limits?: NetworkLimits;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/**
 * The credential of an identity. Nothing is read or requested before the first `getToken`, which throws an
 * AuthenticationError that names the cause and the remedy.
 */
export function createCredential(identity: IdentitySettings, given: CredentialOptions): Credential {
  const description = describeIdentity(identity);
  const options: SignInOptions = {
    authorityHost: given.authorityHost,
    scope: given.scope,
    log: given.log,
    dispatcher: () => given.dispatcher ?? dispatcher(),
    limits: given.limits ?? defaultLimits,
  };
  const share = (acquire: Parameters<typeof shareToken>[1]) => shareToken(description, acquire, { now: given.now });
  const application = (prove: () => Promise<ApplicationProof>, who: { tenantId: string; clientId: string }) =>
    share(async () => signInApplication({ ...who, description }, await prove(), options));

  switch (identity.method) {
    case "token":
      return staticToken(identity.token, { chosenBy: identity.chosenBy, description, now: given.now });
    case "clientSecret":
      return application(
        async () => ({
          clientSecret:
            identity.clientSecret ?? (await readSecretFile(identity.clientSecretFilePath!, "client secret")),
        }),
        identity,
      );
    default:
      return share(() => Promise.reject(new AuthenticationError(`This version cannot sign in as ${description}.`)));
  }
}
