import { randomUUID, type KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Agent } from "undici";
import { makeCertificate } from "./certificates";
import { respondWithDeviceCode, respondWithUserToken, newUserSignIns, type UserSignIns } from "./entraUsers";
import { judge, type Directory, type Refusal, type Registration } from "./entraRules";
import { makeJwt } from "./jwt";

export const tenantId = "0f0f0f0f-1111-4222-8333-444444444444";
export const scope = "https://api.fabric.microsoft.com/.default";

export interface Entra {
  /** `https://127.0.0.1:port` */
  authorityHost: string;
  /** A dispatcher that trusts the certificate of this server. */
  dispatcher: Agent;
  /** The certificate, for NODE_EXTRA_CA_CERTS. */
  caFile: string;
  directory: Directory;
  users: UserSignIns;
  /** Called with each token of an application, so that a test's emulator can accept it. */
  onIssue?: (token: string, clientId: string) => void;
  /** All token requests. */
  requests: { form: URLSearchParams; headers: IncomingMessage["headers"] }[];
  /** Requested paths that are not a token endpoint. MSAL does not need any of them. */
  otherPaths: string[];
  /** Milliseconds since the epoch, by Entra's clock. */
  clock: () => number;
  lifetimeMs: number;
  /** The responses before the next real one: a status, a gateway's page, no response, or a refusal that quotes the request. */
  trouble: (number | "html" | "hang" | "echo")[];
  delayMs: number;
  register(registration: Registration): void;
  trustIssuer(issuer: string, publicKey: KeyObject): void;
  close(): Promise<void>;
}

/** A token endpoint over TLS. It checks requests and refuses them with Entra's errors. */
export async function startEntra(): Promise<Entra> {
  const { certificate, privateKey } = await makeCertificate("localhost");
  const folder = await mkdtemp(join(tmpdir(), "entra-"));
  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, certificate);

  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    respond(entra, privateKey, request, response).catch((error: unknown) =>
      response.writeHead(500, { "content-type": "text/plain" }).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const entra: Entra = {
    authorityHost: `https://127.0.0.1:${port}`,
    dispatcher: new Agent({ connect: { ca: certificate } }),
    caFile,
    directory: { tenantId, registrations: [], resources: ["https://api.fabric.microsoft.com"], issuers: new Map() },
    users: newUserSignIns(),
    requests: [],
    otherPaths: [],
    clock: Date.now,
    lifetimeMs: 3_600_000,
    trouble: [],
    delayMs: 0,
    register: (registration) => void entra.directory.registrations.push(registration),
    trustIssuer: (issuer, publicKey) => void entra.directory.issuers.set(issuer, publicKey),
    async close() {
      await entra.dispatcher.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
  return entra;
}

async function respond(
  entra: Entra,
  signingKey: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url!, entra.authorityHost).pathname;
  const [, tenant, ...rest] = path.split("/").map(decodeURIComponent);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const now = entra.clock();
  response.setHeader("date", new Date(now).toUTCString());
  const form = new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
  if (request.method === "POST" && rest.join("/") === "oauth2/v2.0/devicecode") {
    const { status, body } = respondWithDeviceCode(entra.users, form);
    return send(response, status, body);
  }
  if (request.method !== "POST" || rest.join("/") !== "oauth2/v2.0/token") {
    entra.otherPaths.push(path);
    response.writeHead(404).end();
    return;
  }
  entra.requests.push({ form, headers: request.headers });
  await sleep(entra.delayMs);

  const trouble = entra.trouble.shift();
  if (trouble === "hang") return;
  if (trouble === "html") {
    response.writeHead(502, { "content-type": "text/html" }).end("<html><body>Bad gateway</body></html>");
    return;
  }
  if (trouble === "echo") {
    const description = `AADSTS900144: The request is invalid: ${[...form.values()].join(" ")}`;
    send(response, 400, { error: "invalid_request", error_description: description, error_codes: [900144] });
    return;
  }
  if (trouble !== undefined) {
    send(response, trouble, {
      error: "temporarily_unavailable",
      error_description: "AADSTS90033: A transient error has occurred.",
    });
    return;
  }
  const { lifetimeMs } = entra;
  const signIn = respondWithUserToken(entra.users, form, { directory: entra.directory, now, lifetimeMs, signingKey });
  if (signIn !== undefined) return send(response, signIn.status, signIn.body);

  const tokenEndpoint = `${entra.authorityHost}${path}`;
  const verdict = judge(entra.directory, { tenant: tenant!, tokenEndpoint, form, now });
  if ("code" in verdict)
    return refuse(response, verdict, String(request.headers["client-request-id"] ?? form.get("client-request-id")));
  const expires = now + entra.lifetimeMs;
  const token = makeJwt(
    {
      aud: form.get("scope")!.replace(/\/\.default$/, ""),
      tid: tenant,
      appid: verdict.clientId,
      idtyp: "app",
      exp: Math.floor(expires / 1000),
      jti: randomUUID(),
    },
    signingKey,
  );
  entra.onIssue?.(token, verdict.clientId);
  // The lifetime is measured by the caller's clock. It can differ from this clock in scaled tests.
  const seconds = Math.floor((expires - Date.now()) / 1000);
  send(response, 200, { token_type: "Bearer", expires_in: seconds, ext_expires_in: seconds, access_token: token });
}

function refuse(response: ServerResponse, refusal: Refusal, correlationId: string): void {
  const traceId = randomUUID();
  const timestamp = new Date().toISOString().replace("T", " ").replace(/\.\d+/, "");
  send(response, refusal.status, {
    error: refusal.error,
    error_description:
      `AADSTS${refusal.code}: ${refusal.description} Trace ID: ${traceId} ` +
      `Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [refusal.code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.code}`,
  });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}
