/** A bearer token and the moment it stops working (milliseconds since the epoch). */
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
  /** Who it turned out to be, if only the first token tells: the user of the Azure CLI, a managed identity. */
  readonly signedInAs?: string;
  /** Where the token cannot be renewed: the moment it ends, in milliseconds since the epoch. */
  readonly endsAt?: number;
  /**
   * A token with some life left. `forceRefresh` drops the cached one: for the response `TokenExpired`.
   * Concurrent callers share one request.
   */
  getToken(options?: { signal?: AbortSignal; forceRefresh?: boolean }): Promise<AccessToken>;
}
