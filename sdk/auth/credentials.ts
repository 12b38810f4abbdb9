import type { Dispatcher } from "undici";
import { signInApplication, type ApplicationProof } from "./applicationCredential";
import { readCertificate } from "./clientCertificate";
import type { Credential } from "./credential";
import { describeIdentity, describeToken } from "./describeIdentity";
import { dispatcher } from "./dispatcher";
import type { IdentitySettings } from "./identitySettings";
import { signInLocalUser } from "./localUser";
import { signInManagedIdentity } from "./managedIdentity";
import { getAssertion } from "./oidcAssertion";
import { readBytes, readSecretFile } from "./secretFile";
import type { Environment } from "./settings";
import { shareToken } from "./sharedToken";
import { defaultLimits, type NetworkLimits } from "./signInNetwork";
import type { SignInOptions } from "./signInOptions";
import { staticToken } from "./staticToken";

/** How a credential reaches Microsoft Entra ID. */
export interface CredentialOptions {
  /** `Settings.environment`. Default: public. */
  environment?: Environment;
  /** `Settings.authorityHost`. */
  authorityHost: string;
  /** `Settings.scope`. */
  scope: string;
  /** Receives MSAL's own verbose lines, without secrets. */
  log?: (line: string) => void;
  /** Default: the dispatcher of the process, with its proxy and certificates. */
  dispatcher?: Dispatcher;
  /** Time limits of each request, and waits between attempts. */
  limits?: NetworkLimits;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/**
 * Creates the credential of an identity. It reads and requests nothing before the first `getToken`, which throws an
 * AuthenticationError that names the cause and the remedy.
 */
export function createCredential(identity: IdentitySettings, given: CredentialOptions): Credential {
  const description = describeIdentity(identity);
  const options: SignInOptions = {
    environment: given.environment ?? "public",
    authorityHost: given.authorityHost,
    scope: given.scope,
    log: given.log,
    dispatcher: () => given.dispatcher ?? dispatcher(),
    limits: given.limits ?? defaultLimits,
  };
  const { now } = given;
  const application = (prove: () => Promise<ApplicationProof>, who: { tenantId: string; clientId: string }) =>
    shareToken(description, async () => signInApplication({ ...who, description }, await prove(), options), { now });

  switch (identity.method) {
    case "token":
      return staticToken(identity.token, { chosenBy: identity.chosenBy, description, now });
    case "clientSecret":
      return application(async () => ({ clientSecret: await secretOf(identity) }), identity);
    case "clientCertificate":
      return application(async () => ({ clientCertificate: await certificateOf(identity) }), identity);
    case "oidc":
      return application(
        async () => ({ clientAssertion: await getAssertion(identity.assertion, description, options) }),
        identity,
      );
    case "managedIdentity":
      return shareToken(description, () => signInManagedIdentity(identity.clientId, description, options), {
        now,
        describeToken,
      });
    case "cli":
      return shareToken(description, () => signInLocalUser(identity.tenantId, description, options), {
        now,
        describeToken,
      });
  }
}

type Of<M extends IdentitySettings["method"]> = Extract<IdentitySettings, { method: M }>;

async function secretOf({ clientSecret, clientSecretFilePath }: Of<"clientSecret">): Promise<string> {
  return clientSecret ?? (await readSecretFile(clientSecretFilePath!, "client secret"));
}

async function certificateOf(identity: Of<"clientCertificate">) {
  const path = identity.clientCertificateFilePath;
  return identity.clientCertificate === undefined
    ? readCertificate(await readBytes(path!, "client certificate"), identity.clientCertificatePassword, path!)
    : readCertificate(
        Buffer.from(identity.clientCertificate, "utf8"),
        identity.clientCertificatePassword,
        identity.chosenBy,
      );
}
