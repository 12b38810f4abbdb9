import { expect } from "chai";
import { FabricError, NoResponseError } from "../../../sdk/fabric/errors";
import { startingWith, startWays, waysAfter, withRefusals, type StartWay } from "../../../sdk/fabric/jobForms";

const names = (ways: readonly StartWay[] | undefined) => ways?.map(({ form, jobType }) => `${form} ${jobType}`);
const refusal = (status: number, errorCode?: string, more: object = {}) =>
  new FabricError({ operation: "run", status, ...(errorCode && { errorCode }), ...more });

describe("the forms to start a job", () => {
  it("are tried from the form for most callers to the form for few", () => {
    const plain = ["query Refresh", "query Execute", "path Execute", "typed execute"];
    expect(names(startWays("Execute", false))).to.deep.equal(plain);
    expect(names(startWays("Refresh", false))).to.deep.equal(plain);
    expect(names(startWays("Publish", false))).to.deep.equal([
      "query Publish",
      "query ApplyChanges",
      "path ApplyChanges",
      "typed applyChanges",
    ]);
  });

  it("never put run parameters into the query form", () =>
    expect(names(startWays("Refresh", true))).to.deep.equal(["path Execute", "typed execute"]));

  it("start with the form that was accepted before", () => {
    const known = { form: "path", jobType: "Execute" } as const;
    expect(names(startingWith(known, startWays("Refresh", false)))).to.deep.equal([
      "path Execute",
      "query Refresh",
      "query Execute",
      "typed execute",
    ]);
  });

  const [first, ...left] = startWays("Refresh", false);
  const after = (error: unknown) => names(waysAfter(first!, left, error));
  const others = ["path Execute", "typed execute"];

  const next: [string, unknown][] = [
    ["404 without a code", refusal(404)],
    ["405 without a code", refusal(405)],
    ["404 with a code about the route", refusal(404, "EndpointNotFound")],
    ["FeatureNotAvailable", refusal(400, "FeatureNotAvailable")],
    ["PrincipalTypeNotSupported", refusal(403, "PrincipalTypeNotSupported")],
  ];
  for (const [what, error] of next) it(`go on after ${what}`, () => expect(after(error)).to.deep.equal(others));

  it("continue with the other name of the job type only after InvalidJobType", () =>
    expect(after(refusal(400, "InvalidJobType"))).to.deep.equal(["query Execute", ...others]));

  const last: [string, unknown][] = [
    ["404 ItemNotFound", refusal(404, "ItemNotFound")],
    ["404 WorkspaceNotFound", refusal(404, "WorkspaceNotFound")],
    ["404 EntityNotFound", refusal(404, "EntityNotFound")],
    ["404 of a proxy", refusal(404, undefined, { isForeign: true })],
    ["401", refusal(401)],
    ["403", refusal(403)],
    ["403 InsufficientPrivileges", refusal(403, "InsufficientPrivileges")],
    ["403 SPNBasedRefreshNotAllowed", refusal(403, "SPNBasedRefreshNotAllowed")],
    ["429", refusal(429, "RequestBlocked")],
    ["500", refusal(500)],
    ["400 InvalidRequest", refusal(400, "InvalidRequest")],
    [
      "a FeatureNotAvailable that may have taken effect",
      refusal(503, "FeatureNotAvailable", { mayHaveTakenEffect: true }),
    ],
    ["a lost response", new NoResponseError("run", undefined, "reset", true)],
    ["a failed sign-in", new Error("sign-in")],
  ];
  for (const [what, error] of last) it(`end with ${what}`, () => expect(after(error)).to.equal(undefined));

  it("are all in the error if the service accepts none, each with its response", () => {
    const refusals = [
      { way: first!, error: refusal(404) },
      { way: left[1]!, error: refusal(400, "FeatureNotAvailable", { serviceMessage: "Not here." }) },
    ];
    const { message } = withRefusals(refusal(403, "PrincipalTypeNotSupported"), refusals) as Error;
    expect(message).to.match(/^run failed: PrincipalTypeNotSupported/);
    expect(message).to.contain("instances?jobType=Refresh was refused before: HTTP 404");
    expect(message).to.contain("jobs/Execute/instances was refused before: FeatureNotAvailable, HTTP 400, Not here.");
    expect(message).to.contain("Nothing was started");
  });
});
