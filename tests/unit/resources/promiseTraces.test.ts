import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
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

  describe("beside other libraries", () => {
    const declared = (transformation: () => void) =>
      new Dataflow(`d${next++}`, { workspaceId }, { transformations: [() => void transformation()] });

    it("do not change the traces of source-map-support, before, during and after a declaration", () => {
      const { stdout, stderr, status } = spawnSync(process.execPath, [join(__dirname, "sourceMaps.cjs")], {
        encoding: "utf8",
        timeout: 30_000,
      });
      expect(status, stderr).to.equal(0);
      const { plain, read, thrown, after } = JSON.parse(stdout) as Record<string, string>;
      expect(plain).to.match(/at original \(.*original\.ts:7:/);
      expect({ read, thrown, after }).to.deep.equal({ read: plain, thrown: plain, after: plain });
    });

    it("keep the function of a library that sets it while a resource is declared", () => {
      const own = (error: Error) => `own ${error.message}`;
      declared(() => (Error.prepareStackTrace = own));
      expect(Error.prepareStackTrace).to.equal(own);
      expect(new Error("a").stack).to.equal("own a");
    });

    it("are off only while a resource is declared, also if a library keeps the function that it found", () => {
      declared(() => {
        const found = Error.prepareStackTrace!;
        Error.prepareStackTrace = (error, frames) => `wrapped ${String(found.call(Error, error, frames))}`;
      });
      const debuggablePromise = () => new Error("a").stack;
      expect(debuggablePromise()).to.match(/^wrapped Error: a\n\s+at debuggablePromise/);
    });

    it("do not change the frames of a library that reads them, like callsites", () => {
      let frames: NodeJS.CallSite[] = [];
      declared(() => {
        const found = Error.prepareStackTrace;
        Error.prepareStackTrace = (_, stack) => stack;
        frames = new Error().stack as unknown as NodeJS.CallSite[];
        Error.prepareStackTrace = found;
      });
      expect(frames[0]?.getFileName()).to.equal(__filename);
      expect(Error.prepareStackTrace).to.be.a("function");
    });

    it("stay on if a library prevents other functions", () => {
      const spy = Error.prepareStackTrace;
      Object.defineProperty(Error, "prepareStackTrace", { value: spy, writable: false, configurable: true });
      try {
        expect(declared(() => {})).to.be.instanceOf(Dataflow);
      } finally {
        Object.defineProperty(Error, "prepareStackTrace", { value: spy, writable: true, configurable: true });
      }
    });
  });
});
