import { wallTimeMs } from "../common/clock";
import { createRequire } from "node:module";

/*
 * The engine as Pulumi's dynamic host knows it: an address, which is the host's last argument. None of this is
 * documented, so everything here may be missing. Then messages go to stdout, which Pulumi shows as information;
 * progress is not shown; and a lost engine is not noticed.
 */

interface Channel {
  getConnectivityState(connects: boolean): number;
  /** Calls back at the first change away from `state`, or with an error at the deadline. */
  watchConnectivityState(state: number, deadline: Date, callback: (e?: Error) => void): void;
}

interface EngineClient {
  log(request: unknown, callback: () => void): void;
  getChannel(): Channel;
}

interface EngineConnection {
  client: EngineClient;
  proto: Record<string, new () => Record<string, (value: unknown) => void>>;
}

/** Longer messages break the host's connection. */
const LONGEST_MESSAGE = 7_000;
export const SEVERITY = { info: 1, warn: 2 } as const;

/** Returns the address of this operation's engine; undefined if no engine started this process. */
export function engineAddress(): string | undefined {
  const address = process.argv.at(-1) ?? "";
  return /^127\.0\.0\.1:[1-9]\d*$/.test(address) ? address : undefined;
}

/** Modules that speak to the engine: generated code without types, and the credentials of a local connection. */
export interface EngineModules {
  EngineClient: new (address: string, credentials: unknown, options: object) => EngineClient;
  proto: EngineConnection["proto"];
  insecure(): unknown;
}

/** Returns the modules of the dynamic host's own SDK. */
function ofTheHost(): EngineModules {
  const fromHost = createRequire(require.main?.filename ?? __filename);
  const fromSdk = createRequire(fromHost.resolve("@pulumi/pulumi"));
  const { EngineClient } = fromHost("@pulumi/pulumi/proto/engine_grpc_pb");
  const proto = fromHost("@pulumi/pulumi/proto/engine_pb");
  return { EngineClient, proto, insecure: () => fromSdk("@grpc/grpc-js").credentials.createInsecure() };
}

let modules: () => EngineModules = ofTheHost;

/** Sets the modules of a process that is not a dynamic host. */
export function useEngineModules(own: () => EngineModules): void {
  modules = own;
}

let connection: EngineConnection | null | undefined;

function engine(): EngineConnection | null {
  if (connection !== undefined) return connection;
  connection = null;
  const address = engineAddress();
  if (address === undefined) return connection;
  try {
    const { EngineClient, proto, insecure } = modules();
    // A proxy from the environment cannot reach this machine's own ports.
    const options = { "grpc.enable_http_proxy": 0 };
    connection = { client: new EngineClient(address, insecure(), options), proto };
  } catch {
    connection = null;
  }
  return connection;
}

export function log(urn: unknown, severity: number, message: string, ephemeral = false): void {
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
  if (isUrn(urn)) request.setUrn!(urn);
  // Not awaited: a step's result could be lost while it waits for its last line to be shown.
  to.client.log(request, () => {});
}

/** The engine exits if it gets anything else as a resource's URN. */
const isUrn = (value: unknown): value is string =>
  typeof value === "string" && /^urn:pulumi:[^:]+::[^:]+::.+::.+$/s.test(value);

/** gRPC's numbers for connection states. */
const STATE = { ready: 2, failed: 3, shutDown: 4 };
const CHECK_EVERY_MS = 2_000;

/**
 * Calls back once an engine that was reached is gone. The system closes a killed process's connections at once and
 * refuses new ones. Never calls back if the engine was never reached.
 */
export function onEngineGone(gone: () => void): void {
  let wasThere = false;
  const check = (): void => {
    const channel = engine()?.client.getChannel();
    if (!channel) return;
    const state = channel.getConnectivityState(true);
    wasThere ||= state === STATE.ready;
    if (wasThere && (state === STATE.failed || state === STATE.shutDown)) return gone();
    channel.watchConnectivityState(state, new Date(wallTimeMs() + CHECK_EVERY_MS), safely);
  };
  const safely = (): void => {
    try {
      check();
    } catch {
      // An older gRPC library may lack this function. The host then works, but does not notice a lost engine.
    }
  };
  safely();
}
