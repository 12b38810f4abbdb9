import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow } from "../../../sdk/index";

const workspaceId = "00000000-0000-4000-8000-000000000001";
const leaks = "PULUMI_DEBUG_PROMISE_LEAKS";

describe("the traces of the SDK's promises", () => {
  const format = Error.prepareStackTrace;
  let formatted: (string | null | undefined)[];
  let next = 0;

  before(() =>
    pulumi.runtime.setMocks({
      newResource: ({ inputs }) => ({ id: workspaceId, state: inputs as object }),
      call: ({ inputs }) => inputs,
    }),
  );
  after(() => pulumi.runtime.setMocks(undefined as never));
  beforeEach(() => {
    formatted = [];
    Error.prepareStackTrace = (error, frames) => {
      formatted.push(frames[0]?.getFunctionName());
      return format!(error, frames) as unknown;
    };
  });
  afterEach(() => {
    Error.prepareStackTrace = format;
    delete process.env[leaks];
  });

  const declare = async (opts: pulumi.CustomResourceOptions = {}) => {
    const spy = Error.prepareStackTrace;
    const dataflow = new Dataflow(`d${next++}`, { workspaceId }, opts);
    expect(Error.prepareStackTrace, "restored").to.equal(spy);
    const seen = formatted;
    formatted = [];
    await new Promise((resolve) => dataflow.urn.apply(resolve));
    return seen;
  };

  it("are not formatted while a resource is declared, except the trace with the resource's place", async () => {
    const seen = await declare();
    expect(seen).not.to.include("debuggablePromise");
    expect(seen).to.include("callsites");
  });

  it("are formatted if Pulumi searches for leaks", async () => {
    process.env[leaks] = "1";
    expect(await declare()).to.include("debuggablePromise");
  });

  it("do not change an error of a program's transformation", () => {
    const spy = Error.prepareStackTrace;
    const fails = function failsOnPurpose(): never {
      throw new Error("no dataflows here");
    };
    const make = () => new Dataflow(`d${next++}`, { workspaceId }, { transformations: [fails] });
    let thrown: Error | undefined;
    try {
      make();
    } catch (error) {
      thrown = error as Error;
    }
    expect(Error.prepareStackTrace, "restored").to.equal(spy);
    expect(thrown?.stack).to.match(/no dataflows here\n\s+at failsOnPurpose .*promiseTraces\.test\.ts:\d+/);
    expect(thrown?.stack).to.match(/at make .*promiseTraces\.test\.ts:\d+/);
  });
});
