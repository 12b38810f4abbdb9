/**
 * Claims in the tokens of Entra ID. https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export interface TokenClaims {
  /** Seconds since the epoch. */
  exp?: number;
  aud?: string;
  /** The tenant. */
  tid?: string;
  /** The object id of the user or service principal. */
  oid?: string;
  /** The application, in tokens of version 1; `azp` in version 2. */
  appid?: string;
  azp?: string;
  /** `app` if an application signed in by itself, `user` if a person did. */
  idtyp?: string;
  upn?: string;
  preferred_username?: string;
  unique_name?: string;
  app_displayname?: string;
  /** Delegated scopes, separated by spaces. */
  scp?: string;
  /** Present in tokens of managed identities: the resource that has it. */
  xms_mirid?: string;
}

/**
 * Returns the claims of a JWT without verifying them: use them only for messages and expiry. Undefined if the text is
 * not a JWT.
 */
export function readClaims(token: string): TokenClaims | undefined {
  const parts = token.split(".");
  if (parts.length !== 3) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1]!, "base64url").toString("utf8"));
    return typeof claims === "object" && claims !== null ? (claims as TokenClaims) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the expiry in milliseconds since the epoch; undefined if the token has none. */
export function expiryOf(token: string): number | undefined {
  const exp = readClaims(token)?.exp;
  return typeof exp === "number" && Number.isFinite(exp) ? exp * 1000 : undefined;
}
