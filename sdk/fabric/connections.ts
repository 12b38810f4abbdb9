import { path } from "./path";
import { defaultTimeouts, type Requests } from "./requests";
import { object } from "./shapes";
import type { CallOptions, WaitOptions } from "./callOptions";
import type { Connection, ConnectionDetails, ConnectionStatus } from "./connectionTypes";

const details = object<ConnectionDetails>("details of a connection", { type: "string", path: "string?" });
const connection = object<Connection>("a connection", {
  id: "string",
  displayName: "string?",
  connectionDetails: details,
});
const connectionStatus = object<ConnectionStatus>("a connection's status", { status: "string" });

/** Connections that the caller may use. https://learn.microsoft.com/rest/api/fabric/core/connections */
export class Connections {
  constructor(private readonly requests: Requests) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/connections/list-connections */
  list(options?: CallOptions): AsyncIterable<Connection> {
    return this.requests.list("list connections", "/connections", connection, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/connections/get-connection */
  get(connectionId: string, options?: CallOptions): Promise<Connection> {
    return this.requests.get("get connection", connectionId, path`/connections/${connectionId}`, connection, options);
  }

  /**
   * Tests if a connection works now. Reports a connection that does not as `status` and `errors`, not as an error.
   * https://learn.microsoft.com/rest/api/fabric/core/connections/test-connection
   */
  test(connectionId: string, options?: WaitOptions): Promise<ConnectionStatus> {
    const request = {
      method: "POST",
      path: path`/connections/${connectionId}/testConnection`,
      idempotency: "safe",
      timeoutMs: defaultTimeouts.operation,
      holdsMessages: true,
    } as const;
    return this.requests.call("test connection", connectionId, request, connectionStatus, options);
  }
}
