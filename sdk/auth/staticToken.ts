import { AuthenticationError } from "./authenticationError";
import type { AccessToken, Credential } from "./credential";
import { expiryOf, readClaims } from "./jwt";

/** The expiry of a token without one: it is used as long as the process lives. */
const unknownExpiry = Number.MAX_SAFE_INTEGER;

/** Services whose tokens people often have. Fabric accepts none of these. */
const OTHERS = [
  ...["https://management.azure.com", "https://management.core.windows.net", "https://graph.microsoft.com"],
  ...["https://storage.azure.com", "https://database.windows.net", "https://vault.azure.net"],
];

/**
 * Returns the credential of a token from elsewhere, such as the portal's `powerBIAccessToken`. The token cannot be
 * renewed: `getToken` throws once it has expired.
 */
export function staticToken(
  token: string,
  { chosenBy, description, now = Date.now }: { chosenBy: string; description: string; now?: () => number },
): Credential {
  const bare = token.trim().replace(/^Bearer\s+/i, "");
  const expiresOnTimestamp = expiryOf(bare) ?? unknownExpiry;
  const renewal = "Set a fresh one, or another way to sign in for what takes longer than a token lives.";
  return {
    description,
    endsAt: expiresOnTimestamp === unknownExpiry ? undefined : expiresOnTimestamp,
    getToken({ forceRefresh = false } = {}): Promise<AccessToken> {
      if (/[^\x21-\x7e]/.test(bare)) {
        return Promise.reject(
          new AuthenticationError(`Copy the token of ${chosenBy} again: it has characters that no token has.`),
        );
      }
      const audience = readClaims(bare)?.aud?.replace(/\/$/, "");
      if (audience !== undefined && OTHERS.includes(audience)) {
        return Promise.reject(
          new AuthenticationError(
            `Get a token for Fabric: az account get-access-token --resource https://api.fabric.microsoft.com. ` +
              `The token of ${chosenBy} is for ${audience}.`,
            { code: "WrongAudience" },
          ),
        );
      }
      if (now() >= expiresOnTimestamp) {
        const since = new Date(expiresOnTimestamp).toISOString();
        return Promise.reject(
          new AuthenticationError(`The token of ${chosenBy} expired at ${since}. ${renewal}`, { code: "TokenExpired" }),
        );
      }
      if (forceRefresh) {
        return Promise.reject(
          new AuthenticationError(
            `Fabric no longer takes the token of ${chosenBy}, and a token that is set cannot be renewed. ${renewal}`,
            { code: "TokenExpired" },
          ),
        );
      }
      return Promise.resolve({ token: bare, expiresOnTimestamp });
    },
  };
}
