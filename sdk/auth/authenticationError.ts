/** What an {@link AuthenticationError} has beside its message. */
export interface AuthenticationErrorDetails {
  /** Entra's code (`AADSTS7000215`), or the name of what refused. */
  code?: string;
  /** What Microsoft's support and the sign-in logs find the request by. */
  correlationId?: string;
  /** True if the same call can succeed later without a change by anybody. */
  isRetriable?: boolean;
}

/** Signing in failed. The message says who tried, the likely cause and the step that fixes it; never a secret. */
export class AuthenticationError extends Error {
  /** For logs; use `instanceof` to tell errors apart. */
  override readonly name = "AuthenticationError";
  /** Entra's code (`AADSTS7000215`), or the name of what refused. */
  readonly code?: string;
  /** What Microsoft's support and the sign-in logs find the request by. */
  readonly correlationId?: string;
  /** True if the same call can succeed later without a change by anybody. */
  readonly isRetriable: boolean;

  constructor(message: string, { code, correlationId, isRetriable = false }: AuthenticationErrorDetails = {}) {
    super(message);
    this.code = code;
    this.correlationId = correlationId;
    this.isRetriable = isRetriable;
  }
}
