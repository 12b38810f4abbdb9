import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export const userAssigned = "33333333-aaaa-4bbb-8ccc-000000000003";
export const appServiceHeader = "app-service-identity-header";

export interface MachineIdentity {
  url: string;
  requests: { url: URL; headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

/** The identity endpoints of a virtual machine (IMDS), of App Service and of Azure Arc. A machine has one of them. */
export async function startMachineIdentity(tokenFor: (clientId: string) => string): Promise<MachineIdentity> {
  const machine: MachineIdentity = {
    url: "",
    requests: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url!, "http://127.0.0.1");
    machine.requests.push({ url, headers: request.headers });
    const json = (status: number, body: object, headers = {}) =>
      response
        .writeHead(status, { "content-type": "application/json", connection: "close", ...headers })
        .end(JSON.stringify(body));
    const query = Object.fromEntries(url.searchParams);
    const clientId = query["client_id"] ?? "system-assigned";
    const expires = Math.floor(Date.now() / 1000) + 86_400;
    const token = {
      access_token: tokenFor(clientId),
      client_id: clientId,
      expires_on: String(expires),
      resource: query["resource"],
      token_type: "Bearer",
    };
    const isKnown = clientId === "system-assigned" || clientId === userAssigned;
    if (/^\/metadata\/identity\/oauth2\/token\/?$/.test(url.pathname)) {
      if (request.headers["metadata"] !== "true" || query["api-version"] !== "2018-02-01") {
        return json(400, { error: "invalid_request", error_description: "Required metadata header not specified" });
      }
      if (!isKnown) return json(400, { error: "invalid_request", error_description: "Identity not found" });
      return json(200, {
        ...token,
        expires_in: "86400",
        ext_expires_in: "86400",
        not_before: String(expires - 86_700),
      });
    }
    if (url.pathname === "/msi/token") {
      if (request.headers["x-identity-header"] !== appServiceHeader || query["api-version"] !== "2019-08-01") {
        return json(400, { statusCode: 400, message: "The identity header is wrong." });
      }
      if (!isKnown) {
        return json(400, {
          statusCode: 400,
          message: `Unable to load the proper Managed Identity. No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.`,
        });
      }
      return json(200, token);
    }
    if (url.pathname === "/arc/token") {
      return json(401, { error: "unauthorized" }, { "www-authenticate": "Basic realm=/etc/passwd.txt" });
    }
    return json(404, { error: "not_found" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  machine.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return machine;
}
