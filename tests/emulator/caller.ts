import type { Emulator } from "./index";

/** The JSON of a response, of any shape. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Reply {
  status: number;
  headers: Headers;
  body: Json;
}

export type Caller = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

/** Sends requests to a base URL (with `/v1`), or to a complete URL. Every call has a timeout. */
export function callerOf(endpoint: string, token: string, timeoutMs = 10_000): Caller {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(/^https?:/.test(path) ? path : endpoint + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") && text !== "";
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
}

export const part = (path: string, text: string) => ({
  path,
  payload: Buffer.from(text).toString("base64"),
  payloadType: "InlineBase64",
});

export const SIMPLE_MASHUP = "section Section1;\nshared Orders = let\n  Source = 1\nin\n  Source;\n";

/** A definition. The keys of `metadata` are set in queryMetadata.json. */
export const definitionOf = (mashup = SIMPLE_MASHUP, metadata: object = {}) => ({
  parts: [
    part(
      "queryMetadata.json",
      JSON.stringify({ formatVersion: "202502", name: "Sales", queriesMetadata: {}, ...metadata }),
    ),
    part("mashup.pq", mashup),
  ],
});

/** Short forms of the calls that most tests make. */
export class Client {
  readonly call: Caller;
  readonly root: string;

  constructor(
    private readonly emulator: Emulator,
    token = emulator.token,
  ) {
    this.call = callerOf(emulator.endpoint, token);
    this.root = `/workspaces/${emulator.workspaceId}`;
  }

  /** Creates a dataflow and returns its id. */
  async dataflow(displayName: string, definition: object = definitionOf(), more: object = {}): Promise<string> {
    const reply = await this.call("POST", `${this.root}/dataflows`, { displayName, definition, ...more });
    if (reply.status !== 201) throw new Error(`create returned ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body.id as string;
  }

  /** The parts of a definition as text, by path. */
  async parts(id: string): Promise<Record<string, string>> {
    const { body } = await this.call("POST", `${this.root}/dataflows/${id}/getDefinition`);
    return Object.fromEntries(
      body.definition.parts.map((entry: Json) => [entry.path, Buffer.from(entry.payload, "base64").toString("utf8")]),
    );
  }

  run = (id: string, body?: object) => this.call("POST", `${this.root}/dataflows/${id}/jobs/execute/instances`, body);

  publish = (id: string) => this.call("POST", `${this.root}/dataflows/${id}/jobs/applyChanges/instances`);

  /** The ended job instance of a start's response. Moves the service's clock instead of waiting. */
  async ended(start: Reply): Promise<Json> {
    this.emulator.advance(60_000);
    return (await this.call("GET", start.headers.get("location") ?? "")).body;
  }
}
