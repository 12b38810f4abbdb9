import type { AssertionSettings } from "./oidcSettings";

/**
 * A way to sign in. A new way is a member of {@link MethodSettings}; the compiler then names every place that must know
 * it.
 */
export type IdentityMethod = MethodSettings["method"];

/** The settings of an identity. `chosenBy` is the name of the setting that chose its way to sign in. */
export type IdentitySettings = { chosenBy: string } & MethodSettings;

/** The kind of an identity, as far as its token shows it. */
export type IdentityKind = "user" | "service principal" | "managed identity" | "unknown";

/** The settings that each way to sign in needs. */
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
