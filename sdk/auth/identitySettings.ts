import type { AssertionSettings } from "./oidcSettings";

export type IdentityMethod = IdentitySettings["method"];

/** Who signs in, by the way it does. `chosenBy` is the name of the setting that chose this way. */
export type IdentitySettings = { chosenBy: string } & (
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
  | { method: "cli"; tenantId?: string }
);
