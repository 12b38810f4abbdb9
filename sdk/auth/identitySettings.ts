import type { AssertionSettings } from "./oidcSettings";

/** A way to sign in. A new one is a member of {@link MethodSettings}: the compiler then names every place that must know it. */
export type IdentityMethod = MethodSettings["method"];

/** Who signs in, by the way it does. `chosenBy` is the name of the setting that chose this way. */
export type IdentitySettings = { chosenBy: string } & MethodSettings;

/** What kind of identity it is, as far as its token tells. */
export type IdentityKind = "user" | "service principal" | "managed identity" | "unknown";

/** What each way to sign in needs. */
export type MethodSettings =
  | { method: "token"; token: string }
  | {
      method: "clientSecret";
      tenantId: string;
      clientId: string;
      clientSecret?: string;
      clientSecretFilePath?: string;
    }
  | {
      method: "clientCertificate";
      tenantId: string;
      clientId: string;
      /** PEM text, or base64 of a PEM or PFX file. */
      clientCertificate?: string;
      clientCertificateFilePath?: string;
      clientCertificatePassword?: string;
    }
  | { method: "oidc"; tenantId: string; clientId: string; assertion: AssertionSettings }
  | { method: "managedIdentity"; clientId?: string }
  | { method: "cli"; tenantId?: string };
