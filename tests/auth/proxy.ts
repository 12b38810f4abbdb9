import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

export interface Proxy {
  url: string;
  /** `host:port` of each requested tunnel. */
  tunnels: string[];
  close(): Promise<void>;
}

/** An HTTP proxy that opens tunnels by CONNECT, like a company's. */
export async function startProxy(): Promise<Proxy> {
  const open = new Set<Duplex>();
  const proxy: Proxy = {
    url: "",
    tunnels: [],
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on("connect", (request, client: Duplex, head) => {
    proxy.tunnels.push(request.url!);
    const [host, port] = request.url!.split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on("error", () => socket.destroy());
      socket.on("close", () => open.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}
