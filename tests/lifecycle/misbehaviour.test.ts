import { expect } from "chai";
import fc from "fast-check";
import { PartialFailure } from "../../sdk/lifecycle/partialFailure";
import { inputsToJson, toJson } from "../../sdk/lifecycle/values";
import { definition } from "./assets";
import { failure, Resource } from "./resource";
import { freshLifecycles, inWorld, type World } from "./world";

type Args = Record<string, unknown>;

const args = ({ emulator }: World, more: Args = {}): Args => ({
  workspaceId: emulator.workspaceId,
  displayName: "Sales",
  definition: definition(),
  publishOnUpdate: true,
  ...more,
});

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const began = Date.now();
  const value = await promise;
  expect(Date.now() - began, "ms").to.be.lessThan(ms);
  return value;
}

describe("a service that never completes", () => {
  const neverEnds = { kind: "operation", operation: { outcome: "neverEnds" } } as const;

  it("is an error within the timeout in a create, which names what was awaited", () =>
    inWorld(async (world) => {
      world.emulator.faults.add({ operation: "createItem", fault: neverEnds });
      const sales = new Resource(world, "dataflow");
      const creating = failure(sales.up(args(world, { timeouts: { create: "300ms" } })));
      expect(await within(5_000, creating)).to.match(/did not end within 0.3 s: still awaiting the end of operation/);
      expect(world.newRequests().createItem).to.equal(1);
    }));

  it("is an error within the timeout in an update or a publish, and the next up completes it", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      const wanted = args(world, {
        definition: definition({ Orders: "two" }),
        timeouts: { update: "300ms", publish: "300ms" },
      });
      world.emulator.faults.add({ operation: "updateDefinition", fault: neverEnds });
      expect(await within(5_000, failure(sales.up(wanted)))).to.match(/did not end within 0.3 s/);
      world.emulator.faults.add({
        operation: "runApplyChanges",
        fault: { kind: "job", job: { outcome: "neverEnds" } },
      });
      expect(await within(5_000, failure(sales.up(wanted)))).to.match(/did not end within 0\.\d+ s[\s\S]*more time/);
    }));
});

describe("a timeout", () => {
  // Another job is active for this time, then ours takes as long. Together they exceed the timeout, each alone does not.
  const jobMs = 700;
  const busy = { timings: { executeMs: jobMs, applyChangesMs: jobMs } };
  const timeout = "1s";

  const met = async (world: World, jobType: "Publish" | "Refresh") => {
    const sales = new Resource(world, "dataflow");
    await sales.up(args(world, { publishOnUpdate: false }));
    const run: Args = { workspaceId: world.emulator.workspaceId, dataflowId: sales.id, jobType };
    await new Resource(world, "dataflowRefresh").up({ ...run, waitForCompletion: false });
    return { sales, run };
  };

  it("of a publish includes the wait for another publish", () =>
    inWorld(async (world) => {
      const { sales } = await met(world, "Publish");
      const publishing = failure(sales.up(args(world, { timeouts: { publish: timeout } })));
      expect(await within(5_000, publishing)).to.match(/publish .* did not end within [\d.]+ s/);
    }, busy));

  it("of a run includes the wait for another run", () =>
    inWorld(async (world) => {
      const { run } = await met(world, "Refresh");
      const running = failure(new Resource(world, "dataflowRefresh").up({ ...run, timeout }));
      expect(await within(5_000, running)).to.match(/did not end within [\d.]+ s/);
    }, busy));

  it("ends the attempts of a run whose starts are always Deduped", () =>
    inWorld(async (world) => {
      const { run } = await met(world, "Refresh");
      world.emulator.faults.add({
        operation: "runExecute",
        times: 0,
        fault: { kind: "job", job: { outcome: "dedupe" } },
      });
      const running = failure(new Resource(world, "dataflowRefresh").up({ ...run, timeout }));
      expect(await within(5_000, running)).to.match(/did not end within/);
    }));
});

describe("a state that was edited by hand", () => {
  const junk = fc.oneof(
    fc.constantFrom(undefined, null, "", Number.NaN, -1, true, [], {}, "x".repeat(100_000), [[[]]], { revision: "x" }),
    fc.jsonValue(),
  );

  for (const type of ["dataflow", "dataflowRefresh", "dataflowSchedule"] as const)
    it(`leads to an error or a result of ${type}, never to a crash or a hang`, async function () {
      this.timeout(60_000);
      await inWorld(async (world) => {
        const sales = new Resource(world, "dataflow");
        await sales.up(args(world));
        const lifecycle = freshLifecycles()[type];
        const good: Args = { ...sales.outs, dataflowId: sales.id, status: "InProgress", jobInstanceId: sales.id };
        const property = fc.asyncProperty(fc.constantFrom(...Object.keys(good)), junk, async (key, value) => {
          // Another valid workspace id would only be unknown to the service.
          const broken = { ...good, [key]: value };
          const steps = [
            () => lifecycle.check(broken, good, world.context),
            async () => lifecycle.diff(sales.id, broken, good, world.context),
            () => lifecycle.read(sales.id, broken, world.context),
          ];
          for (const step of steps) {
            const end = await Promise.race([
              step().then(toJson, (error: unknown) => error),
              new Promise((resolve) => setTimeout(resolve, 5_000, "hangs").unref()),
            ]);
            expect(end).not.to.equal("hangs");
            if (!(end instanceof Error)) continue;
            expect(end.message.length).to.be.within(10, 20_000);
            expect(end, end.stack).not.to.be.instanceOf(TypeError);
            expect(end).not.to.be.instanceOf(RangeError);
          }
        });
        await fc.assert(property, { seed: 18, numRuns: 60 });
        world.emulator.takeViolations();
      });
    });

  it("is an error that says what to do in every call, including delete, if the workspace is missing", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      await sales.up(args(world));
      const { workspaceId: _, ...outs } = sales.outs;
      const { dataflow } = freshLifecycles();
      const hint = /has no workspaceId, so it was edited by hand. Restore it/;
      expect(() => dataflow.diff(sales.id, outs, sales.inputs, world.context)).to.throw(hint);
      expect(await failure(dataflow.read(sales.id, outs, world.context))).to.match(hint);
      expect(await failure(dataflow.update(sales.id, outs, sales.inputs, world.context))).to.match(hint);
      expect(await failure(dataflow.delete(sales.id, outs, world.context))).to.match(hint);
      expect(world.dataflows()).to.have.length(1);
    }));
});

describe("the result of a lifecycle", () => {
  it("is converted to JSON with any content, because one other value would lose the call or make it hang", () => {
    const all = {
      u: undefined,
      n: Number.NaN,
      i: Infinity,
      d: new Date(0),
      bad: new Date(Number.NaN),
      f: () => 1,
      b: 1n,
      s: Symbol("s"),
      buffer: Buffer.from("x"),
      list: [undefined, () => 1],
      text: "x".repeat(1_000_000),
    };
    const made = toJson(all) as Args;
    expect(made).to.deep.equal({
      n: null,
      i: null,
      d: "1970-01-01T00:00:00.000Z",
      bad: null,
      b: "1",
      list: [null, null],
      text: all.text,
    });
    const loop: Args = {};
    loop.loop = loop;
    expect(() => inputsToJson(loop)).to.throw(/nested too deeply/);
    expect(new PartialFailure("m", "id", {})).to.be.instanceOf(Error);
  });
});
