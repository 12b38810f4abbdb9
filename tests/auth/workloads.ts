import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { makeJwt } from "./jwt";

export const gitHubIssuer = "https://token.actions.githubusercontent.com";
export const gitHubSubject = "repo:contoso/data:environment:prod";
export const azureDevOpsIssuer = "https://login.microsoftonline.com/0f0f0f0f-1111-4222-8333-444444444444/v2.0";
export const azureDevOpsSubject = "/eid1/c/pub/t/AAAA/a/BBBB/sc/cccc/dddd";
export const serviceConnectionId = "99999999-aaaa-4bbb-8ccc-000000000009";
export const requestToken = "request-token-of-this-job";

export interface Workloads {
  gitHubUrl: string;
  azureDevOpsUrl: string;
  publicKey: KeyObject;
  requests: { method: string; url: URL; headers: IncomingHttpHeaders }[];
  /** A token like the one in a platform's projected file. */
  makeToken(claims?: Record<string, unknown>): string;
  close(): Promise<void>;
}

/** The OIDC providers of GitHub Actions and Azure Pipelines, as they are documented. */
export async function startWorkloads(): Promise<Workloads> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const makeToken = (claims: Record<string, unknown> = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const standard = { iss: gitHubIssuer, sub: gitHubSubject, aud: "api://AzureADTokenExchange" };
    return makeJwt({ ...standard, iat: now, nbf: now, exp: now + 300, ...claims }, privateKey);
  };
  const workloads: Workloads = {
    gitHubUrl: "",
    azureDevOpsUrl: "",
    publicKey,
    requests: [],
    makeToken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url!, "http://127.0.0.1");
    workloads.requests.push({ method: request.method!, url, headers: request.headers });
    const json = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json", connection: "close" }).end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${requestToken}`) {
      // Azure DevOps redirects a caller without a session to its sign-in page, unless a header forbids it.
      if (url.pathname === "/ado" && request.headers["x-tfs-fedauthredirect"] !== "Suppress") {
        return response.writeHead(302, { location: "https://spsprodcus1.vssps.visualstudio.com/_signin" }).end();
      }
      return json(401, { message: "Unauthorized" });
    }
    if (url.pathname === "/github" && request.method === "GET" && url.searchParams.get("job") === "1") {
      return json(200, { value: makeToken({ aud: url.searchParams.get("audience") }), count: 1 });
    }
    if (
      url.pathname === "/ado" &&
      request.method === "POST" &&
      url.searchParams.get("api-version") === "7.1" &&
      url.searchParams.get("serviceConnectionId") === serviceConnectionId
    ) {
      return json(200, { oidcToken: makeToken({ iss: azureDevOpsIssuer, sub: azureDevOpsSubject }) });
    }
    return json(404, { message: "No such service connection." });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  workloads.gitHubUrl = `${base}/github?job=1`;
  workloads.azureDevOpsUrl = `${base}/ado`;
  return workloads;
}
