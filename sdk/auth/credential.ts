/** A bearer token and the time at which it expires. */
export interface AccessToken {
  /** The bearer token. */
  token: string;
  /** Milliseconds since the epoch. */
  expiresOnTimestamp: number;
}

/** Something that can sign in. One instance serves a whole provider process and caches its token. */
export interface Credential {
  /** Who this is and how it signs in, for messages. Never a secret. */
  readonly description: string;
  /** The user in the first token, if the settings do not name one: for the Azure CLI or a managed identity. */
  readonly signedInAs?: string;
  /** When the token ends, in milliseconds since the epoch, if it cannot be renewed. */
  readonly endsAt?: number;
  /**
   * Returns a token that does not expire soon. `forceRefresh` drops the cached token, after a response with
   * `TokenExpired`. Concurrent callers share one request.
   */
  getToken(options?: { signal?: AbortSignal; forceRefresh?: boolean }): Promise<AccessToken>;
}
