import { randomUUID } from "node:crypto";
import { Server } from "node:http";
import { AddressInfo } from "node:net";
import { PlatformFile, readDefinition, StoredDefinition } from "./definitions";
import { Faults } from "./faults";
import { Answer } from "./http";
import { Job } from "./jobs";
import { Specification } from "./openapi";
import { DeepPartial, Limits, merge, Switches, Timings } from "./options";
import { addPrincipal, NewPrincipal, Principal } from "./principals";
import { RequestLogEntry } from "./requestLog";
import { Route } from "./routes";
import { Throttle } from "./throttle";
import { Item, World } from "./world";

export interface Settings {
  switches?: DeepPartial<Switches>;
  timings?: DeepPartial<Timings>;
  limits?: DeepPartial<Limits>;
}

/** What an item looks like from inside: contents by part path, as they were sent. */
export interface ItemView {
  id: string;
  type: string;
  displayName: string;
  description: string;
  workspaceId: string;
  folderId?: string;
  tags: string[];
  labelId?: string;
  ownerId: string;
  edited?: Record<string, string>;
  published?: Record<string, string>;
  /** Newest first, those that fell out of the history excepted. */
  runs: Pick<Job, "id" | "jobType" | "sentType" | "invokeType" | "status" | "failureReason" | "run">[];
}

/** A change that somebody makes in the portal: properties, and parts by path (a string is the part's text). */
export interface PortalEdit {
  displayName?: string;
  description?: string;
  /** Absent: tags stay. */
  tags?: string[];
  /** Parts to write; `null` removes one. Parts that are not named stay. */
  parts?: Record<string, string | null>;
  /** Publish what was edited, as the portal's "Save & run" does. */
  publish?: boolean;
}

const texts = (definition: StoredDefinition | undefined): Record<string, string> | undefined =>
  definition && Object.fromEntries([...definition.parts].map(([path, content]) => [path, content.toString("utf8")]));

/** A running emulator. */
export class Emulator {
  readonly world = new World();
  readonly faults = new Faults();
  readonly throttle = new Throttle(this.world);
  /** Every request to the API, oldest first; `/_emulator` excepted. */
  readonly requests: RequestLogEntry[] = [];
  /** What was not as the specification says, of requests and of answers. */
  readonly violations: string[] = [];
  /** Stacks of errors inside the emulator: defects of its own. */
  readonly internalErrors: string[] = [];
  /** Called with each request once it is answered. */
  onRequest: (entry: RequestLogEntry) => void = () => undefined;
  readonly token = `emulator-${randomUUID()}`;
  readonly workspaceId: string;
  readonly lakehouseId: string;

  constructor(
    private readonly specification: Specification | undefined,
    settings: Settings,
  ) {
    this.set(settings);
    const owner = addPrincipal(this.world, { token: this.token, displayName: "Emulated admin" });
    const workspace = this.world.addWorkspace({ displayName: "Emulated workspace" });
    this.workspaceId = workspace.id;
    this.lakehouseId = randomUUID();
    workspace.items.set(this.lakehouseId, {
      ...{ id: this.lakehouseId, logicalId: randomUUID(), type: "Lakehouse", displayName: "Lakehouse" },
      ...{ description: "", workspaceId: workspace.id, tags: [], ownerId: owner.id, createdAt: 0, jobs: [] },
    });
  }

  /** Base URL, with `/v1`. */
  get endpoint(): string {
    return this.world.endpoint;
  }

  get switches(): Switches {
    return this.world.switches;
  }

  get timings(): Timings {
    return this.world.timings;
  }

  get limits(): Limits {
    return this.world.limits;
  }

  /** Changes what is named, at once. @throws Error for a switch, timing or limit that does not exist. */
  set(settings: Settings): void {
    merge(this.world.switches, settings.switches, "switches.");
    merge(this.world.timings, settings.timings, "timings.");
    merge(this.world.limits, settings.limits, "limits.");
  }

  info(): { endpoint: string; token: string; workspaceId: string; lakehouseId: string } {
    const { endpoint, token, workspaceId, lakehouseId } = this;
    return { endpoint, token, workspaceId, lakehouseId };
  }

