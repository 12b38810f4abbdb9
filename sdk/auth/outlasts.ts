import type { Credential } from "./credential";

/** What to warn of before a wait: that the credential cannot be renewed and may end first. Undefined if it lasts. */
export function outlasts(credential: Credential, longestWaitMs: number, now: number): string | undefined {
  const { endsAt, description } = credential;
  if (endsAt === undefined || endsAt >= now + longestWaitMs) return undefined;
  const minutes = Math.max(0, Math.floor((endsAt - now) / 60_000));
  return (
    `The token of ${description} ends at ${new Date(endsAt).toISOString()}, in ${minutes} minutes, and cannot be renewed: ` +
    "a wait that is longer fails then, while what it waits for goes on. Sign in otherwise for long waits."
  );
}
