import { setTimeout as sleep } from "node:timers/promises";
import { callerOf, Json, part, Reply } from "../emulator/caller";
import { Specification } from "../emulator/openapi";
import { isQueryForm, matchRoute } from "../emulator/router";

export interface TenantOptions {
  /** Base URL, with `/v1`. */
  endpoint: string;
  token: string;
  workspaceId: string;
  /** The beginning of the name of everything that is created. */
  prefix: string;
  /** The shortest wait between two polls, in milliseconds. A longer `Retry-After` replaces it. */
  pollMs: number;
  /** The timeout of an operation or a job, in milliseconds. */
  patienceMs: number;
  specification?: Specification;
  /** A connection that the identity may use. Some checks need it. */
  connection?: { id: string; clusterId: string };
}

export const MASHUP = 'section Section1;\nshared Numbers = let\n  Source = #table({"n"}, {{1}, {2}})\nin\n  Source;\n';

/** A definition that can be published and run without a connection. */
export const definition = (mashup = MASHUP, metadata: object = {}, query: object = {}, more: object[] = []) => ({
  parts: [
    part(
      "queryMetadata.json",
      JSON.stringify({
        name: "Conformance",
        queriesMetadata: {
          Numbers: {
            queryName: "Numbers",
            queryId: "4f5f3e2c-e1c3-4abe-825e-c98ea699ac8f",
            loadEnabled: true,
            ...query,
          },
        },
        formatVersion: "202502",
        ...metadata,
      }),
    ),
    part("mashup.pq", mashup),
    ...more,
  ],
});

const TERMINAL_JOB = ["Completed", "Failed", "Cancelled", "Deduped"];

/** A workspace under test, live or emulated. Only its API is used. */
export class Tenant {
  readonly root: string;
  /** Violations of the OpenAPI files by responses. */
  readonly violations = new Set<string>();
  private readonly send;
  private readonly created: string[] = [];
  private readonly workspaces: string[] = [];
  private count = 0;

  constructor(readonly options: TenantOptions) {
    this.root = `/workspaces/${options.workspaceId}`;
    this.send = callerOf(options.endpoint, options.token, 100_000);
  }

  /** Sends one request. Waits for Retry-After if it is throttled, at most five times. */
  async call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply> {
    for (let attempt = 1; ; attempt++) {
      const reply = await this.send(method, path, body, headers);
      if (reply.status !== 429 || attempt === 5) {
        this.check(method, path, body, reply);
        return reply;
      }
      await sleep(1000 * Number(reply.headers.get("retry-after") ?? 60));
    }
  }

  private check(method: string, path: string, requestBody: unknown, reply: Reply): void {
    const url = new URL(path, "https://tenant.example");
    const route = matchRoute(method, url.pathname.replace(/^\/v1(?=\/)/, ""))?.route;
    if (!route || !this.options.specification || reply.status >= 400) return;
    const isOld = isQueryForm(route);
    const query = isOld ? new URLSearchParams() : url.searchParams;
    const response = {
      status: reply.status,
      headers: Object.fromEntries(reply.headers),
      // The files describe only JSON.
      responseBody: typeof reply.body === "string" || isOld ? undefined : reply.body,
    };
    const request = { operationId: route.operationId, query, requestBody };
    const found = this.options.specification.violations(request, response);
    for (const violation of found) this.violations.add(violation);
  }

  private async wait(reply: Reply): Promise<void> {
    const seconds = Number(reply.headers.get("retry-after") ?? 0);
    await sleep(Math.max(this.options.pollMs, 1000 * (Number.isFinite(seconds) ? seconds : 0)));
  }

  /** Polls the operation of a 202. Returns its result, or its last state if it has none. */
  async settled(reply: Reply): Promise<Reply> {
    if (reply.status !== 202) return reply;
    const until = Date.now() + this.options.patienceMs;
    const id = reply.headers.get("x-ms-operation-id");
    const location = reply.headers.get("location") ?? `/operations/${id}`;
    for (let last = reply; ;) {
      await this.wait(last);
      last = await this.call("GET", location);
      if (last.status !== 200 || last.body.status === "Failed") return last;
      const result = last.headers.get("location");
      if (last.body.status === "Succeeded") return result ? this.call("GET", this.absolute(result)) : last;
      if (Date.now() > until) throw new Error(`operation ${id} did not end: ${JSON.stringify(last.body)}`);
    }
  }

