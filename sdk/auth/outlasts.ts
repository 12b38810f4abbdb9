import type { Credential } from "./credential";

/**
 * Returns a warning if the credential may expire before the longest wait ends and cannot be renewed. Undefined
 * otherwise.
 */
export function outlasts(credential: Credential, longestWaitMs: number, now: number): string | undefined {
  const { endsAt, description } = credential;
  if (endsAt === undefined || endsAt >= now + longestWaitMs) return undefined;
  const minutes = Math.max(0, Math.floor((endsAt - now) / 60_000));
  return (
    `The token of ${description} ends at ${new Date(endsAt).toISOString()}, in ${minutes} minutes, and cannot be renewed: ` +
    "a longer wait then fails, while the run that it waits for goes on. For long waits, sign in another way."
  );
}
