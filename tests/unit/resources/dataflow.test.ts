import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { keysWith } from "../../../sdk/model/keys";
import { classOf } from "../../tools/resourceClasses";
import { keysOf, resources } from "../../tools/resources";
import {
  Dataflow,
  type DataflowArgs,
  DataflowDeployment,
  type DataflowDeploymentArgs,
  DataflowRefresh,
  DataflowSchedule,
  FabricProvider,
} from "../../../sdk/index";
import { deploymentArguments } from "../../../sdk/model/dataflowDeployment";

type Inputs = Record<string, unknown>;
type Options = pulumi.CustomResourceOptions;

const workspaceId = "00000000-0000-4000-8000-000000000001";
const id = "00000000-0000-4000-8000-00000000000a";

describe("the resource classes", () => {
  const registered = new Map<string, Inputs>();
  before(() =>
    pulumi.runtime.setMocks(
      {
        newResource: ({ name, inputs }) => {
          registered.set(name, inputs as Inputs);
          return { id, state: inputs as Inputs };
        },
        call: ({ inputs }) => inputs,
      },
      "project",
      "stack",
    ),
  );
  after(() => pulumi.runtime.setMocks(undefined as never));

  /** The inputs that a class passes to Pulumi, and its options as a transformation sees them. */
  async function register(
    make: (name: string, seeing: Options) => pulumi.CustomResource,
  ): Promise<{ name: string; inputs: Inputs; opts: Options }> {
    const name = `r${registered.size}`;
    let opts: Options = {};
    const resource = make(name, { transformations: [(args) => void (opts = args.opts) as undefined] });
    await new Promise((resolve) => resource.urn.apply(resolve));
    return { name, inputs: registered.get(name)!, opts };
  }

  it("accept a Date as a run parameter", async () => {
    const parameters = { At: new Date("2026-01-31T13:45:00Z"), Region: pulumi.output("north") };
    const { inputs } = await register(
      (name, opts) => new DataflowRefresh(name, { workspaceId, dataflowId: id, parameters }, opts),
    );
    expect(inputs.parameters).to.deep.equal({ At: "2026-01-31T13:45:00.000Z", Region: "north" });
  });

  it("name an item after its resource, and set the order of a replacement", async () => {
    const plain = await register((name, opts) => new Dataflow(name, { workspaceId }, opts));
    expect(plain.inputs).to.include({ displayName: plain.name });
    expect(plain.opts.deleteBeforeReplace).to.equal(true);
    const unset = await register(
      (name, opts) => new Dataflow(name, { workspaceId }, { ...opts, deleteBeforeReplace: undefined }),
    );
    expect(unset.opts.deleteBeforeReplace).to.equal(true);
    const own = await register(
      (name, opts) => new Dataflow(name, { workspaceId, displayName: "S" }, { ...opts, deleteBeforeReplace: false }),
    );
    expect(own.inputs).to.include({ displayName: "S" });
    expect(own.opts.deleteBeforeReplace).to.equal(false);
    const run = { workspaceId, dataflowId: id };
    const kept = await register((name, opts) => new DataflowRefresh(name, run, opts));
    expect(kept.opts.deleteBeforeReplace).to.equal(undefined);
    const cancelled = await register((name, opts) => new DataflowRefresh(name, { ...run, cancelOnDelete: true }, opts));
    expect(cancelled.opts.deleteBeforeReplace).to.equal(true);
  });

  it("have an Output for inputs that the program omits, too, without other dependencies", async () => {
    const internal = ["id", "urn", "__declaration", "__provider"];
    for (const name of resources) {
      const properties = Object.entries(new (classOf(name)!)("bare", { workspaceId }));
      const outputs = properties.flatMap(([key, value]) => (pulumi.Output.isInstance(value) ? [key] : []));
      expect(outputs.filter((key) => !internal.includes(key))).to.have.members(keysWith(keysOf(name), { shown: true }));
    }
  });

  it("turn import into an argument, and customTimeouts into defaults", async () => {
    const { inputs, opts } = await register(
      (name, seeing) =>
        new Dataflow(
          name,
          { workspaceId, timeouts: { update: "2h", publish: "3h" } },
          { ...seeing, import: id, customTimeouts: { create: "1h", update: "1h" } },
        ),
    );
    expect(opts.import).to.equal(undefined);
    expect(inputs.__declaration).to.include({ import: id });
    expect(inputs).to.deep.include({ timeouts: { create: "1h", update: "2h", publish: "3h" } });
  });

  it("know the portal's address", async () => {
    const sales = new Dataflow("address", { workspaceId });
    const url = await new Promise((resolve) => sales.portalUrl.apply(resolve));
    expect(url).to.equal(`https://app.fabric.microsoft.com/groups/${workspaceId}/dataflows-gen2/${id}`);
  });

  it("pass mistakes to check, which refuses them, and do not throw", async () => {
    const order = await register(
      (name, opts) => new Dataflow(name, { workspaceId, adoptExisting: true }, { ...opts, deleteBeforeReplace: false }),
    );
    expect(order.inputs.__declaration).to.include({ deleteBeforeReplace: false });
    const run = { workspaceId, dataflowId: id };
    const imported = await register((name, opts) => new DataflowRefresh(name, run, { ...opts, import: id }));
    expect(imported.inputs.__declaration).to.include({ import: id });
    const computed = { ...run, status: "Completed" } as never;
    expect((await register((name, opts) => new DataflowRefresh(name, computed, opts))).inputs).to.include({
      status: "Completed",
    });
    for (const resource of [Dataflow, DataflowRefresh, DataflowSchedule])
      await register((name, opts) => new resource(name, undefined as never, opts));
    const provider = new FabricProvider("strange", { clientID: "x", maxRetries: 1 } as never);
    await new Promise((resolve) => provider.urn.apply(resolve));
    expect(registered.get("strange")).to.deep.equal({
      "fabric-dataflow:maxRetries": "1",
      "fabric-dataflow:explicit": "true",
      "fabric-dataflow:unknownArguments": "clientID",
    });
  });

  it("pass unknown arguments of a deployment to its dataflow", async () => {
    const { dataflow } = new DataflowDeployment("strange", { workspaceId, refesh: false } as never);
    await new Promise((resolve) => dataflow.urn.apply(resolve));
    expect(registered.get("strange")).to.include({ refesh: false });
    // Check also names these arguments. The table does not compile without one of them.
    const own: Record<Exclude<keyof DataflowDeploymentArgs, keyof DataflowArgs>, true> = deploymentArguments;
    for (const name of Object.keys(own)) expect(registered.get("strange"), name).not.to.have.property(name);
    new DataflowDeployment("nothing", undefined as never);
  });

  it("keep a provider's secrets secret, and do not change other values", async () => {
    const provider = new FabricProvider("other", { token: "t", maxRetries: 3, useCli: false });
    await new Promise((resolve) => provider.urn.apply(resolve));
    expect(registered.get("other")).to.include({
      "fabric-dataflow:maxRetries": "3",
      "fabric-dataflow:useCli": "false",
      "fabric-dataflow:explicit": "true",
    });
  });
});