  private absolute(location: string): string {
    const url = new URL(location, this.options.endpoint);
    const base = new URL(this.options.endpoint);
    if (url.origin !== base.origin) throw new Error(`the service names ${url.origin} as the place of a result`);
    return url.pathname.startsWith(`${base.pathname}/`) ? url.href : this.options.endpoint + url.pathname;
  }

  newName(): string {
    return `${this.options.prefix} ${++this.count}`;
  }

  /** Creates a dataflow that is removed at the end. Returns its id. */
  async dataflow(body: object = { definition: definition() }, displayName = this.newName()): Promise<string> {
    const reply = await this.settled(await this.call("POST", `${this.root}/dataflows`, { displayName, ...body }));
    if (reply.status >= 300) throw new Error(`create returned ${reply.status} ${JSON.stringify(reply.body)}`);
    this.created.push(reply.body.id);
    return reply.body.id as string;
  }

  /** Registers an object that a check created, so that it is removed at the end. */
  remember(id: unknown): void {
    if (typeof id === "string") this.created.push(id);
  }

  rememberWorkspace(id: string): void {
    this.workspaces.push(id);
  }

  /** Repeats a call until its response is as expected, or until the timeout. Returns the last response. */
  async until(call: () => Promise<Reply>, isWanted: (reply: Reply) => boolean): Promise<Reply> {
    const until = Date.now() + this.options.patienceMs;
    for (;;) {
      const reply = await call();
      if (isWanted(reply) || Date.now() > until) return reply;
      await this.wait(reply);
    }
  }

  /** A definition's parts as text, by path. */
  async parts(id: string): Promise<Record<string, string>> {
    const { status, body } = await this.settled(await this.call("POST", `${this.root}/dataflows/${id}/getDefinition`));
    if (status !== 200) throw new Error(`getDefinition returned ${status} ${JSON.stringify(body)}`);
    const entries: [string, string][] = body.definition.parts.map((entry: Json) => [
      entry.path,
      Buffer.from(entry.payload, "base64").toString("utf8"),
    ]);
    return Object.fromEntries(entries);
  }

  async update(id: string, given: object, query = ""): Promise<Reply> {
    const path = `${this.root}/dataflows/${id}/updateDefinition${query}`;
    return this.settled(await this.call("POST", path, { definition: given }));
  }

  /** Awaits a job. Returns the final instance. */
  async ended(start: Reply): Promise<Json> {
    const [instance] = Array.isArray(start.body) ? start.body : [];
    const path =
      start.headers.get("location") ??
      `${this.root}/items/${instance?.itemId}/jobs/instances/${instance?.jobInstanceId}`;
    const until = Date.now() + this.options.patienceMs;
    for (let last = start; ;) {
      await this.wait(last);
      last = await this.call("GET", path);
      if (last.status === 200 && TERMINAL_JOB.includes(last.body.status)) return last.body;
      if (Date.now() > until) throw new Error(`a job did not end: ${JSON.stringify(last.body)}`);
    }
  }

  publish(id: string): Promise<Reply> {
    return this.call("POST", `${this.root}/items/${id}/jobs/ApplyChanges/instances`);
  }

  run(id: string, executeOption = "SkipApplyChanges"): Promise<Reply> {
    return this.call("POST", `${this.root}/items/${id}/jobs/Execute/instances`, { executionData: { executeOption } });
  }

  async delete(id: string): Promise<Reply> {
    return this.call("DELETE", `${this.root}/items/${id}`);
  }

  /** Removes everything that was created. Returns what could not be removed. */
  async cleanUp(): Promise<string[]> {
    const left: string[] = [];
    for (const id of this.created.splice(0)) {
      const { status, body } = await this.delete(id);
      if (status >= 300 && body.errorCode !== "ItemNotFound") left.push(`${id}: ${status} ${body.errorCode ?? ""}`);
    }
    for (const id of this.workspaces.splice(0)) {
      const { status, body } = await this.call("DELETE", `/workspaces/${id}`);
      if (status >= 300) left.push(`workspace ${id}: ${status} ${body.errorCode ?? ""}`);
    }
    return left;
  }
}
