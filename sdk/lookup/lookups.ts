import { harmless } from "../common/harmless";
import { isoTime } from "../common/times";
import { FabricError } from "../fabric/errors";
import type { FabricClient } from "../fabric/client";
import { newestFirst } from "../fabric/jobTimes";
import { sameJobType, type JobInstance } from "../fabric/jobTypes";
import { SettlingWaits } from "../fabric/settling";
import { isStagingItem } from "../fabric/stagingItems";
import type { Connection } from "../fabric/connectionTypes";
import type { DataflowParameter, Folder, Item, Tag, Workspace } from "../fabric/types";
import { folderPaths } from "./folderPaths";
import { LookupError, pickOne } from "./pickOne";

/** Which item, by name or by id. */
export type ByNameOrId = { id: string; displayName?: undefined } | { displayName: string; id?: undefined };

/** How clusters of connections are looked up. */
export interface ClusterLookup {
  /** Makes the client, from a base URL. */
  client: (endpoint: string) => FabricClient;
  /** Shows what is waited for. */
  progress: (text: string) => void;
}

/** Fabric lists a new connection some seconds before this API does. */
class NotListedError extends LookupError {}

/** Looks things up in all pages of a list. It keeps the lists, so that many look-ups need few requests. */
export class Lookups {
  private readonly kept = new Map<string, Promise<unknown>>();
  private settling: SettlingWaits | undefined;

  constructor(
    private readonly client: FabricClient,
    private readonly clusters?: ClusterLookup,
  ) {}

  async workspace(wanted: ByNameOrId): Promise<Workspace> {
    if (wanted.id !== undefined)
      return this.once(`workspace ${wanted.id}`, () => this.client.workspaces.get(wanted.id));
    const all = await this.once("workspaces", () => collect(this.client.workspaces.list()));
    const { displayName } = wanted;
    return pickOne<Workspace>(all, {
      what: "workspace",
      where: "among those that this identity sees",
      criteria: { displayName },
      valueOf,
    });
  }

  /** Finds a folder by its path in the workspace. */
  async folder(workspaceId: string, path: string): Promise<Folder> {
    const all = await this.once(`folders ${workspaceId}`, () => collect(this.client.folders.list(workspaceId)));
    const paths = folderPaths(all);
    return pickOne<Folder>(all, {
      what: "folder",
      where: `in workspace ${workspaceId}`,
      criteria: { path },
      valueOf: ({ id }) => paths.get(id),
    });
  }

  async tag(displayName: string): Promise<Tag> {
    const all = await this.once("tags", () => collect(this.client.tags.list()));
    return pickOne<Tag>(all, { what: "tag", where: "of the tenant", criteria: { displayName }, valueOf });
  }

  /** Returns the items of one type or of all, except those that the service keeps for itself. */
  async items(workspaceId: string, type?: string): Promise<Item[]> {
    const all = await this.once(`items ${workspaceId} ${type}`, () =>
      collect(this.client.items.list(workspaceId, type === undefined ? {} : { type })),
    );
    return all.filter((item) => !isStagingItem(item));
  }

  async item(workspaceId: string, wanted: ByNameOrId & { type?: string }): Promise<Item> {
    const { id, type, displayName } = wanted;
    if (id !== undefined) {
      const item = await this.once(`item ${workspaceId} ${id}`, () => this.client.items.get(workspaceId, id));
      if (type === undefined || item.type === type) return item;
      throw new LookupError(`item ${id} in workspace ${workspaceId} is of type ${harmless(item.type)}, not ${type}`);
    }
    const where = `in workspace ${workspaceId}`;
    return pickOne<Item>(await this.items(workspaceId, type), {
      what: type ?? "item",
      where,
      criteria: { displayName },
      valueOf,
    });
  }

  /** Returns the text of each part, by part path. */
  async definition(workspaceId: string, id: string): Promise<Record<string, string>> {
    const { parts } = await this.once(`definition ${workspaceId} ${id}`, () =>
      this.client.dataflows.getDefinition(workspaceId, id),
    );
    return Object.fromEntries(
      parts.map(({ path, payload }) => [
        path,
        Buffer.from(payload, "base64")
          .toString("utf8")
          .replace(/^\uFEFF/, ""),
      ]),
    );
  }

