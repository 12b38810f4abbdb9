import { expect } from "chai";
import { classNameOf, type ResourceName, resources } from "../tools/resources";
import { definition, hashesOnly } from "../lifecycle/assets";
import { providerText, typeToken } from "../../sdk/model/providerText";
import { partialFailure, withHost } from "./host";

/** The text of each resource in existing states, byte by byte. A line here never changes. A new resource adds its own line. */
const contract = {
  dataflow: {
    type: "pulumi-nodejs:dynamic/fabric:Dataflow",
    provider: 'exports.handler = () => require("pulumi-fabric-dataflow/runtime").dataflow;',
  },
  dataflowRefresh: {
    type: "pulumi-nodejs:dynamic/fabric:DataflowRefresh",
    provider: 'exports.handler = () => require("pulumi-fabric-dataflow/runtime").dataflowRefresh;',
  },
  dataflowSchedule: {
    type: "pulumi-nodejs:dynamic/fabric:DataflowSchedule",
    provider: 'exports.handler = () => require("pulumi-fabric-dataflow/runtime").dataflowSchedule;',
  },
} as const satisfies Record<ResourceName, { type: string; provider: string }>;
const names = Object.keys(contract);

describe("the text in existing states", function () {
  this.timeout(60_000);

  it("is recorded for every resource", () => {
    expect(names).to.have.members(resources);
  });

  for (const [name, { type, provider }] of Object.entries(contract))
    it(`is the same for ${name}: __provider, and the type's name`, () => {
      expect(providerText(name)).to.equal(provider);
      expect(Buffer.byteLength(provider)).to.be.at.most(100);
      expect(typeToken(classNameOf(name))).to.equal(type);
    });

  it("names providers that pulumi-fabric-dataflow/runtime has", () => {
    const runtime = require("pulumi-fabric-dataflow/runtime") as Record<string, Record<string, unknown>>;
    expect(Object.keys(runtime)).to.include.members(names);
    const methods = ["configure", "check", "diff", "create", "read", "update", "delete"];
    for (const name of names)
      for (const method of methods) expect(runtime[name]?.[method], `${name}.${method}`).to.be.a("function");
  });
});

describe("a refresh in the dynamic host of the npm package", function () {
  this.timeout(60_000);
  const dataflow = contract.dataflow.provider;
  const dataflowRefresh = contract.dataflowRefresh.provider;

  it("runs, fails with what exists, runs again and is deleted", () =>
    withHost(async ({ host, emulator }) => {
      const { workspaceId } = emulator;
      const sales = await host.check(dataflow, {}, { workspaceId, displayName: "Sales", definition: definition() });
      const { id: dataflowId } = await host.create(dataflow, sales.inputs);
      const { inputs, failures } = await host.check(
        dataflowRefresh,
        {},
        { workspaceId, dataflowId, triggers: [1, "a"] },
      );
      expect(failures).to.deep.equal([]);
      const message = "the gateway is offline";
      emulator.faults.add({ operation: "runExecute", fault: { kind: "job", job: { outcome: "fail", message } } });
      const e = await partialFailure(host.create(dataflowRefresh, inputs));
      expect(e.message).to.contain("the gateway is offline");
      expect(e.properties).to.include({ status: "Failed", jobInstanceId: e.id, __provider: dataflowRefresh });
      expect(e.properties.failureReason).to.include({ errorCode: "EntityUserFailure", message });
      const read = await host.read(dataflowRefresh, e.id, e.properties);
      expect(read.inputs).to.deep.equal(inputs);
      expect(await host.diff(dataflowRefresh, e.id, read.outs, inputs)).to.deep.equal({
        changes: "some",
        replaces: ["status"],
      });
      const { id, outs } = await host.create(dataflowRefresh, inputs);
      expect(outs).to.include({ status: "Completed" }).and.not.to.have.property("failureReason");
      expect(await host.diff(dataflowRefresh, id, outs, inputs)).to.deep.equal({ changes: "none", replaces: [] });
      const updated = await host.update(dataflowRefresh, id, outs, { ...inputs, timeout: "2h" });
      expect(updated).to.include({ status: "Completed", timeout: "2h" });
      await host.delete(dataflowRefresh, id, updated);
      await host.delete(dataflow, dataflowId, hashesOnly(sales.inputs));
    }));
});
