import * as pulumi from "@pulumi/pulumi";
import { runsAsProgram } from "./runtimeCheck";

/** What the SDK passes to its gRPC clients. Older versions have only the first. */
const OPTIONS = ["grpcChannelOptions", "grpcClientOptions"];

/**
 * Gives each operation of the Automation API its own connections to its engine. All clients of a process share
 * connections by address, also those that failed, and the SDK closes none of an inline program. If an engine has ended
 * early and a later one gets its port, that engine's program gets the old failure. The SDK ignores it, so the program
 * declares nothing, and `up` deletes every resource.
 * https://github.com/grpc/grpc-node/blob/master/packages/grpc-js/README.md#supported-channel-options
 */
export function separateEngineConnections(): void {
  if (runsAsProgram()) return;
  const runtime = pulumi.runtime as unknown as Record<string, unknown>;
  for (const name of OPTIONS) {
    const options = runtime[name];
    if (typeof options === "object" && options !== null) Reflect.set(options, "grpc.use_local_subchannel_pool", 1);
  }
}
