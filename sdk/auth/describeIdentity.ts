import type { IdentitySettings } from "./identitySettings";
import { readClaims } from "./jwt";

/** Returns one line for messages: who signs in, how, and the setting that chose this. It holds no secret. */
export function describeIdentity(identity: IdentitySettings): string {
  const by = identity.chosenBy === "default" ? "as nothing else is set" : `by ${identity.chosenBy}`;
  switch (identity.method) {
    case "token":
      return `${describeToken(identity.token)} (${by})`;
    case "clientSecret":
      return `application ${identity.clientId} of tenant ${identity.tenantId} with a client secret (${by})`;
    case "clientCertificate":
      return `application ${identity.clientId} of tenant ${identity.tenantId} with a client certificate (${by})`;
    case "oidc":
      return `application ${identity.clientId} of tenant ${identity.tenantId} through federation (${by})`;
    case "managedIdentity":
      return identity.clientId === undefined
        ? `the system-assigned managed identity of this machine (${by})`
        : `the user-assigned managed identity ${identity.clientId} (${by})`;
    case "cli":
      return `whoever is signed in on this machine${identity.tenantId ? ` for tenant ${identity.tenantId}` : ""} (${by})`;
  }
}

/** Returns the bearer of a token, as its claims name it. */
export function describeToken(token: string): string {
  const claims = readClaims(token);
  if (claims === undefined) return "the bearer of a token";
  const person = claims.upn ?? claims.preferred_username ?? claims.unique_name;
  const application = claims.appid ?? claims.azp;
  const tenant = claims.tid === undefined ? "" : ` of tenant ${claims.tid}`;
  if (person !== undefined) return `user ${person}${tenant}`;
  if (application !== undefined) return `application ${application}${tenant}`;
  return `the bearer of a token${tenant}`;
}
