import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";

/*
 * Calls the dynamic host of the npm package @pulumi/pulumi over gRPC like the engine, without an engine.
 */

const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = sdk("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
const struct = sdk("google-protobuf/google/protobuf/struct_pb") as {
  Struct: Message & { fromJavaScript(value: object): Message };
};
const messages = require("@pulumi/pulumi/proto/provider_pb") as Record<string, new () => Message>;
const status = require("@pulumi/pulumi/proto/status_pb") as { Status: Readable };
const { ErrorResourceInitFailed } = require("@pulumi/pulumi/proto/provider_pb") as {
  ErrorResourceInitFailed: Readable;
};
const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb") as {
  ResourceProviderClient: new (address: string, credentials: unknown) => Record<string, Call>;
};

type Props = Record<string, unknown>;
type Call = (request: unknown, options: object, callback: (e: RpcError | null, response: Message) => void) => void;
type RpcError = Error & { details: string; metadata: { get(key: string): (Buffer | string)[] } };
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- messages are generated JavaScript without types
type Message = Record<string, (...args: any[]) => any>;
type Readable = { deserializeBinary(bytes: Uint8Array): Message };

/** The outcome of a call if the resource exists but is not ready. */
export class InitFailed extends Error {
  constructor(
    message: string,
    readonly id: string,
    readonly properties: Props,
    readonly reasons: string[],
  ) {
    super(message);
  }
}

export class Host {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: Record<string, Call>,
    private readonly printed: string[],
  ) {
    this.ended = new Promise((resolve) => process.once("exit", resolve));
  }

  /** Resolves with the exit code when the process ends. */
  readonly ended: Promise<number | null>;

  /** `engine`: the address of the engine that the host reports to. */
  static async start(
    env: Record<string, string>,
    { config = {}, engine = "127.0.0.1:0" }: { config?: Record<string, string>; engine?: string } = {},
  ): Promise<Host> {
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const lateModules = join(root, "tests", "tools", "lateModules.cjs");
    const child = spawn(process.execPath, ["--require", lateModules, script, engine], {
      cwd: root,
      env: { PATH: process.env.PATH, PULUMI_NODEJS_PROJECT: "test", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed: string[] = [];
    child.stderr.on("data", (data: Buffer) => void printed.push(data.toString()));
    const port = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the host did not start: ${printed.join("")}`)), 30_000);
      child.once("exit", (code) => reject(new Error(`the host ended with ${code}: ${printed.join("")}`)));
      child.stdout.once("data", (data: Buffer) => {
        clearTimeout(timer);
        child.stdout.on("data", (more: Buffer) => void printed.push(more.toString()));
        resolve(data.toString().trim());
      });
    });
    const host = new Host(
      child,
      new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure()),
      printed,
    );
    await host.ask("configure", "ConfigureRequest", { Args: config });
    return host;
  }

  /** All output of the host, as Pulumi shows it. */
  get output(): string {
    return this.printed.join("");
  }

  async check(
    provider: string,
    olds: Props,
    news: Props,
  ): Promise<{ inputs: Props; failures: { property: string; reason: string }[] }> {
    const response = await this.ask("check", "CheckRequest", {
      Olds: withText(olds, provider),
      News: withText(news, provider),
    });
    return {
      inputs: plain(response.getInputs!()),
      failures: (response.getFailuresList!() as Message[]).map((one) => ({
        property: one.getProperty!() as string,
        reason: one.getReason!() as string,
      })),
    };
  }

  async diff(
    provider: string,
    id: string,
    olds: Props,
    news: Props,
  ): Promise<{ changes: "unknown" | "none" | "some"; replaces: string[] }> {
    const response = await this.ask("diff", "DiffRequest", {
      Id: id,
      Olds: withText(olds, provider),
      News: withText(news, provider),
    });
    const changes = (["unknown", "none", "some"] as const)[response.getChanges!() as number]!;
    return { changes, replaces: response.getReplacesList!() as string[] };
  }

  async create(provider: string, news: Props): Promise<{ id: string; outs: Props }> {
    const response = await this.ask("create", "CreateRequest", { Properties: withText(news, provider) });
    return { id: response.getId!() as string, outs: plain(response.getProperties!()) };
  }

  async read(provider: string, id: string, outs: Props): Promise<{ id: string; outs: Props; inputs?: Props }> {
    const response = await this.ask("read", "ReadRequest", { Id: id, Properties: withText(outs, provider) });
    const inputs = response.getInputs!() as Message | undefined;
    return { id: response.getId!() as string, outs: plain(response.getProperties!()), inputs: inputs && plain(inputs) };
  }

  async update(provider: string, id: string, olds: Props, news: Props): Promise<Props> {
    const given = { Id: id, Olds: withText(olds, provider), News: withText(news, provider) };
    return plain((await this.ask("update", "UpdateRequest", given)).getProperties!());
  }

  async delete(provider: string, id: string, outs: Props): Promise<void> {
    await this.ask("delete", "DeleteRequest", { Id: id, Properties: withText(outs, provider) });
  }

  signal(name: NodeJS.Signals): void {
    this.process.kill(name);
  }

  async stop(): Promise<void> {
    this.signal("SIGKILL");
    await this.ended;
  }

  private async ask(method: string, type: string, fields: Record<string, unknown>): Promise<Message> {
    const request = new messages[type]!();
    for (const [name, value] of Object.entries(fields))
      request[`set${name}`]!(typeof value === "string" ? value : struct.Struct.fromJavaScript(value as object));
    const deadline = new Date(Date.now() + 20_000);
    return new Promise((resolve, reject) =>
      this.client[method]!(request, { deadline }, (e, response) => (e ? reject(initFailed(e)) : resolve(response))),
    );
  }
}

const withText = (props: Props, provider: string): Props => ({ ...props, __provider: provider });
const plain = (message: Message): Props => message.toJavaScript!() as Props;

/** The partial failure in the host's error, if there is one. */
function initFailed(e: RpcError): Error {
  const [packed] = e.metadata.get("grpc-status-details-bin");
  if (!packed) return new Error(e.details, { cause: e });
  const [any] = status.Status.deserializeBinary(packed as Buffer).getDetailsList!() as Message[];
  const failed = ErrorResourceInitFailed.deserializeBinary(any!.getValue_asU8!() as Uint8Array);
  return new InitFailed(
    e.details,
    failed.getId!() as string,
    plain(failed.getProperties!() as Message),
    failed.getReasonsList!() as string[],
  );
}
