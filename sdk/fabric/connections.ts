import { isObject } from "../common/objects";
import { defaultTimeouts, within, type GroupContext } from "./group";
import type { Operations } from "./operations";
import { pages } from "./pages";
import { path } from "./path";
import { getRecord } from "./record";
import type { CallOptions, Connection, ConnectionStatus, WaitOptions } from "./types";

/** Connections that the caller may use. https://learn.microsoft.com/rest/api/fabric/core/connections */
export class Connections {
  constructor(
    private readonly context: GroupContext,
    private readonly operations: Operations,
  ) {}

  /** https://learn.microsoft.com/rest/api/fabric/core/connections/list-connections */
  list(options?: CallOptions): AsyncIterable<Connection> {
    return pages(this.context, "list connections", { path: "/connections", bucket: "platform" }, options);
  }

  /** https://learn.microsoft.com/rest/api/fabric/core/connections/get-connection */
  get(connectionId: string, options?: CallOptions): Promise<Connection> {
    return getRecord(this.context, "get connection", connectionId, path`/connections/${connectionId}`, options);
  }

  /**
   * Tries whether a connection works now.
   * https://learn.microsoft.com/rest/api/fabric/core/connections/test-connection
   */
  test(connectionId: string, options?: WaitOptions): Promise<ConnectionStatus> {
    return within(this.context, "test connection", connectionId, options, defaultTimeouts.operation, async (scope) => {
      const call = {
        method: "POST",
        path: path`/connections/${connectionId}/testConnection`,
        bucket: "platform",
        effect: "none",
        holdsMessages: true,
      } as const;
      const isStatus = (body: unknown): boolean => isObject(body) && typeof body.status === "string";
      return (await this.operations.run(call, scope, options, isStatus)) as ConnectionStatus;
    });
  }
}
