/** Details of an {@link AuthenticationError} beside its message. */
export interface AuthenticationErrorDetails {
  /** Entra's code (`AADSTS7000215`), or the name of the component that refused. */
  code?: string;
  /** The id by which Microsoft's support and the sign-in logs find the request. */
  correlationId?: string;
  /** True if the same call may succeed later although nobody changes anything. */
  isRetriable?: boolean;
}

/** Signing in failed. The message says who tried, the likely cause and the remedy. It never holds a secret. */
export class AuthenticationError extends Error {
  /** For logs; use `instanceof` to tell errors apart. */
  override readonly name = "AuthenticationError";
  /** Entra's code (`AADSTS7000215`), or the name of the component that refused. */
  readonly code?: string;
  /** The id by which Microsoft's support and the sign-in logs find the request. */
  readonly correlationId?: string;
  /** True if the same call may succeed later although nobody changes anything. */
  readonly isRetriable: boolean;

  constructor(message: string, { code, correlationId, isRetriable = false }: AuthenticationErrorDetails = {}) {
    super(message);
    this.code = code;
    this.correlationId = correlationId;
    this.isRetriable = isRetriable;
  }
}