  /** A token that is accepted from now on, and who it stands for. */
  addPrincipal(given: NewPrincipal): Principal {
    return addPrincipal(this.world, given);
  }

  /** Moves the service's clock: everything that is due happens. */
  advance(ms: number): void {
    this.world.clock.advance(ms);
  }

  items(): ItemView[] {
    return [...this.world.workspaces.values()].flatMap(({ items }) => [...items.keys()].map((id) => this.item(id)));
  }

  /** @throws Error when no item has this id. */
  item(id: string): ItemView {
    this.world.clock.runDue();
    const { dataflow, jobs, ...item } = this.find(id);
    return {
      ...item,
      edited: texts(dataflow?.edited),
      published: texts(dataflow?.published),
      runs: jobs.map(({ id: runId, jobType, sentType, invokeType, status, failureReason, run }) => ({
        ...{ id: runId, jobType, sentType, invokeType, status, failureReason, run },
      })),
    };
  }

  private find(id: string): Item {
    const item = this.world.findItem(id);
    if (!item) throw new Error(`the emulator has no item ${id}`);
    return item;
  }

  /** Somebody edits the item in the portal. */
  portalEdit(id: string, edit: PortalEdit): ItemView {
    const item = this.find(id);
    if (edit.displayName !== undefined) item.displayName = edit.displayName;
    if (edit.description !== undefined) item.description = edit.description;
    if (edit.tags !== undefined) item.tags = edit.tags;
    if (edit.parts && item.dataflow) {
      const parts = new Map(item.dataflow.edited.parts);
      for (const [path, text] of Object.entries(edit.parts)) {
        if (text === null) parts.delete(path);
        else parts.set(path, Buffer.from(text));
      }
      const sent = [...parts].map(([path, content]) => ({
        ...{ path, payload: content.toString("base64"), payloadType: "InlineBase64" },
      }));
      item.dataflow.edited = readDefinition({ parts: sent }, this.world.clock.now()).stored;
    }
    if (edit.publish && item.dataflow) item.dataflow.published = item.dataflow.edited;
    return this.item(id);
  }

  /** Somebody deletes the item in the portal. */
  portalDelete(id: string): void {
    this.world.workspaces.get(this.find(id).workspaceId)?.items.delete(id);
  }

  clearRequests(): void {
    this.requests.length = 0;
  }

  /** How many requests there were, by operation. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { operation } of this.requests) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }

  /** The violations so far, which are then forgotten: for a test that means to send something wrong. */
  takeViolations(): string[] {
    return this.violations.splice(0);
  }

  record(entry: RequestLogEntry): void {
    this.requests.push(entry);
  }

  logged(entry: RequestLogEntry): void {
    this.onRequest(entry);
  }

  check(route: Route, query: URLSearchParams, requestBody: unknown, answer: Answer, _operation: string): void {
    if (!this.specification) return;
    const isQueryForm = route.path.endsWith("/jobs/instances") && route.method === "POST";
    this.violations.push(
      ...this.specification.violations({
        operationId: route.operationId,
        query: isQueryForm ? new URLSearchParams() : query,
        requestBody,
        status: answer.status,
        headers: answer.headers ?? {},
        // The first published way to start a job is in the seed's samples alone, with a body that none other has.
        responseBody: isQueryForm && answer.status === 202 ? undefined : answer.body,
        contentType: answer.contentType,
      }),
    );
  }

  private server: Server | undefined;

  async listen(server: Server, port: number): Promise<void> {
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
    this.world.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  /** Stops, at once. @throws Error when the specification was violated, or the emulator itself failed. */
  async close({ allowViolations = false } = {}): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
    if (this.internalErrors.length > 0) throw new Error(`the emulator failed:\n${this.internalErrors.join("\n")}`);
    if (!allowViolations && this.violations.length > 0) {
      throw new Error(`not as the specification says:\n${[...new Set(this.violations)].join("\n")}`);
    }
  }
}

export type { PlatformFile };