  /** Returns an empty list if the dataflow has no public parameters. */
  async parameters(workspaceId: string, id: string): Promise<DataflowParameter[]> {
    return this.once(`parameters ${workspaceId} ${id}`, () =>
      collect(this.client.dataflows.discoverParameters(workspaceId, id)),
    ).catch((error: unknown) => {
      if (error instanceof FabricError && error.errorCode === "DataflowNotParametricError") return [];
      throw error;
    });
  }

  async connection(wanted: { id?: string; displayName?: string; kind?: string; path?: string }): Promise<Connection> {
    const { id, displayName, kind, path } = wanted;
    if (id !== undefined) return this.once(`connection ${id}`, () => this.client.connections.get(id));
    const all = await this.once("connections", () => collect(this.client.connections.list()));
    return pickOne(all, {
      what: "connection",
      where: "among those that this identity sees",
      // Kinds are written differently: REST `SQL`, definitions `Sql`.
      criteria: { kind: kind?.toLowerCase(), path: path && comparablePath(path), displayName },
      valueOf: (connection, property) =>
        property === "kind"
          ? connection.connectionDetails.type.toLowerCase()
          : property === "path"
            ? comparablePath(connection.connectionDetails.path ?? "")
            : valueOf(connection, property),
    });
  }

  /**
   * Returns the cluster of a connection, by a call that is not documented. Waits if the connection is not listed yet.
   */
  clusterOf(connectionId: string, endpoint: string): Promise<string> {
    const { clusters } = this;
    if (!clusters) throw new LookupError("clusters of connections cannot be looked up here");
    this.settling ??= new SettlingWaits(this.client.settling, { givenUp: new Set(), progress: clusters.progress });
    const list = () => collect(clusters.client(endpoint).gatewayClusters.list());
    const key = `clusters ${endpoint}`;
    const find = async (): Promise<string> => {
      const listing = this.once(key, list);
      const all = await listing;
      const found = all.find(({ id }) => id.toLowerCase() === connectionId.toLowerCase())?.clusterId;
      if (found !== undefined) return found;
      if (this.kept.get(key) === listing) this.kept.delete(key);
      throw new NotListedError(
        `connection ${connectionId}: no cluster is known for it among the ${all.length} data sources that ${new URL(endpoint).host} lists; ` +
          "take the cluster from an exported definition that uses the connection",
      );
    };
    return this.settling.wait(find, (error) =>
      error instanceof NotListedError
        ? { key: `${key} ${connectionId}`, text: `connection ${connectionId}: its cluster is not listed` }
        : undefined,
    );
  }

  /**
   * Returns the newest run of that job, or of any; undefined if Fabric knows none. It is read again each time. Its
   * times have this package's form: Fabric writes UTC, often without a `Z`.
   */
  async lastRun(workspaceId: string, dataflowId: string, jobType?: string): Promise<JobInstance | undefined> {
    const runs = await collect(this.client.jobs.list(workspaceId, dataflowId));
    const run = newestFirst(runs).find((run) => jobType === undefined || sameJobType(run.jobType, jobType));
    return run && { ...run, startTimeUtc: isoTime(run.startTimeUtc), endTimeUtc: isoTime(run.endTimeUtc) };
  }

  /** A failed request is not kept. */
  private once<T>(key: string, request: () => Promise<T>): Promise<T> {
    const known = this.kept.get(key) as Promise<T> | undefined;
    if (known) return known;
    const result = request();
    this.kept.set(key, result);
    result.catch(() => this.kept.delete(key));
    return result;
  }
}

const valueOf = (candidate: object, property: string): string | undefined => {
  const value = (candidate as Record<string, unknown>)[property];
  return typeof value === "string" ? value : undefined;
};

/** Case and a trailing slash of a path are ignored. */
const comparablePath = (path: string): string => path.replace(/\/+$/, "").toLowerCase();

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of pages) all.push(one);
  return all;
}
