import { expect } from "chai";
import { definition, hashesOnly, mashupOf, textAsset } from "../lifecycle/assets";
import { mashup, metadata } from "../dataflows";
import { failure } from "../lifecycle/resource";
import { dataflow, partialFailure, withHost } from "./host";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const news = (workspaceId: string, row = "one", more: object = {}) => ({
  workspaceId,
  displayName: "Sales",
  definition: definition({ Orders: row }),
  publishOnUpdate: true,
  ...more,
});

describe("a dataflow in the dynamic host of the npm package", function () {
  this.timeout(60_000);

  it("lives from check to delete, and every response has __provider", () =>
    withHost(async ({ host, emulator }) => {
      const { inputs, failures } = await host.check(dataflow, {}, news(emulator.workspaceId));
      expect(failures).to.deep.equal([]);
      expect(inputs).to.include({ definitionRevision: 1, publishedRevision: 1, __provider: dataflow });
      const { id, outs } = await host.create(dataflow, inputs);
      expect(emulator.item(id).published?.["mashup.pq"]).to.equal(mashupOf({ Orders: "one" }));
      expect(outs).to.include({ publishedRevision: 1, __provider: dataflow });

      const same = await host.check(dataflow, inputs, news(emulator.workspaceId));
      expect(await host.diff(dataflow, id, hashesOnly(outs), same.inputs)).to.deep.equal({
        changes: "none",
        replaces: [],
      });
      const edited = await host.check(dataflow, inputs, news(emulator.workspaceId, "two"));
      expect(await host.diff(dataflow, id, hashesOnly(outs), edited.inputs)).to.include({ changes: "unknown" });
      const updated = await host.update(dataflow, id, hashesOnly(outs), edited.inputs);
      expect(updated).to.include({ definitionRevision: 2, publishedRevision: 2, __provider: dataflow });

      emulator.portalEdit(id, { displayName: "Theirs" });
      const read = await host.read(dataflow, id, hashesOnly(updated));
      expect(read.inputs).to.include({ displayName: "Theirs", __provider: dataflow });
      await host.delete(dataflow, id, hashesOnly(updated));
      expect(emulator.items().map((item) => item.id)).not.to.include(id);
      expect((await host.read(dataflow, id, hashesOnly(updated))).id, "gone").to.equal("");
      await host.delete(dataflow, id, hashesOnly(updated));
      const moved = { ...edited.inputs, workspaceId: UNKNOWN };
      expect(await host.diff(dataflow, id, hashesOnly(updated), moved)).to.deep.include({ replaces: ["workspaceId"] });
    }));

  it("returns what exists after a partial failure, and the next update continues from there", () =>
    withHost(async ({ host, emulator }) => {
      const fault = { kind: "job", job: { outcome: "fail", message: "no schema" } } as const;
      emulator.faults.add({ operation: "runApplyChanges", fault });
      const { inputs } = await host.check(dataflow, {}, news(emulator.workspaceId));
      const e = await partialFailure(host.create(dataflow, inputs));
      expect(e.reasons).to.deep.equal([e.message]);
      expect(e.message).to.match(/publish of the dataflow .* ended Failed.*EntityUserFailure: no schema/);
      expect(e.properties).to.include({ publishedRevision: 0, stateVersion: 1, __provider: dataflow });
      emulator.clearRequests();
      await host.update(dataflow, e.id, hashesOnly(e.properties), inputs);
      expect(emulator.counts()).to.include({ runApplyChanges: 1 }).and.not.to.have.property("updateDefinition");
    }));

  it("returns what exists after a partial failure if the definition is large and has many queries", () =>
    withHost(async ({ host, emulator }) => {
      const queries = Object.fromEntries(
        Array.from({ length: 400 }, (_, i) => [`QueryWithALongName${i}`, `"${"ä".repeat(300)}${i}"`]),
      );
      const large = { "mashup.pq": textAsset(mashup(queries)), "queryMetadata.json": textAsset(metadata(queries)) };
      const fault = { kind: "job", job: { outcome: "fail", message: "ü".repeat(40_000) } } as const;
      emulator.faults.add({ operation: "runApplyChanges", fault });
      const given = news(emulator.workspaceId, "one", { definition: large });
      const { inputs, failures } = await host.check(dataflow, {}, given);
      expect(failures).to.deep.equal([]);
      const e = await partialFailure(host.create(dataflow, inputs));
      expect(e.properties).to.include({ publishedRevision: 0, __provider: dataflow });
      emulator.clearRequests();
      const olds = hashesOnly(e.properties);
      const outs = await host.update(dataflow, e.id, olds, inputs);
      expect(emulator.counts()).to.include({ runApplyChanges: 1 }).and.not.to.have.property("updateDefinition");
      expect(outs.queries).to.deep.equal(inputs.queries);
      const read = await host.read(dataflow, e.id, olds);
      const again = await host.check(dataflow, read.inputs!, given);
      expect(await host.diff(dataflow, e.id, hashesOnly(read.outs), again.inputs)).to.include({ changes: "unknown" });
    }));

  it("reports a mistake in an argument only in the failure's reason", () =>
    withHost(async ({ host }) => {
      const secret = "hunter2".repeat(100);
      const bad = {
        workspaceId: "W",
        displayName: "",
        description: secret,
        definition: {},
        timeouts: { publish: "soon" },
      };
      const { failures } = await host.check(dataflow, {}, bad);
      expect(failures.map(({ property }) => property)).to.deep.equal(failures.map(() => ""));
      const reasons = failures.map(({ reason }) => reason);
      expect(reasons.map((reason) => reason.split(/:? /)[0])).to.include.members([
        "workspaceId:".slice(0, -1),
        "displayName",
        "description",
        "timeouts.publish",
        "definition",
      ]);
      expect(reasons.join()).not.to.contain("hunter2");
    }));

  it("accepts unknown values, and returns unknown outputs for them", () =>
    withHost(async ({ host, emulator }) => {
      const { workspaceId } = emulator;
      const unknown = news(UNKNOWN, "one", { displayName: UNKNOWN, tags: [UNKNOWN], timeouts: { create: UNKNOWN } });
      const { inputs, failures } = await host.check(dataflow, {}, unknown);
      expect(failures).to.deep.equal([]);
      expect(inputs).to.include({ definitionRevision: 1 });
      const asset = { ...news(workspaceId), definition: { ...definition(), "mashup.pq": UNKNOWN } };
      const { inputs: blind } = await host.check(dataflow, inputs, asset);
      for (const key of ["definitionFingerprint", "definitionRevision", "publishedRevision", "queries"])
        expect(blind[key], key).to.equal(UNKNOWN);
      expect(emulator.requests).to.deep.equal([]);
    }));

  it("says in every call that a newer package wrote the state", () =>
    withHost(async ({ host, emulator }) => {
      const { inputs } = await host.check(dataflow, {}, news(emulator.workspaceId));
      const newer = { ...hashesOnly(inputs), stateVersion: 99, ownerToken: "t" };
      const calls = [
        host.diff(dataflow, "x", newer, inputs),
        host.read(dataflow, "x", newer),
        host.update(dataflow, "x", newer, inputs),
        host.delete(dataflow, "x", newer),
      ];
      for (const call of calls)
        expect(await failure(call)).to.match(/update the package: a newer pulumi-fabric-dataflow wrote/);
      expect(host.output, "the host shows no stack trace").not.to.match(/\n\s+at /);
      const olds = { ...hashesOnly(inputs), definitionFingerprint: "99:abc" };
      const { failures } = await host.check(dataflow, olds, news(emulator.workspaceId));
      expect(failures.map(({ reason }) => reason).join()).to.match(
        /update the package: a newer pulumi-fabric-dataflow wrote its state/,
      );
      expect(emulator.requests).to.deep.equal([]);
    }));

  it("returns an error for a state that was edited by hand, and continues to run", () =>
    withHost(async ({ host, emulator }) => {
      const { inputs } = await host.check(dataflow, {}, news(emulator.workspaceId));
      for (const broken of [{}, { workspaceId: 7 }, { workspaceId: "" }]) {
        const versioned = { ...broken, stateVersion: 1 };
        expect(await failure(host.read(dataflow, "x", versioned))).to.match(
          /has no workspaceId, so it was edited by hand/,
        );
        expect(await failure(host.diff(dataflow, "x", broken, inputs))).to.match(/edited by hand/);
        expect(await failure(host.update(dataflow, "x", broken, inputs))).to.match(/edited by hand/);
        expect(await failure(host.delete(dataflow, "x", broken))).to.match(/edited by hand/);
      }
      const { id, outs } = await host.create(dataflow, inputs);
      const odd = {
        ...hashesOnly(outs),
        queries: 7,
        tags: "x",
        definitionRevision: "many",
        baseline: [],
        pendingPublish: 1,
      };
      const checked = await host.check(dataflow, odd, news(emulator.workspaceId));
      await host.diff(dataflow, id, odd, checked.inputs);
      await host.update(dataflow, id, odd, checked.inputs);
      await host.read(dataflow, id, odd);
      await host.delete(dataflow, id, odd);
      expect(emulator.items().map((item) => item.id)).not.to.include(id);
    }));

  it("shows the token in no error and no line", () =>
    withHost(async ({ host, emulator }) => {
      emulator.faults.add({
        operation: "*",
        times: 0,
        fault: { kind: "status", status: 401, errorCode: "InvalidToken" },
      });
      const { inputs } = await host.check(dataflow, {}, news(emulator.workspaceId));
      const message = await failure(host.create(dataflow, inputs));
      expect(message).to.match(/401/);
      expect(message + host.output).not.to.contain(emulator.token);
      expect(host.output).to.contain("signing in as");
    }));
});
