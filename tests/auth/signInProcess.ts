import { createCredential } from "../../sdk/auth/credentials";
import { readSettings } from "../../sdk/auth/settings";
import type { Outcome } from "./inOwnProcess";

/** Signs in by the environment and writes the outcome as JSON. The process must end by itself. */
async function main(): Promise<Outcome> {
  const log: string[] = [];
  try {
    const settings = readSettings({ config: () => undefined, env: process.env, explicit: false });
    const limits = { requestTimeoutMs: 5_000, retryDelaysMs: [20] };
    const credential = createCredential(settings.identity, { ...settings, limits, log: (line) => log.push(line) });
    const { token, expiresOnTimestamp } = await credential.getToken();
    return { token, expiresOnTimestamp, signedInAs: credential.signedInAs, log };
  } catch (error) {
    return { error: (error as Error).message, code: (error as { code?: string }).code, log };
  }
}

void main().then((outcome) => process.stdout.write(JSON.stringify(outcome)));
