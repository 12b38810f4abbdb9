import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { Emulator, Settings, startEmulator } from "../emulator/index";
import { specification } from "../emulator/openapi";
import { expectedOf } from "./check";
import { CHECKS } from "./checks";
import { Tenant } from "./tenant";
import { resultsOf } from "./unitTestChecks";

const longRunning = { create: true, getDefinition: true, updateDefinition: true };

// Behaviour on which sources disagree. The checks accept both.
const SETTINGS: [string, Settings][] = [
  ["as it is by default", {}],
  [
    "with long-running operations, and the second value of each switch",
    {
      switches: {
        longRunning,
        uniqueNames: false,
        reserialise: { lineEndings: "lf", byteOrderMark: true, dropDefaults: false, addEmpty: false, reorder: false },
        defaultExecuteOption: "ApplyChangesIfNeeded",
        unpublishedChanges: "fail",
        queryFormResponse: "empty",
        jobTypeReadBack: "current",
        operationLocation: "withoutVersion",
        nullContinuation: true,
        continuation: "uri",
        scheduleTimes: "fractions",
        dedupe: false,
        bindingsOfCreate: "visible",
        dataflowsInRecycleBin: true,
      },
    },
  ],
  [
    "with the third value of each switch that has three",
    {
      switches: {
        longRunning: { create: true },
        operationLocation: "relative",
        neverPublished: "refuse",
        queryFormResponse: "arrayWithoutLocation",
        scheduleTimes: "sent",
        nameConflictStatus: 400,
        genericRunParameters: false,
      },
    },
  ],
];

for (const [what, settings] of SETTINGS) {
  describe(`the conformance checks against the emulator, ${what}`, () => {
    let emulator: Emulator;
    let tenant: Tenant;
    before(async () => {
      emulator = await startEmulator(settings);
      // Long enough that a second job is sent while the first one is active.
      emulator.set({ timings: { applyChangesMs: 60 } });
      const { endpoint, token, workspaceId } = emulator;
      const connection = emulator.addConnection({ type: "SQL", path: "server;database" });
      emulator.addTable({ query: "Numbers", columns: { n: [1, 2] } });
      const options = {
        prefix: "Conformance",
        pollMs: 5,
        patienceMs: 5000,
        specification: await specification(),
        connection,
      };
      tenant = new Tenant({ endpoint, token, workspaceId, ...options });
    });
    after(async () => {
      expect(await tenant.cleanUp()).to.deep.equal([]);
      expect(emulator.items().filter(({ displayName }) => displayName.startsWith("Conformance"))).to.deep.equal([]);
      // Some checks send requests that the specification forbids. The tenant's own check validates the responses.
      emulator.takeViolations();
      await emulator.close();
      expect([...tenant.violations]).to.deep.equal([]);
    });

    for (const check of CHECKS) {
      it(`${check.id}: ${check.title}`, async () => {
        for (const table of resultsOf(check.id)) emulator.addTable(table);
        expect(await check.observe(tenant)).to.equal(expectedOf(check, emulator.switches));
      });
    }
  });
}

describe("the conformance checks of new things", () => {
  const observed = async (id: string, settings: Settings, more: { connection?: boolean } = {}) => {
    const emulator = await startEmulator(settings);
    const { endpoint, token, workspaceId } = emulator;
    const connection = more.connection ? emulator.addConnection({ type: "File", path: "x" }) : undefined;
    const options = { prefix: "Conformance", pollMs: 5, patienceMs: 2000, ...(connection && { connection }) };
    const tenant = new Tenant({ endpoint, token, workspaceId, ...options });
    const check = CHECKS.find((one) => one.id === id);
    try {
      return await check?.observe(tenant).catch((error: Error) => `not observed: ${error.message}`);
    } finally {
      expect(await tenant.cleanUp()).to.deep.equal([]);
      expect([...emulator.world.workspaces.keys()]).to.deep.equal([workspaceId]);
      await emulator.close();
    }
  };

  it("report the service's refusals before a workspace existed", async () => {
    expect(await observed("new-workspace", { timings: { capacityLagMs: 100 } })).to.equal(
      "later, after WorkspaceHasNoCapacityAssigned",
    );
    expect(await observed("new-workspace", { timings: { workspaceLagMs: 100 } })).to.equal(
      "later, after WorkspaceNotFound",
    );
  });

  it("say which options they need", async () => {
    expect(await observed("bindings-of-create", {})).to.contain("not observed: no connection was given: --connection");
    expect(await observed("bindings-of-create", {}, { connection: true })).to.contain("of type SQL or Web is needed");
  });
});

describe("docs/assumptions.md", () => {
  it("names every check, and no other", () => {
    const text = readFileSync(path.join(__dirname, "../../docs/assumptions.md"), "utf8");
    const named = [...text.matchAll(/\[check: ([a-z0-9-]+)\]/g)].map((match) => match[1] as string);
    const assumptions = CHECKS.filter(({ source }) => source === "assumption").map(({ id }) => id);
    expect([...new Set(named)].sort()).to.deep.equal(assumptions.sort());
  });
});
