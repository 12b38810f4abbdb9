import { Server } from "node:http";
import { AddressInfo } from "node:net";

const HOST = "127.0.0.1";

/** Listens on loopback only, because the control API needs no token. */
export class Listener {
  private again: NodeJS.Timeout | undefined;
  private port = 0;

  constructor(private readonly server: Server) {}

  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, HOST, resolve);
    });
    this.port = (this.server.address() as AddressInfo).port;
    return `http://${HOST}:${this.port}/v1`;
  }

  /** Refuses new connections for this time, and closes idle ones. */
  refuse(ms: number): void {
    this.server.close();
    this.server.closeIdleConnections();
    clearTimeout(this.again);
    this.again = setTimeout(() => this.server.listen(this.port, HOST), ms);
    this.again.unref();
  }

  async close(): Promise<void> {
    clearTimeout(this.again);
    // A server that refuses connections is closed already. Its last connections end here.
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }
}
