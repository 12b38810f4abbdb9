import { AuthenticationError } from "./authenticationError";
import { adviseOn, entraCode } from "./entraErrors";
import { offers, ways } from "./identityChoice";
import { runCommand, type CommandResult } from "./runCommand";
import { tokenMask } from "../common/mask";
import { either } from "../common/text";
import type { AccessToken } from "./credential";

export interface CliRequest {
  tenantId?: string;
  /** `https://api.fabric.microsoft.com/.default` */
  scope: string;
  /** Who signs in, for messages. */
  description: string;
}

/** Python starts slowly on a busy build agent. */
const TIMEOUT_MS = 60_000;

/**
 * Returns the token of the user who signed in with `az login`, or else with `azd auth login`.
 * https://learn.microsoft.com/cli/azure/account#az-account-get-access-token
 */
export async function signInByCli(request: CliRequest): Promise<AccessToken> {
  for (const argument of [request.scope, request.tenantId ?? ""]) {
    if (!/^[\w.:/-]*$/.test(argument)) throw new AuthenticationError(`"${argument}" is neither a scope nor a tenant.`);
  }
  const az = await runCommand("az", azArguments(request), { timeoutMs: TIMEOUT_MS });
  if (az.outcome === "exited" && az.code === 0) return parse(az.stdout, readAzToken, "az", request);
  const azd = await runCommand("azd", azdArguments(request), { timeoutMs: TIMEOUT_MS });
  if (azd.outcome === "exited" && azd.code === 0) return parse(azd.stdout, readAzdToken, "azd", request);
  throw failure(az, azd, request);
}

function azArguments({ scope, tenantId }: CliRequest): string[] {
  const resource = scope.replace(/\/\.default$/, "");
  const tenant = tenantId === undefined ? [] : ["--tenant", tenantId];
  return ["account", "get-access-token", "--output", "json", "--resource", resource, ...tenant];
}

function azdArguments({ scope, tenantId }: CliRequest): string[] {
  const tenant = tenantId === undefined ? [] : ["--tenant-id", tenantId];
  return ["auth", "token", "--output", "json", "--scope", scope, ...tenant];
}

/** The time in `expiresOn` is local and has no zone. Newer versions of az also give `expires_on` in seconds. */
function readAzToken(output: string): AccessToken | undefined {
  const { accessToken, expires_on: seconds, expiresOn } = JSON.parse(output) as Record<string, unknown>;
  const local = typeof expiresOn === "string" ? new Date(expiresOn.replace(" ", "T")).getTime() : NaN;
  return token(accessToken, typeof seconds === "number" ? seconds * 1000 : local);
}

function readAzdToken(output: string): AccessToken | undefined {
  const { token: accessToken, expiresOn } = JSON.parse(output) as Record<string, unknown>;
  return token(accessToken, typeof expiresOn === "string" ? Date.parse(expiresOn) : NaN);
}

function token(text: unknown, expiresOnTimestamp: number): AccessToken | undefined {
  if (typeof text !== "string" || text === "" || !Number.isFinite(expiresOnTimestamp)) return undefined;
  return { token: text, expiresOnTimestamp };
}

function parse(
  output: string,
  read: (output: string) => AccessToken | undefined,
  command: string,
  { description }: CliRequest,
): AccessToken {
  let result: AccessToken | undefined;
  try {
    result = read(output);
  } catch {
    result = undefined;
  }
  if (result !== undefined) return result;
  throw new AuthenticationError(
    `Could not sign in as ${description}: ${command} returned no token with an expiry. Update it, or run it by hand: ` +
      (command === "az" ? "`az account get-access-token --output json`." : "`azd auth token --output json`."),
  );
}

function failure(
  az: CommandResult,
  azd: CommandResult,
  { description, tenantId, scope }: CliRequest,
): AuthenticationError {
  const who = `Could not sign in as ${description}`;
  const login = `az login${tenantId === undefined ? "" : ` --tenant ${tenantId}`} --allow-no-subscriptions`;
  if (az.outcome === "missing" && azd.outcome === "missing") {
    return new AuthenticationError(
      `${who}: neither the Azure CLI (az) nor the Azure Developer CLI (azd) is on the PATH. Install one and run \`${login}\`, ` +
        "or run `npx pulumi-fabric-dataflow login`, or choose another way to sign in: set " +
        `${either(offers((way) => way !== ways.cli))} (stack configuration fabric-dataflow:..., or the environment FABRIC_...).`,
      { code: "NoCli" },
    );
  }
  const [command, result] = az.outcome === "missing" ? (["azd", azd] as const) : (["az", az] as const);
  if (result.outcome === "timedOut") {
    return new AuthenticationError(`${who}: ${command} did not respond within ${TIMEOUT_MS / 1000} seconds.`, {
      code: "NoResponse",
      isRetriable: true,
    });
  }
  if (result.outcome === "endless")
    throw new AuthenticationError(`${who}: ${command} did not stop printing. Run it by hand: \`${command} version\`.`);
  const output = tokenMask.text(outputLine(result));
  const code = entraCode(output);
  const advice = adviseOn(code, { tenantId, scope });
  const remedy =
    advice?.remedy ??
    `Run \`${command === "az" ? login : "azd auth login"}\` (add --use-device-code if no browser opens).`;
  const cause = advice?.cause ?? `${command} returned no token`;
  return new AuthenticationError(`${who}: ${cause}${code ? ` (${code})` : ""}. ${remedy} ${command} said: ${output}`, {
    code,
  });
}

/** Returns the most useful line of the output: az begins its line with ERROR, azd writes JSON lines. */
function outputLine(result: CommandResult): string {
  const text = result.outcome === "exited" ? result.stderr.trim() || result.stdout.trim() : "";
  const message = /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll("\\n", " ");
  const line = text.split(/\r?\n/).find((each) => each.startsWith("ERROR")) ?? text.split(/\r?\n/)[0]!;
  return (
    (message ?? line)
      .replace(/^ERROR:\s*/, "")
      .trim()
      .slice(0, 600) || "nothing"
  );
}
