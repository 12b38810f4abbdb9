import { createRequire } from "node:module";
import type { CheckAnswer, Lifecycle, Reporter } from "./context";
import { problemText } from "../definition/problem";
import { PartialFailure } from "./partialFailure";
import { createContext, configure, type Config } from "./session";
import { toJson, without, type Props } from "./values";

/*
 * The thin edge to Pulumi's dynamic host: what it asks and how it wants its answers. See
 * https://www.pulumi.com/docs/iac/concepts/resources/dynamic-providers/ and the SDK's cmd/dynamic-provider.
 */

/** Longer messages break the host's connection. */
const LONGEST_MESSAGE = 7_000;
const SEVERITY = { info: 1, warn: 2 } as const;

type EngineClient = {
  log(request: unknown, callback: () => void): void;
  waitForReady(deadline: Date, callback: (e?: Error) => void): void;
};

let connection:
  | { client: EngineClient; proto: Record<string, new () => Record<string, (value: unknown) => void>> }
  | null
  | undefined;

/**
 * The engine, whose address is the host's last argument. Undocumented, so everything here may be missing: then messages go to
 * stdout, which Pulumi shows as information, and progress is not shown.
 */
function engine(): typeof connection {
  if (connection !== undefined) return connection;
  connection = null;
  const address = process.argv.at(-1) ?? "";
  if (!/^127\.0\.0\.1:[1-9]\d*$/.test(address)) return connection;
  try {
    const fromHost = createRequire(require.main?.filename ?? __filename);
    const fromSdk = createRequire(fromHost.resolve("@pulumi/pulumi"));
    const { EngineClient } = fromHost("@pulumi/pulumi/proto/engine_grpc_pb");
    const proto = fromHost("@pulumi/pulumi/proto/engine_pb");
    const grpc = fromSdk("@grpc/grpc-js");
    connection = { client: new EngineClient(address, grpc.credentials.createInsecure()), proto };
  } catch {
    connection = null;
  }
  return connection;
}

function log(urn: unknown, severity: number, message: string, ephemeral = false): void {
  const to = engine();
  const line = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)} ...` : message;
  if (!to) {
    if (!ephemeral) console.log(severity === SEVERITY.warn ? `warning: ${line}` : line);
    return;
  }
  const request = new to.proto.LogRequest!();
  request.setSeverity!(severity);
  request.setMessage!(line);
  request.setEphemeral!(ephemeral);
  if (typeof urn === "string") request.setUrn!(urn);
  to.client.log(request, () => {});
}

const PROGRESS_EVERY_MS = 1_000;

export function reporter(urn: unknown): Reporter {
  let last = 0;
  return {
    info: (message) => log(urn, SEVERITY.info, message),
    warn: (message) => log(urn, SEVERITY.warn, message),
    progress: (message) => {
      if (Date.now() - last < PROGRESS_EVERY_MS) return;
      last = Date.now();
      log(urn, SEVERITY.info, message, true);
    },
  };
}

const WATCH_EVERY_MS = 2_000;
let underWay = 0;
const stop = new AbortController();

/**
 * Runs a step that works on the service. While one is under way, a SIGINT (the second Ctrl-C; Pulumi kills 5 s later) and an
 * engine that is gone stop it: whoever would take the answer is no longer there.
 */
async function working<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (underWay++ === 0) process.on("SIGINT", interrupt);
  const watch = setInterval(watchEngine, WATCH_EVERY_MS).unref();
  try {
    return await step(stop.signal);
  } finally {
    clearInterval(watch);
    if (--underWay === 0) {
      process.off("SIGINT", interrupt);
      if (stop.signal.aborted) setTimeout(() => process.exit(1), 100).unref();
    }
  }
}

const EXIT_AFTER_MS = 4_500;

function interrupt(): void {
  stop.abort(new Error("interrupted"));
  setTimeout(() => process.exit(1), EXIT_AFTER_MS).unref();
}

function watchEngine(): void {
  engine()?.client.waitForReady(new Date(Date.now() + WATCH_EVERY_MS), (e) => {
    if (e && !stop.signal.aborted) interrupt();
  });
}

/** An Error as the host takes it: bounded, and without a stack, which would be printed. */
function toHostError(e: unknown, provider: unknown): Error {
  const message = (e instanceof Error ? e.message : String(e)).slice(0, LONGEST_MESSAGE);
  const error = new Error(message);
  error.stack = "";
  if (!(e instanceof PartialFailure)) return error;
  return Object.assign(error, {
    id: e.id,
    properties: { ...(toJson(e.outs) as Props), __provider: provider },
    reasons: [message],
  });
}

async function answering<T>(provider: unknown, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (e) {
    throw toHostError(e, provider);
  }
}

/** A lifecycle in the form that `__provider` returns to the dynamic host. */
export function toDynamicProvider(lifecycle: Lifecycle) {
  const plain = (props: Props): Props => without(props, "__provider");
  const on = (props: Props, step: (props: Props) => Promise<unknown>) =>
    answering(props.__provider, () => step(plain(props)));
  const withContext = <T>(urn: unknown, step: (context: ReturnType<typeof createContext>) => Promise<T>): Promise<T> =>
    working((signal) => step(createContext(reporter(urn), signal)));

  return {
    async configure({ config }: { config: Config }) {
      configure(config);
    },
    check: (olds: Props, news: Props) =>
      on(news, async (props) => {
        const answer: CheckAnswer = await lifecycle.check(plain(olds), props, reporter(props.progressUrn));
        return {
          inputs: toJson(answer.inputs),
          // Never `property`: the engine prints that property's value, secrets and whole files included.
          failures: answer.problems.map((problem) => ({
            property: "",
            reason: problemText(problem).slice(0, LONGEST_MESSAGE),
          })),
        };
      }),
    diff: (id: string, olds: Props, news: Props) =>
      on(news, async (props) => lifecycle.diff(id, plain(olds), props, reporter(props.progressUrn))),
    create: (news: Props) =>
      on(news, (props) =>
        withContext(props.progressUrn, async (context) => {
          const { id, outs } = await lifecycle.create(props, context);
          return { id, outs: toJson(outs) };
        }),
      ),
    read: (id: string, outs: Props) =>
      on(outs, (props) =>
        withContext(props.progressUrn, async (context) => {
          const now = await lifecycle.read(id, props, context);
          return now === undefined ? { id: "" } : { id, props: toJson(now.outs), inputs: toJson(now.inputs) };
        }),
      ),
    update: (id: string, olds: Props, news: Props) =>
      on(news, (props) =>
        withContext(props.progressUrn, async (context) => ({
          outs: toJson(await lifecycle.update(id, plain(olds), props, context)),
        })),
      ),
    delete: (id: string, outs: Props) =>
      on(outs, (props) => withContext(props.progressUrn, (context) => lifecycle.delete(id, props, context))),
  };
}
