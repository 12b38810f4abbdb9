import { expect } from "chai";
import { createRequire } from "node:module";
import { type Proxy, startProxy } from "../auth/proxy";
import { startEmulator, type Emulator } from "../emulator/index";
import { definition } from "../lifecycle/assets";
import { Host } from "./driver";
import { dataflow } from "./host";

const sdk = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = sdk("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
const { EngineService } = require("@pulumi/pulumi/proto/engine_grpc_pb") as {
  EngineService: import("@grpc/grpc-js").ServiceDefinition;
};
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb") as { Empty: new () => object };

interface LogRequest {
  getMessage(): string;
  getUrn(): string;
}

/** A minimal engine. It only accepts the host's messages. */
async function startEngine(): Promise<{ address: string; said: string[]; urns: string[]; kill(): void }> {
  const said: string[] = [];
  const urns: string[] = [];
  const server = new grpc.Server();
  server.addService(EngineService, {
    log: (call: { request: LogRequest }, response: (e: null, value: object) => void) => {
      said.push(call.request.getMessage());
      urns.push(call.request.getUrn());
      response(null, new Empty());
    },
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (e, bound) =>
      e ? reject(e) : resolve(bound),
    ),
  );
  return { address: `127.0.0.1:${port}`, said, urns, kill: () => server.forceShutdown() };
}

/** The exit code of a host that ends by itself. */
async function ended(host: Host): Promise<unknown> {
  const late = new Promise((resolve) => setTimeout(resolve, 15_000, "still there").unref());
  const code = await Promise.race([host.ended, late]);
  if (code === "still there") await host.stop();
  return code;
}

describe("a dynamic host and its engine", function () {
  this.timeout(60_000);
  let emulator: Emulator;
  let proxy: Proxy;
  beforeEach(async () => {
    [emulator, proxy] = await Promise.all([startEmulator(), startProxy()]);
  });
  afterEach(() => Promise.all([emulator.close(), proxy.close()]));

  const env = () => ({ FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint });
  const create = async (host: Host) => {
    const { workspaceId } = emulator;
    const { inputs } = await host.check(dataflow, {}, { workspaceId, displayName: "Sales", definition: definition() });
    return host.create(dataflow, inputs);
  };

  it("communicate without a proxy, like the host with a service on this machine", async () => {
    const engine = await startEngine();
    const { url } = proxy;
    const proxies = { http_proxy: url, https_proxy: url, grpc_proxy: url, HTTP_PROXY: url, HTTPS_PROXY: url };
    const host = await Host.start({ ...env(), ...proxies }, { engine: engine.address });
    try {
      await create(host);
      expect(engine.said.join("\n")).to.contain("signing in as");
      expect(proxy.tunnels).to.deep.equal([]);
    } finally {
      await host.stop();
      engine.kill();
    }
  });

  it("exchange valid URNs, because the engine crashes at an invalid one, which a state that was edited by hand may have", async () => {
    const engine = await startEngine();
    const host = await Host.start(env(), { engine: engine.address });
    const urn = "urn:pulumi:dev::test::pulumi-nodejs:dynamic/fabric:Dataflow::a::b";
    try {
      const wanted = (row: string) => ({
        ...{ workspaceId: emulator.workspaceId, displayName: "Sales" },
        definition: definition({ Orders: row }),
      });
      const { inputs } = await host.check(dataflow, {}, wanted("one"));
      for (const given of ["sales", urn])
        await host.check(dataflow, inputs, { ...wanted("two"), __declaration: { urn: given } });
      for (let i = 0; i < 100 && !engine.urns.includes(urn); i++)
        await new Promise((resolve) => setTimeout(resolve, 20));
      expect([...new Set(engine.urns)], engine.said.join("\n")).to.deep.equal(["", urn]);
    } finally {
      await host.stop();
      engine.kill();
    }
  });

  it("stay connected if the host sends a message over the size limit", async () => {
    const engine = await startEngine();
    const host = await Host.start(env(), { engine: engine.address });
    try {
      const { workspaceId } = emulator;
      const rows = (row: string) =>
        definition(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${"Long".repeat(300)}${i}`, row])));
      const wanted = { workspaceId, displayName: "Sales", definition: rows("one") };
      const { inputs } = await host.check(dataflow, {}, wanted);
      await host.check(dataflow, inputs, { ...wanted, definition: rows("two") });
      const lengths = engine.said.map(({ length }) => length);
      expect(Math.max(...lengths)).to.be.within(7_000, 7_100);
    } finally {
      await host.stop();
      engine.kill();
    }
  });

  it("disconnect if the engine is killed, and the host ends by itself", async () => {
    const engine = await startEngine();
    const host = await Host.start(env(), { engine: engine.address });
    await create(host);
    engine.kill();
    expect(await ended(host)).to.equal(0);
  });

  /** Starts a create that publishes, and waits for the request of `operation`. */
  const publishing = async (host: Host, operation: string): Promise<void> => {
    const { workspaceId } = emulator;
    const wanted = { workspaceId, displayName: "Sales", definition: definition(), publishOnUpdate: true };
    const { inputs } = await host.check(dataflow, {}, wanted);
    host.create(dataflow, inputs).catch(() => undefined);
    for (let i = 0; i < 500 && emulator.counts()[operation] === undefined; i++)
      await new Promise((done) => setTimeout(done, 20));
  };

  it("disconnect in the middle of a call if the engine is killed: the call is cancelled, and the host ends", async () => {
    const engine = await startEngine();
    emulator.set({ timings: { applyChangesMs: 600_000 } });
    const host = await Host.start(env(), { engine: engine.address });
    await publishing(host, "getJobInstance");
    engine.kill();
    expect(await ended(host)).to.equal(1);
  });

  it("disconnect at a SIGINT in the middle of a call, like after a second Ctrl-C: nothing new is started", async () => {
    const engine = await startEngine();
    const host = await Host.start(env(), { engine: engine.address });
    emulator.faults.add({ operation: "createItem", fault: { kind: "delay", delayMs: 1_000 } });
    await publishing(host, "createItem");
    host.signal("SIGINT");
    expect(await ended(host)).to.equal(1);
    engine.kill();
    expect(emulator.counts()).to.deep.equal({ listItems: 1, createItem: 1 });
  });
});
