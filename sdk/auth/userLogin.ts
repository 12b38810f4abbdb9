import { randomUUID } from "node:crypto";
import { errorText } from "../common/text";
import type { AuthenticationResult, PublicClientApplication } from "@azure/msal-node";
import { AuthenticationError } from "./authenticationError";
import { authority } from "./authority";
import type { AccessToken } from "./credential";
import { explainFailure } from "./explainFailure";
import { loginPath, writeLogin, type Login } from "./loginStore";
import { SignInNetwork } from "./signInNetwork";
import { msalLogging, type SignInOptions } from "./signInOptions";

/** Microsoft's public client for developers' tools, which Azure's own libraries use by default. */
const DEVELOPER_CLIENT_ID = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

export interface DeviceCodeRequest {
  /** Id or domain. Default: the person's home tenant. */
  tenant?: string;
  clientId?: string;
  /** Shows the person what to do: an address and a code, in Entra's words. */
  onCode(message: string): void;
}

/** The longest wait for a person to enter the code. Entra's codes are valid for fifteen minutes too. */
const PATIENCE_SECONDS = 15 * 60;

/**
 * Signs a person in, who enters a code in a browser on any device, and keeps the sign-in for later processes.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export async function logIn(request: DeviceCodeRequest, options: SignInOptions, path = loginPath()): Promise<Login> {
  const clientId = request.clientId ?? DEVELOPER_CLIENT_ID;
  const { application, network } = open(clientId, request.tenant ?? "organizations", options);
  const correlationId = randomUUID();
  const sent: string[] = [];
  try {
    const result = await application.acquireTokenByDeviceCode({
      scopes: [options.scope],
      correlationId,
      timeout: PATIENCE_SECONDS,
      deviceCodeCallback: ({ userCode, deviceCode, message }) => {
        sent.push(deviceCode, userCode);
        // MSAL continues after a refusal, and would request a token without a code.
        if (!userCode) throw new Error("Entra returned no code.");
        request.onCode(message);
      },
    });
    const account = result?.account;
    if (!account) throw new AuthenticationError("Entra returned no account.", { correlationId });
    const login: Login = {
      version: 1,
      authorityHost: options.authorityHost,
      tenantId: account.tenantId,
      tenant: request.tenant,
      clientId,
      homeAccountId: account.homeAccountId,
      username: account.username,
      cache: application.getTokenCache().serialize(),
    };
    keep(login, path);
    return login;
  } catch (error) {
    throw explainFailure(error, {
      who: "a person by device code",
      tenantId: request.tenant,
      clientId,
      scope: options.scope,
      correlationId,
      network,
      secrets: sent,
    });
  }
}

function keep(login: Login, path: string): void {
  try {
    writeLogin(login, path);
  } catch (error) {
    throw new AuthenticationError(
      `${login.username} signed in, but that cannot be kept in ${path} (${errorText(error)}): make the folder writable, or ` +
        `set ${process.platform === "win32" ? "APPDATA" : "XDG_CONFIG_HOME"} to a folder of yours, and log in again.`,
      { code: "NotKept" },
    );
  }
}

/** Returns a new token for a person who logged in before. Throws an AuthenticationError that says to log in again. */
export async function signInAgain(login: Login, options: SignInOptions, path = loginPath()): Promise<AccessToken> {
  const { application, network } = open(login.clientId, login.tenantId, options);
  const correlationId = randomUUID();
  let result: AuthenticationResult | null;
  try {
    const cache = application.getTokenCache();
    cache.deserialize(login.cache);
    const account = (await cache.getAllAccounts()).find(({ homeAccountId }) => homeAccountId === login.homeAccountId);
    if (account === undefined) throw new AuthenticationError(`${path} is damaged: ${AGAIN}`);
    result = await application.acquireTokenSilent({
      account,
      scopes: [options.scope],
      correlationId,
      forceRefresh: true,
    });
    if (!result?.accessToken || result.expiresOn === null) throw new AuthenticationError("Entra returned no token.");
    renew({ ...login, cache: cache.serialize() }, path);
  } catch (error) {
    const explained = explainFailure(error, {
      who: `${login.username}, who logged in before`,
      tenantId: login.tenantId,
      clientId: login.clientId,
      scope: options.scope,
      correlationId,
      network,
      secrets: tokensIn(login.cache),
    });
    throw explained.isRetriable
      ? explained
      : new AuthenticationError(`${explained.message} ${AGAIN}`, { code: explained.code, correlationId });
  }
  return { token: result.accessToken, expiresOnTimestamp: result.expiresOn.getTime() };
}

/**
 * Keeps the renewed sign-in. The token is valid even if that fails, for example in a container with a read-only home.
 */
function renew(login: Login, path: string): void {
  try {
    writeLogin(login, path);
  } catch (error) {
    process.emitWarning(
      `The renewed sign-in cannot be kept in ${path} (${errorText(error)}). The one there stays in use until it expires.`,
    );
  }
}

const AGAIN = "Run `npx pulumi-fabric-dataflow login` again, or `logout` to sign in otherwise.";

function open(
  clientId: string,
  tenant: string,
  options: SignInOptions,
): { application: PublicClientApplication; network: SignInNetwork } {
  const msal = require("@azure/msal-node") as typeof import("@azure/msal-node");
  const network = new SignInNetwork(options.dispatcher, options.limits);
  const application = new msal.PublicClientApplication({
    auth: { ...authority(options.authorityHost, tenant), clientId },
    system: { networkClient: network, loggerOptions: msalLogging(options) },
  });
  return { application, network };
}

/** The refresh and access tokens of MSAL's cache, which a refusal may quote. */
function tokensIn(cache: string): string[] {
  const secrets: string[] = [];
  try {
    JSON.parse(cache, (key, value: unknown) => {
      if (key === "secret" && typeof value === "string") secrets.push(value);
      return value;
    });
  } catch {
    // A damaged cache was not sent.
  }
  return secrets;
}
