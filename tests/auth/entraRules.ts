import { X509Certificate, type KeyObject } from "node:crypto";
import { decodeJwt, isSignedBy, type DecodedJwt } from "./jwt";

/** An app registration in Entra. */
export interface Registration {
  clientId: string;
  secrets?: { value: string; expired?: boolean }[];
  /** PEM. */
  certificates?: string[];
  federatedCredentials?: { issuer: string; subject: string; audience: string }[];
  blockedByConditionalAccess?: boolean;
  withoutConsent?: boolean;
}

export interface Directory {
  tenantId: string;
  registrations: Registration[];
  /** The audiences of tokens. */
  resources: string[];
  /** The keys of the issuers of federated credentials. */
  issuers: Map<string, KeyObject>;
}

/** Entra's refusal of a request. */
export interface Refusal {
  status: number;
  error: string;
  code: number;
  description: string;
}

export interface TokenRequest {
  tenant: string;
  tokenEndpoint: string;
  form: URLSearchParams;
  now: number;
}

const refuse = (error: string, code: number, description: string, status = 400): Refusal => ({
  status,
  error,
  code,
  description,
});

/** Checks a token request in Entra's order: tenant, application, proof, policies, audience. */
export function judge(directory: Directory, request: TokenRequest): Registration | Refusal {
  const { form, tenant } = request;
  const clientId = form.get("client_id") ?? "";
  if (tenant !== directory.tenantId) {
    return refuse(
      "invalid_request",
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
    );
  }
  if (form.get("grant_type") !== "client_credentials") {
    return refuse(
      "unsupported_grant_type",
      70003,
      `The app requested an unsupported grant type '${form.get("grant_type")}'.`,
    );
  }
  if (clientId === "00000000-0000-0000-0000-000000000000")
    return refuse("unauthorized_client", 700038, `${clientId} is not a valid application identifier.`);
  const registration = directory.registrations.find((each) => each.clientId === clientId);
  if (registration === undefined) {
    return refuse(
      "unauthorized_client",
      700016,
      `Application with identifier '${clientId}' was not found in the directory 'Contoso'.`,
    );
  }
  const refusal = judgeProof(directory, registration, request);
  if (refusal !== undefined) return refusal;
  if (registration.blockedByConditionalAccess) {
    return refuse(
      "invalid_grant",
      53003,
      "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    );
  }
  if (registration.withoutConsent) {
    return refuse(
      "invalid_grant",
      65001,
      `The user or administrator has not consented to use the application with ID '${clientId}' named 'deploy'.`,
    );
  }
  return judgeScope(directory, form.get("scope") ?? "") ?? registration;
}

function judgeScope(directory: Directory, scope: string): Refusal | undefined {
  if (!scope.endsWith("/.default")) {
    return refuse(
      "invalid_scope",
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  const resource = scope.slice(0, -"/.default".length);
  if (directory.resources.includes(resource)) return undefined;
  return refuse(
    "invalid_resource",
    500011,
    `The resource principal named ${resource} was not found in the tenant named Contoso.`,
  );
}

function judgeProof(directory: Directory, registration: Registration, request: TokenRequest): Refusal | undefined {
  const { form } = request;
  const secret = form.get("client_secret");
  if (secret !== null) return judgeSecret(registration, secret);
  const assertion = form.get("client_assertion");
  if (assertion === null) {
    return refuse(
      "invalid_client",
      7000216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
      401,
    );
  }
  if (form.get("client_assertion_type") !== "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
    return refuse(
      "invalid_request",
      900144,
      "The request body must contain the following parameter: 'client_assertion_type'.",
    );
  }
  const jwt = decodeJwt(assertion);
  return "x5t#S256" in jwt.header || "x5t" in jwt.header
    ? judgeSigned(registration, jwt, request)
    : judgeFederated(directory, registration, jwt, request);
}

function judgeSecret(registration: Registration, secret: string): Refusal | undefined {
  const known = registration.secrets?.find((each) => each.value === secret);
  if (known === undefined) {
    return refuse(
      "invalid_client",
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${registration.clientId}'.`,
      401,
    );
  }
  if (known.expired) {
    return refuse(
      "invalid_client",
      7000222,
      `The provided client secret keys for app '${registration.clientId}' are expired. Visit the Azure portal to create new keys for your app.`,
      401,
    );
  }
  return undefined;
}

function judgeSigned(
  registration: Registration,
  jwt: DecodedJwt,
  { tokenEndpoint, now }: TokenRequest,
): Refusal | undefined {
  const { header, claims } = jwt;
  const thumbprint = Buffer.from(String(header["x5t#S256"]), "base64url").toString("hex");
  const certificate = registration.certificates
    ?.map((pem) => new X509Certificate(pem))
    .find((each) => each.fingerprint256.replaceAll(":", "").toLowerCase() === thumbprint);
  if (certificate === undefined || !isSignedBy(jwt, certificate.publicKey)) {
    return refuse(
      "invalid_client",
      700027,
      `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${thumbprint.toUpperCase()}']`,
      401,
    );
  }
  if (claims["iss"] !== registration.clientId || claims["sub"] !== registration.clientId) {
    return refuse(
      "invalid_client",
      700021,
      "Client assertion application identifier doesn't match 'client_id' parameter.",
      401,
    );
  }
  if (claims["aud"] !== tokenEndpoint) {
    return refuse(
      "invalid_client",
      50027,
      `JWT token is invalid or malformed: audience ${String(claims["aud"])}.`,
      401,
    );
  }
  return judgeTimes(claims, now);
}

function judgeFederated(
  directory: Directory,
  registration: Registration,
  jwt: DecodedJwt,
  { now }: TokenRequest,
): Refusal | undefined {
  const { iss, sub, aud } = jwt.claims as Record<string, string>;
  const trusted = registration.federatedCredentials?.some(
    (each) => each.issuer === iss && each.subject === sub && each.audience === aud,
  );
  if (!trusted) {
    return refuse(
      "invalid_client",
      700213,
      `No matching federated identity record found for presented assertion subject '${sub}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
      401,
    );
  }
  const key = directory.issuers.get(iss!);
  if (key === undefined || !isSignedBy(jwt, key)) {
    return refuse("invalid_client", 700223, "The signature of the federated token cannot be verified.", 401);
  }
  return judgeTimes(jwt.claims, now);
}

function judgeTimes(claims: Record<string, unknown>, now: number): Refusal | undefined {
  const toleranceMs = 5 * 60_000;
  const from = Number(claims["nbf"] ?? claims["iat"]) * 1000;
  const to = Number(claims["exp"]) * 1000;
  if (from - toleranceMs <= now && now <= to + toleranceMs) return undefined;
  return refuse(
    "invalid_client",
    700024,
    `Client assertion is not within its valid time range. Current time: ${new Date(now).toISOString()}, assertion valid from ${new Date(from).toISOString()}, expiry time of assertion ${new Date(to).toISOString()}.`,
    401,
  );
}
