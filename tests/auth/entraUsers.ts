import { randomBytes, randomUUID } from "node:crypto";
import type { Directory } from "./entraRules";
import { makeJwt } from "./jwt";

/** Entra's state of a sign-in by device code. */
export interface UserSignIns {
  user: { objectId: string; username: string };
  /** The public client for people. */
  clientId: string;
  /** The number of polls before the person has entered the code. */
  pendingPolls: number;
  /** The outcome: the person consents or declines, or the code expires. */
  outcome: "granted" | "authorization_declined" | "expired_token";
  deviceCodes: Set<string>;
  refreshTokens: Set<string>;
}

export interface UserResponse {
  status: number;
  body: Record<string, unknown>;
}

const refuse = (error: string, code: number, description: string): UserResponse => ({
  status: 400,
  body: { error, error_description: `AADSTS${code}: ${description}`, error_codes: [code] },
});

const refuseClient = (form: URLSearchParams): UserResponse =>
  refuse("unauthorized_client", 700016, `Application with identifier '${form.get("client_id")}' was not found.`);

export function newUserSignIns(): UserSignIns {
  return {
    user: { objectId: randomUUID(), username: "alice@contoso.com" },
    clientId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    pendingPolls: 0,
    outcome: "granted",
    deviceCodes: new Set(),
    refreshTokens: new Set(),
  };
}

export function respondWithDeviceCode(users: UserSignIns, form: URLSearchParams): UserResponse {
  if (form.get("client_id") !== users.clientId) {
    return refuseClient(form);
  }
  const deviceCode = opaque();
  users.deviceCodes.add(deviceCode);
  return {
    status: 200,
    body: {
      user_code: "ABCD-1234",
      device_code: deviceCode,
      verification_uri: "https://microsoft.com/devicelogin",
      expires_in: 900,
      interval: 0.01,
      message:
        "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code ABCD-1234 to authenticate.",
    },
  };
}

export function respondWithUserToken(
  users: UserSignIns,
  form: URLSearchParams,
  {
    directory: { tenantId, resources },
    now,
    lifetimeMs,
    signingKey,
  }: { directory: Pick<Directory, "tenantId" | "resources">; now: number; lifetimeMs: number; signingKey: string },
): UserResponse | undefined {
  const grant = form.get("grant_type");
  const scope = form.get("scope") ?? "";
  const audience = scope
    .split(" ")
    .find((each) => each.endsWith("/.default"))
    ?.replace(/\/\.default$/, "");
  if (grant === "urn:ietf:params:oauth:grant-type:device_code" || grant === "device_code") {
    if (!users.deviceCodes.has(form.get("device_code") ?? ""))
      return refuse("bad_verification_code", 50155, "Unknown code.");
    if (users.pendingPolls-- > 0) return refuse("authorization_pending", 70016, "The authorization is pending.");
    if (users.outcome === "authorization_declined")
      return refuse("authorization_declined", 70015, "The person declined.");
    if (users.outcome === "expired_token") return refuse("expired_token", 70020, "The code has expired.");
  } else if (grant === "refresh_token") {
    if (form.get("client_id") !== users.clientId) return refuseClient(form);
    if (!resources.includes(audience ?? ""))
      return refuse(
        "invalid_resource",
        500011,
        `The resource principal named ${audience} was not found in the tenant.`,
      );
    if (!users.refreshTokens.delete(form.get("refresh_token") ?? "")) {
      return refuse(
        "invalid_grant",
        70043,
        "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.",
      );
    }
  } else {
    return undefined;
  }
  const refreshToken = opaque();
  users.refreshTokens.add(refreshToken);
  const { objectId, username } = users.user;
  const expires = Math.floor((now + lifetimeMs) / 1000);
  const who = { oid: objectId, tid: tenantId, sub: objectId, preferred_username: username };
  return {
    status: 200,
    body: {
      token_type: "Bearer",
      scope,
      expires_in: Math.floor(lifetimeMs / 1000),
      access_token: makeJwt(
        { ...who, upn: username, aud: audience, scp: "user_impersonation", exp: expires, jti: randomUUID() },
        signingKey,
      ),
      refresh_token: refreshToken,
      id_token: makeJwt({ ...who, aud: users.clientId, exp: expires }, signingKey),
      client_info: Buffer.from(JSON.stringify({ uid: objectId, utid: tenantId })).toString("base64url"),
    },
  };
}

/** Codes and tokens like Entra's, which are not GUIDs. */
const opaque = (): string => `0.${randomBytes(32).toString("base64url")}`;
