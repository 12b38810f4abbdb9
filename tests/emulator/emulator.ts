import { randomUUID } from "node:crypto";
import { Server } from "node:http";
import { addConnection, Connection, NewConnection } from "./connections";
import { Faults } from "./faults";
import { cover } from "./coverage";
import { ApiResponse, isObject } from "./http";
import { Listener } from "./listener";
import { Specification } from "./openapi";
import { DeepPartial, Limits, merge, Switches, Timings } from "./options";
import { addPrincipal, NewPrincipal, Principal } from "./principals";
import { RegisteredTable } from "./queries";
import { RelatedItem } from "./relations";
import { RequestLogEntry } from "./requestLog";
import { isQueryForm } from "./router";
import { Route } from "./routes";
import { Throttle } from "./throttle";
import { editInPortal, ItemView, PortalEdit, viewOf } from "./views";
import { Item, Label, NewWorkspace, World } from "./world";

export interface Settings {
  switches?: DeepPartial<Switches>;
  timings?: DeepPartial<Timings>;
  limits?: DeepPartial<Limits>;
}

/** A running emulator. */
export class Emulator {
  readonly world = new World();
  readonly faults = new Faults();
  readonly throttle = new Throttle(this.world);
  /** All requests to the API, oldest first, without those to `/_emulator`. */
  readonly requests: RequestLogEntry[] = [];
  /** Violations of the specification, by requests and by responses. */
  readonly violations: string[] = [];
  /** Stacks of errors inside the emulator. Each is a defect of the emulator. */
  readonly internalErrors: string[] = [];
  /** Called with each request after its response. */
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
      ...{
        description: "",
        workspaceId: workspace.id,
        tags: [],
        ownerId: owner.id,
        createdAt: 0,
        jobs: [],
        schedules: [],
      },
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

  /** Changes the named options at once. @throws Error if a switch, timing or limit does not exist. */
  set(settings: Settings): void {
    merge(this.world.switches, settings.switches, "switches.");
    merge(this.world.timings, settings.timings, "timings.");
    merge(this.world.limits, settings.limits, "limits.");
  }

  info(): { endpoint: string; token: string; workspaceId: string; lakehouseId: string } {
    const { endpoint, token, workspaceId, lakehouseId } = this;
    return { endpoint, token, workspaceId, lakehouseId };
  }

  /** Accepts a token from now on, for this principal. */
  addPrincipal(given: NewPrincipal): Principal {
    return addPrincipal(this.world, given);
  }

  /** Adds a connection that `GET /connections` lists and runs can use. */
  addConnection(given: NewConnection): Connection {
    return addConnection(this.world, given);
  }

  /** Adds an item that uses another one. The id is random if none is given. */
  addUser(
    usedId: string,
    given: { type: string; displayName: string; id?: string; workspaceId?: string },
  ): RelatedItem {
    const used = this.world.findItem(usedId) ?? this.world.relations.find(({ user }) => user.id === usedId)?.user;
    if (!used) throw new Error(`the emulator has no item ${usedId}`);
    const user = { id: randomUUID(), workspaceId: used.workspaceId, ...given };
    this.world.relations.push({ user, used, relationType: "Datasource" });
    return user;
  }

  /** Sets the result of a query from now on. Without `itemId` it applies to every dataflow. */
  addTable(table: RegisteredTable): void {
    this.world.tables.push(table);
  }

  addTag(displayName: string, id: string = randomUUID()): { id: string; displayName: string } {
    const tag = { id, displayName };
    this.world.tags.set(id, tag);
    return tag;
  }

  addLabel(given: { id?: string; displayName?: string; isProtected?: boolean } = {}): Label {
    const label = { id: randomUUID(), displayName: "Confidential", isProtected: false, ...given };
    this.world.labels.set(label.id, label);
    return label;
  }

  addWorkspace(given: NewWorkspace): { id: string; displayName: string } {
    const { id, displayName } = this.world.addWorkspace(given);
    return { id, displayName };
  }

  /** Moves the service's clock and runs all events that are due. */
  advance(ms: number): void {
    this.world.clock.advance(ms);
  }

  items(): ItemView[] {
    return [...this.world.workspaces.values()].flatMap(({ items }) => [...items.keys()].map((id) => this.item(id)));
  }

  /** @throws Error if no item has this id. */
  item(id: string): ItemView {
    this.world.clock.runDue();
    return viewOf(this.find(id));
  }

  private find(id: string): Item {
    const item = this.world.findItem(id);
    if (!item) throw new Error(`the emulator has no item ${id}`);
    return item;
  }

  /** Edits the item like a user in the portal. */
  portalEdit(id: string, edit: PortalEdit): ItemView {
    editInPortal(this.world, this.find(id), edit);
    return this.item(id);
  }

  /** Deletes the item like a user in the portal. */
  portalDelete(id: string): void {
    this.world.workspaces.get(this.find(id).workspaceId)?.items.delete(id);
  }

  clearRequests(): void {
    this.requests.length = 0;
  }

  /** The number of requests, by operation. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { operation } of this.requests) counts[operation] = (counts[operation] ?? 0) + 1;
    return counts;
  }

  /** Returns and clears the violations so far, for a test that sends something wrong on purpose. */
  takeViolations(): string[] {
    return this.violations.splice(0);
  }

  record(entry: RequestLogEntry): void {
    this.requests.push(entry);
  }

  logged(entry: RequestLogEntry): void {
    this.onRequest(entry);
  }

  /** Checks a request, and its response if there is one, against the specification. */
  check(route: Route, query: URLSearchParams, requestBody: unknown, apiResponse?: ApiResponse): void {
    if (!this.specification) return;
    const isOld = isQueryForm(route);
    const { operationId } = route;
    const request = { operationId, query: isOld ? new URLSearchParams() : query, requestBody };
    if (!apiResponse) {
      this.violations.push(...this.specification.violations(request));
      return;
    }
    const { status, headers = {}, body, contentType } = apiResponse;
    // The first published way to start a job is only in the published samples. Its body differs from all others.
    const responseBody = isOld && status === 202 ? undefined : body;
    this.violations.push(...this.specification.violations(request, { status, headers, responseBody, contentType }));
    if (apiResponse.status >= 400) cover(operationId, status, isObject(body) ? String(body.errorCode) : undefined);
    else cover(operationId, status);
  }

  private listener: Listener | undefined;

  async listen(server: Server, port: number): Promise<void> {
    this.listener = new Listener(server);
    this.world.endpoint = await this.listener.listen(port);
  }

  /** Refuses connections for so many milliseconds of real time. */
  refuseConnections(ms: number): void {
    this.listener?.refuse(ms);
  }

  /** Stops at once. @throws Error if the specification was violated or the emulator itself failed. */
  async close({ allowViolations = false } = {}): Promise<void> {
    await this.listener?.close();
    this.listener = undefined;
    if (this.internalErrors.length > 0) throw new Error(`the emulator failed:\n${this.internalErrors.join("\n")}`);
    if (!allowViolations && this.violations.length > 0) {
      throw new Error(`not as the specification says:\n${[...new Set(this.violations)].join("\n")}`);
    }
  }
}
