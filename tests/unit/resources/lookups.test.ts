import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as sdk from "../../../sdk/index";

type Call = { token: string; inputs: Record<string, unknown> };

const id = "11111111-1111-4111-8111-111111111111";
const workspaceId = "22222222-2222-4222-8222-222222222222";
const value = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => void output.apply(resolve));

describe("look-ups in a unit test of a program", () => {
  let calls: Call[];

  /** The mocks apply until the end of this file's tests. Other tests construct no resources in this process. */
  beforeEach(() => {
    calls = [];
    pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as Record<string, unknown> }),
      call: ({ token, inputs }) => {
        calls.push({ token, inputs });
        return { id, displayName: "mocked" };
      },
    });
  });

  const cases: [name: string, args: Record<string, unknown>][] = [
    ["getWorkspace", { displayName: "Finance" }],
    ["getItem", { workspaceId, type: "Lakehouse", displayName: "Sales" }],
    ["getFolder", { workspaceId, path: "Finance/Daily" }],
    ["getTag", { displayName: "prod" }],
    ["getDataflow", { workspaceId, displayName: "Sales", withDefinition: true }],
    ["getDataflowParameters", { workspaceId, dataflowId: id }],
    ["getConnection", { kind: "SQL", path: "sql;db" }],
    ["getLastRun", { workspaceId, dataflowId: id }],
  ];
  for (const [name, args] of cases)
    it(`call the mocks in both forms and do not sign in: ${name}`, async () => {
      const functions = sdk as unknown as Record<string, (args: object) => Promise<unknown>>;
      const result = await functions[name]!(args);
      expect(result).to.deep.equal({ id, displayName: "mocked" });
      const output = (functions[`${name}Output`] as unknown as (args: object) => pulumi.Output<object>)(args);
      expect(await value(output)).to.deep.equal({ id, displayName: "mocked" });
      expect(calls).to.deep.equal(Array(2).fill({ token: `fabric-dataflow:index:${name}`, inputs: args }));
    });

  it("accept from a mock a list of parameters, no run, or the plugin's form of both", async () => {
    const args = { workspaceId, dataflowId: id };
    const returning = (result: unknown) =>
      pulumi.runtime.setMocks({
        newResource: ({ name }) => ({ id: `${name}-id`, state: {} }),
        call: () => result as Record<string, unknown>,
      });
    for (const [given, expected] of [
      [[{ name: "Region" }], [{ name: "Region" }]],
      [{ parameters: [{ name: "Region" }] }, [{ name: "Region" }]],
      [[], []],
    ]) {
      returning(given);
      expect(await sdk.getDataflowParameters(args)).to.deep.equal(expected);
    }
    for (const [given, expected] of [
      [{ id }, { id }],
      [{ run: { id } }, { id }],
      [{}, undefined],
    ]) {
      returning(given);
      expect(await sdk.getLastRun(args)).to.deep.equal(expected);
    }
  });

  for (const [name, args] of cases)
    it(`refuse an unknown argument without a request: ${name}`, async () => {
      const [first] = Object.keys(args);
      const functions = sdk as unknown as Record<string, (args: object) => Promise<unknown>>;
      const error = await functions[name]!({ ...args, [`${first}s`]: id }).catch((error: Error) => error);
      expect(error).to.be.instanceOf(pulumi.RunError);
      expect((error as Error).message).to.match(new RegExp(`^${name}: ${first}s is unknown; did you mean ${first}`));
      expect(calls).to.deep.equal([]);
    });

  it("are all in this test", () => {
    const exported = Object.keys(sdk).filter((name) => /^get/.test(name) && !name.endsWith("Output"));
    expect(exported.sort()).to.deep.equal(cases.map(([name]) => name).sort());
  });

  it("await dependsOn before a request", async () => {
    const order: string[] = [];
    pulumi.runtime.setMocks({
      newResource: async ({ name, inputs }) => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push("resource");
        return { id: `${name}-id`, state: inputs as Record<string, unknown> };
      },
      call: () => {
        order.push("look-up");
        return { id };
      },
    });
    class Thing extends pulumi.CustomResource {
      constructor() {
        super("test:index:Thing", "thing", {});
      }
    }
    await value(sdk.getItemOutput({ workspaceId, displayName: "Sales" }, { dependsOn: new Thing() }));
    expect(order).to.deep.equal(["resource", "look-up"]);
  });

  it("refuse dependsOn of a component, because its resources are unknown", async () => {
    const group = new pulumi.ComponentResource("test:index:Group", "group");
    const output = sdk.getItemOutput({ workspaceId, displayName: "Sales" }, { dependsOn: [group] });
    const error = await (output as unknown as { promise(): Promise<unknown> }).promise().catch((error: Error) => error);
    expect((error as Error).message).to.equal(
      "getItem: dependsOn has a component; list its resources instead, such as `deployment.dataflow` of a DataflowDeployment",
    );
    expect(calls).to.deep.equal([]);
  });

  it("refuse the option provider, because they sign in like the default provider", async () => {
    const provider = new sdk.FabricProvider("other", {});
    const error = await sdk.getWorkspace({ id }, { provider }).catch((error: Error) => error);
    expect(error).to.be.instanceOf(pulumi.RunError);
    expect((error as Error).message).to.match(/^getWorkspace: remove the option provider, or take the id from/);
    expect(calls).to.deep.equal([]);
  });
});
