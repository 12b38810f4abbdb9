import type { JSONPath } from "./json";
import { viewMetadata } from "./metadata";
import type { Opened } from "./open";

/** A server that has another name in queries now. `database` is set if that has another name, too. */
export interface MovedServer {
  before: string;
  after: string;
  database: { before: string; after: string } | undefined;
}

/** Gives connections to moved servers their new paths (`server` or `server;database`). */
export function moveServers(opened: Opened, servers: readonly MovedServer[]): { opened: Opened } {
  const changes: { at: JSONPath; text: string }[] = [];
  for (const { path, at } of viewMetadata(opened).connections) {
    const [host = "", database, ...more] = path.split(";");
    const moved = servers.find(
      ({ before, database: other }) =>
        before.toLowerCase() === host.toLowerCase() &&
        (other === undefined || database === undefined || other.before === database),
    );
    if (!moved || more.length > 0) continue;
    const next = database === undefined ? moved.after : `${moved.after};${moved.database?.after ?? database}`;
    changes.push({ at: [...at, "path"], text: next });
  }
  return { opened: changes.length === 0 ? opened : { ...opened, metadata: opened.metadata.withTexts(changes) } };
}
