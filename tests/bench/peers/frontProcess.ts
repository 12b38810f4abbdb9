import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

/*
 * The process of `front.ts`. Its arguments are the emulator's endpoint and the files of certificate and key. It prints its own endpoint.
 */
const [endpoint = "", certificate = "", key = ""] = process.argv.slice(2);
const { hostname, port, origin } = new URL(endpoint);
const agent = new Agent({ keepAlive: true });

const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (incoming, outgoing) => {
  const { method, url: path, headers } = incoming;
  const onwards = request({ hostname, port, method, path, headers, agent }, (response) => {
    const { location } = response.headers;
    if (location) response.headers.location = location.replace(origin, ownOrigin());
    // fabric-cicd expects a Content-Type in every response.
    response.headers["content-type"] ??= "application/octet-stream";
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(outgoing);
  });
  onwards.on("error", () => outgoing.destroy());
  incoming.pipe(onwards);
});
const ownOrigin = (): string => `https://localhost:${(server.address() as AddressInfo).port}`;

server.listen(0, "127.0.0.1", () => console.log(endpoint.replace(origin, ownOrigin())));
