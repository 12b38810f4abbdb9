/**
 * The meaning of an Entra error code for people who deploy, and the remedy.
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export interface EntraAdvice {
  cause: string;
  remedy: string;
}

export interface EntraSituation {
  tenantId?: string;
  clientId?: string;
  scope: string;
}

type Advice = (situation: EntraSituation) => EntraAdvice;

const federatedCredential: Advice = ({ clientId }) => ({
  cause: "no federated credential of the application matches the token that was presented",
  remedy:
    `Compare issuer, subject and audience in Entra's message with the app registration ${clientId}: ` +
    "Certificates & secrets > Federated credentials. They match to the letter; in GitHub the subject differs for a branch, " +
    "a tag, a pull request and an environment.",
});

const secretInvalid: Advice = ({ clientId }) => ({
  cause: "the client secret is wrong, often because it is the secret's id instead of its value",
  remedy: `Set the value of a current secret of the application ${clientId}; it is shown once, when the secret is made.`,
});

const advice: Record<string, Advice> = {
  AADSTS7000215: secretInvalid,
  AADSTS7000216: ({ clientId }) => ({
    cause: "Entra got no proof that it is this application",
    remedy: `Set a client secret, a certificate or federation for the application ${clientId}.`,
  }),
  AADSTS7000222: ({ clientId }) => ({
    cause: "the client secret has expired",
    remedy: `Make a new secret for the application ${clientId} (or use federation, which has none), and set it.`,
  }),
  AADSTS700016: ({ clientId, tenantId }) => ({
    cause: `the tenant ${tenantId} has no application ${clientId}`,
    remedy: "Check clientId (the application id, not the object id) and tenantId; each must be of the same tenant.",
  }),
  AADSTS700038: ({ clientId }) => ({
    cause: `${clientId} is not an application's id`,
    remedy: "Set clientId to the application (client) id that the app registration's overview shows.",
  }),
  AADSTS90002: ({ tenantId }) => ({
    cause: `there is no tenant ${tenantId} in this cloud`,
    remedy: "Check tenantId, and environment or authorityHost if the tenant is in a sovereign cloud.",
  }),
  AADSTS900023: ({ tenantId }) => ({
    cause: `${tenantId} is neither a tenant's id nor one of its domains`,
    remedy: "Set tenantId to the directory (tenant) id that Entra's overview page shows.",
  }),
  AADSTS7000112: ({ clientId }) => ({
    cause: `the application ${clientId} is disabled in the tenant`,
    remedy: "An administrator enables it under Enterprise applications > Properties > Enabled for users to sign in.",
  }),
  AADSTS65001: () => ({
    cause: "nobody consented to the permissions that the application requests",
    remedy:
      "A person signs in once with consent, or an administrator grants it under App registrations > API permissions " +
      "(Dataflow.ReadWrite.All or Item.ReadWrite.All, Dataflow.Execute.All to run, Workspace.ReadWrite.All).",
  }),
  AADSTS53003: () => ({
    cause: "a conditional-access policy of the tenant blocks this sign-in",
    remedy:
      "Ask the tenant's administrator which policy (the sign-in log shows it by the correlation id), and sign in from a " +
      "place it allows, or have this workload identity excluded.",
  }),
  AADSTS50076: () => ({
    cause: "the tenant requires a second factor, which only a person at a browser can give",
    remedy: "Run `az login` again and complete the second factor; in pipelines use an application instead of a person.",
  }),
  AADSTS70021: federatedCredential,
  AADSTS700211: federatedCredential,
  AADSTS700212: federatedCredential,
  AADSTS700213: federatedCredential,
  AADSTS700214: federatedCredential,
  AADSTS700223: ({ clientId }) => ({
    cause: "the federated token is not from an issuer that this application may trust",
    remedy: `Check the federated credentials of the application ${clientId}.`,
  }),
  AADSTS700024: () => ({
    cause: "the signed assertion is outside its validity, because it is old or this machine's clock is off",
    remedy: "Set the machine's clock by NTP; if the token comes from a file or a setting, give a fresh one.",
  }),
  AADSTS700027: ({ clientId }) => ({
    cause: "the application does not know the certificate that signed, or the signature is wrong",
    remedy:
      `Upload the certificate's public part to the application ${clientId} (Certificates & secrets > Certificates), and ` +
      "compare the thumbprint in Entra's message with it.",
  }),
  AADSTS500011: ({ scope, tenantId }) => ({
    cause: `the tenant ${tenantId} does not know the audience of ${scope}`,
    remedy: "Check scope; for the public cloud it is https://api.fabric.microsoft.com/.default.",
  }),
  AADSTS1002012: ({ scope }) => ({
    cause: `the scope ${scope} does not have the form that applications need`,
    remedy: "Set scope to the audience followed by /.default.",
  }),
  AADSTS70043: () => ({
    cause: "the sign-in has expired",
    remedy: "Run `az login` again.",
  }),
  AADSTS700082: () => ({
    cause: "the sign-in has expired through long disuse",
    remedy: "Run `az login` again.",
  }),
  AADSTS50173: () => ({
    cause: "the sign-in was revoked, for example by a change of password",
    remedy: "Run `az login` again.",
  }),
};

/** Returns the code in a response or message of Entra: `AADSTS7000215`. */
export function entraCode(text: string): string | undefined {
  return /\bAADSTS\d{4,8}\b/.exec(text)?.[0];
}

export function adviseOn(code: string | undefined, situation: EntraSituation): EntraAdvice | undefined {
  return code === undefined ? undefined : advice[code]?.(situation);
}
