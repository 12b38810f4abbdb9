import { expect } from "chai";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import "../../../sdk/index";

// The SDK's own modules, as its Automation API uses them. They have no types.
const state = require("@pulumi/pulumi/runtime/state") as { withLocalStorage<T>(run: () => Promise<T>): Promise<T> };
const settings = require("@pulumi/pulumi/runtime/settings") as {
  resetOptions(...options: unknown[]): void;
  getMonitor(): { supportsFeature(request: object, done: (error: Error | null) => void): void };
};
const { SupportsFeatureRequest, SupportsFeatureResponse } = require("@pulumi/pulumi/proto/resource_pb") as Record<
  string,
  new () => object
>;
const { ResourceMonitorService } = require("@pulumi/pulumi/proto/resource_grpc_pb") as Record<string, object>;
const grpc = require("@grpc/grpc-js") as typeof import("@grpc/grpc-js");

/** The first call of an inline program to its engine. */
const firstCall = (address: string): Promise<string> =>
  state.withLocalStorage(async () => {
    settings.resetOptions("project", "stack", 1, "", address, false, "");
    return new Promise((resolve) =>
      settings.getMonitor().supportsFeature(new SupportsFeatureRequest!(), (error) => resolve(error?.message ?? "ok")),
    );
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

describe("an inline program of the Automation API", () => {
  it("reaches its engine if an earlier engine had the same port and ended early", async () => {
    const address = `127.0.0.1:${await freePort()}`;
    expect(await firstCall(address), "the earlier engine has ended").to.match(/^14 UNAVAILABLE/);
    const engine = new grpc.Server();
    try {
      engine.addService(ResourceMonitorService as import("@grpc/grpc-js").ServiceDefinition, {
        supportsFeature: (_call: unknown, done: (error: null, response: object) => void) =>
          done(null, new SupportsFeatureResponse!()),
      });
      await new Promise<void>((resolve, reject) =>
        engine.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error) =>
          error ? reject(error) : resolve(),
        ),
      );
      expect(await firstCall(address)).to.equal("ok");
    } finally {
      engine.forceShutdown();
    }
  });
});
