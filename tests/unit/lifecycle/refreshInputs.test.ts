import { expect } from "chai";
import { problemText } from "../../../sdk/common/problem";
import { checkArguments } from "../../../sdk/lifecycle/dataflowRefresh/inputs";
import { dataflowRefresh } from "../../../sdk/lifecycle/dataflowRefresh";
import { jobStart, outputs } from "../../../sdk/lifecycle/dataflowRefresh/run";
import { UNKNOWN } from "../../../sdk/lifecycle/values";

const guid = "00000000-0000-4000-8000-000000000000";
const good = { workspaceId: guid, dataflowId: guid };
const quiet = { info: () => {}, warn: () => {}, progress: () => {} };

describe("arguments of a refresh", () => {
  const bad: [change: object, reason: RegExp][] = [
    [{ workspaceId: undefined }, /^workspaceId: is missing/],
    [{ dataflowId: "Sales" }, /^dataflowId: is not a valid GUID/],
    [{ jobType: "refresh" }, /^jobType: must be one of "Refresh", "Publish"/],
    [{ executeOption: "Apply" }, /^executeOption: must be one of/],
    [{ timeout: "24 hours" }, /^timeout: is not a duration/],
    [{ triggers: "now" }, /^triggers: must be a list/],
    [{ waitForCompletion: "yes" }, /^waitForCompletion: must be true or false/],
    [{ owner: "me" }, /^owner: must be \{/],
    [{ owner: { dataflowName: "S" } }, /^owner.userPrincipalName: is missing/],
    [
      { owner: { dataflowName: "S", userPrincipalName: "u", userObjectId: guid }, parameters: { a: 1 } },
      /^parameters: remove it or owner/,
    ],
    [{ jobType: "Publish", executeOption: "SkipApplyChanges" }, /^executeOption: .*publish/],
    [{ parameters: { Day: { year: 1 } } }, /^parameters.Day: /],
    [{ parameters: ["a"] }, /^parameters: must be a map/],
    [{ paramaters: { a: 1 } }, /^paramaters: is unknown; did you mean parameters\?/],
    [{ owner: { dataflowname: "S" } }, /^owner\.dataflowname: is unknown; did you mean dataflowName\?/],
  ];
  for (const [change, reason] of bad)
    it(`are refused for ${JSON.stringify(change)}: ${reason.source}`, () => {
      const problems = checkArguments({ ...good, ...change }).map(problemText);
      expect(
        problems.some((text) => reason.test(text)),
        problems.join("\n"),
      ).to.equal(true);
    });

  it("are accepted if they are unknown or complete", () => {
    const owner = { dataflowName: "S", userPrincipalName: "u@example.com", userObjectId: guid };
    for (const fine of [good, { ...good, owner }, { ...good, parameters: { a: null, b: 1, c: "x", d: true } }])
      expect(checkArguments(fine)).to.deep.equal([]);
    const keys = ["dataflowId", "jobType", "executeOption", "timeout", "triggers", "parameters"];
    expect(checkArguments({ ...good, ...Object.fromEntries(keys.map((key) => [key, UNKNOWN])) })).to.deep.equal([]);
  });
});

describe("the call that starts a run", () => {
  const table: [inputs: object, call: object][] = [
    [{}, { jobType: "Execute", executionData: { executeOption: "ApplyChangesIfNeeded" } }],
    [
      { executeOption: "SkipApplyChanges" },
      { jobType: "Execute", executionData: { executeOption: "SkipApplyChanges" } },
    ],
    [{ jobType: "Publish" }, { jobType: "ApplyChanges" }],
    [
      { owner: { dataflowName: "S", userPrincipalName: "u", userObjectId: guid } },
      {
        jobType: "Refresh",
        form: "query",
        executionData: { DataflowName: "S", OwnerUserPrincipalName: "u", OwnerUserObjectId: guid },
      },
    ],
  ];
  for (const [inputs, call] of table)
    it(`of ${JSON.stringify(inputs)} is ${JSON.stringify(call)}`, () => {
      expect(jobStart({ ...good, ...inputs })).to.deep.equal(call);
    });
});

describe("the times of a run", () => {
  for (const seen of ["2026-01-31T06:00:00", "2026-01-31T06:00:00.1234567Z", "2026-01-31T07:00:00+01:00"])
    it(`are stored in the form of getLastRun: ${seen}`, () => {
      const kept = outputs(good, { id: "r", jobInstanceId: "r" }, { startTimeUtc: seen, endTimeUtc: seen });
      expect(kept).to.include({ startTimeUtc: "2026-01-31T06:00:00Z", endTimeUtc: "2026-01-31T06:00:00Z" });
    });
});

describe("the changes of a refresh, by state and program", () => {
  const state = { ...good, triggers: [1], status: "Completed", jobInstanceId: "x", stateVersion: 1 };
  const program = { ...good, triggers: [1] };
  const none = { changes: false };
  const again = { changes: true, replaces: ["status"] };
  const table: [what: string, olds: object, news: object, expected: object][] = [
    ["nothing new", {}, {}, none],
    ["another trigger", {}, { triggers: [2] }, { replaces: ["triggers"] }],
    ["an unknown trigger", {}, { triggers: [UNKNOWN] }, { replaces: ["triggers"] }],
    ["another dataflow, unknown yet", {}, { dataflowId: UNKNOWN }, { replaces: ["dataflowId"] }],
    ["a default written out", {}, { jobType: "Refresh" }, {}],
    ["a setting", {}, { timeout: "1h" }, {}],
    ["a run that failed", { status: "Failed" }, {}, again],
    ["a run that was cancelled", { status: "Cancelled" }, {}, again],
    ["a run that was dropped", { status: "Deduped" }, {}, again],
    ["a run that nobody knows", { status: "Unknown" }, {}, again],
    ["a run that failed, and another trigger", { status: "Failed" }, { triggers: [2] }, { replaces: ["triggers"] }],
    ["a run that goes on", { status: "InProgress" }, {}, { changes: true }],
    [
      "a run that goes on and is not awaited",
      { status: "InProgress", waitForCompletion: false },
      { waitForCompletion: false },
      none,
    ],
    ["a status from the future", { status: "Paused" }, {}, { changes: true }],
  ];
  for (const [what, olds, news, expected] of table)
    it(`${what}: ${JSON.stringify(expected)}`, () => {
      expect(dataflowRefresh.diff("x", { ...state, ...olds }, { ...program, ...news }, quiet)).to.deep.equal(expected);
    });
});
