import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface StubServer {
  endpoint: string;
  /** `METHOD /path?query` of each request. */
  requests: string[];
  /** The `Authorization` headers of the requests. */
  tokens: (string | undefined)[];
  close(): Promise<void>;
}

/** A server whose responses a test defines. It can send responses that the service would not send. */
export async function stubServer(
  respond: (request: IncomingMessage, response: ServerResponse, url: string) => void,
): Promise<StubServer> {
  const requests: string[] = [];
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    tokens.push(request.headers.authorization);
    request.resume();
    request.on("end", () => respond(request, response, request.url ?? ""));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    tokens,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
