import { expect } from "chai";
import { Client, definitionOf } from "./caller";
import { Emulator, startEmulator } from "./index";

const PARAMETRIC = definitionOf(
  [
    "section Section1;",
    'shared Region = "EU" meta [IsParameterQuery = true, IsParameterQueryRequired = true, Type = "Text"];',
    "shared Top = let Top = 10 meta [IsParameterQuery = true, Type = type number] in Top;",
    "shared Orders = Region;",
  ].join("\n"),
  { parametric: true },
);

const runParameter = (parameterName: string, value: unknown) => ({ parameterName, type: "Automatic", value });
const execution = (...parameters: object[]) => ({
  executionData: { executeOption: "ApplyChangesIfNeeded", parameters },
});

describe("jobs in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  beforeEach(async () => {
    emulator = await startEmulator();
    client = new Client(emulator);
  });
  afterEach(() => emulator.close());

  it("start in all three ways, and Location names the instance", async () => {
    const id = await client.dataflow("Sales");
    for (const path of [
      `/items/${id}/jobs/instances?jobType=Publish`,
      `/items/${id}/jobs/ApplyChanges/instances`,
      `/dataflows/${id}/jobs/applyChanges/instances`,
    ]) {
      const start = await client.call("POST", client.root + path);
      expect(start.status, path).to.equal(202);
      expect((await client.ended(start)).status, path).to.equal("Completed");
    }
  });

  const queryResponses = [
    { queryFormResponse: "array", hasLocation: true, hasBody: true },
    { queryFormResponse: "empty", hasLocation: true, hasBody: false },
    { queryFormResponse: "arrayWithoutLocation", hasLocation: false, hasBody: true },
  ] as const;
  for (const { queryFormResponse, hasLocation, hasBody } of queryResponses) {
    it(`respond to the ?jobType= form by the switch '${queryFormResponse}'`, async () => {
      emulator.set({ switches: { queryFormResponse } });
      const id = await client.dataflow("Sales");
      const start = await client.call("POST", `${client.root}/items/${id}/jobs/instances?jobType=Refresh`);
      expect(start.headers.has("location")).to.equal(hasLocation);
      expect(Array.isArray(start.body)).to.equal(hasBody);
      if (hasBody) expect(start.body[0]).to.include({ invokeType: "OnDemand", status: "Accepted", itemId: id });
    });
  }

  it("run the published definition: an edit has no effect until changes are applied", async () => {
    const id = await client.dataflow("Sales", definitionOf("section S;\nshared First = 1;"));
    await client.ended(await client.publish(id));
    const definition = definitionOf("section S;\nshared Second = 2;");
    await client.call("POST", `${client.root}/dataflows/${id}/updateDefinition`, { definition });
    await client.ended(await client.run(id, { executionData: { executeOption: "SkipApplyChanges" } }));
    expect(emulator.item(id).runs[0]?.run.mashup).to.contain("First");
    await client.ended(await client.run(id, execution()));
    expect(emulator.item(id).runs[0]?.run.mashup).to.contain("Second");
    expect(emulator.item(id).published?.["mashup.pq"]).to.contain("Second");
  });

  it("fail or are refused for a dataflow that was never published", async () => {
    const id = await client.dataflow("Sales");
    const body = { executionData: { executeOption: "SkipApplyChanges" } };
    const instance = await client.ended(await client.run(id, body));
    expect(instance.failureReason.errorCode).to.equal("DataflowNeverPublishedError");
    emulator.set({ switches: { neverPublished: "refuse" } });
    expect((await client.run(id, body)).body.errorCode).to.equal("DataflowNeverPublishedError");
  });

  it("fail for unpublished changes with the switch", async () => {
    const id = await client.dataflow("Sales");
    await client.ended(await client.publish(id));
    emulator.portalEdit(id, { parts: { "mashup.pq": "section S;\nshared A = 1;" } });
    emulator.set({ switches: { unpublishedChanges: "fail" } });
    const instance = await client.ended(await client.run(id));
    expect(instance.status).to.equal("Failed");
  });

  it("refuse to publish a destination query whose loadEnabled is not false, and keep the published definition", async () => {
    const mashup = [
      "section S;",
      '[DataDestinations = {[Definition = [Kind = "Reference", QueryName = "A_DataDestination", IsNewTarget = true]]}]',
      "shared A = 1;",
      "shared A_DataDestination = 2;",
    ].join("\n");
    const queries = (loadEnabled: boolean) => ({
      queriesMetadata: { A_DataDestination: { queryName: "A_DataDestination", isHidden: true, loadEnabled } },
    });
    const id = await client.dataflow("Sales", definitionOf(mashup, queries(false)));
    expect((await client.ended(await client.publish(id))).status).to.equal("Completed");
    const definition = definitionOf(mashup.replace("= 1", "= 3"), queries(true));
    await client.call("POST", `${client.root}/dataflows/${id}/updateDefinition`, { definition });
    const failed = await client.ended(await client.publish(id));
    expect(failed.failureReason.message).to.contain("A_DataDestination");
    expect(emulator.item(id).published?.["mashup.pq"]).to.contain("A = 1");
  });

  it("are NotStarted, then InProgress, then Completed, by the timings", async () => {
    emulator.set({ timings: { queuedMs: 10_000, applyChangesMs: 60_000 } });
    const id = await client.dataflow("Sales");
    const location = (await client.publish(id)).headers.get("location") ?? "";
    const status = async () => (await client.call("GET", location)).body.status;
    expect(await status()).to.equal("NotStarted");
    emulator.advance(11_000);
    expect(await status()).to.equal("InProgress");
    emulator.advance(50_000);
    expect(await status()).to.equal("Completed");
  });

  it("are deduped while another job of their type is active, and can be cancelled once", async () => {
    emulator.set({ timings: { executeMs: 60_000 } });
    const id = await client.dataflow("Sales");
    const first = (await client.run(id, execution())).headers.get("location") ?? "";
    const second = (await client.run(id, execution())).headers.get("location") ?? "";
    expect((await client.call("GET", second)).body.status).to.equal("Deduped");
    expect((await client.call("POST", `${first}/cancel`)).status).to.equal(202);
    expect((await client.call("GET", first)).body.status).to.equal("Cancelled");
    expect((await client.call("POST", `${first}/cancel`)).body.errorCode).to.equal("JobAlreadyCompleted");
  });

  it("accept an alias in any case, and refuse an unknown type", async () => {
    const id = await client.dataflow("Sales");
    const start = await client.call("POST", `${client.root}/items/${id}/jobs/publish/instances`);
    expect((await client.ended(start)).jobType).to.equal("publish");
    emulator.set({ switches: { jobTypeReadBack: "current" } });
    expect((await client.call("GET", start.headers.get("location") ?? "")).body.jobType).to.equal("ApplyChanges");
    for (const [item, jobType] of [
      [id, "DefaultJob"],
      [emulator.lakehouseId, "Execute"],
    ]) {
      const unknown = await client.call("POST", `${client.root}/items/${item}/jobs/${jobType}/instances`);
      expect(unknown.body.errorCode).to.equal("InvalidJobType");
    }
  });

  it("remove the oldest instances from a full history", async () => {
    emulator.set({ limits: { jobHistory: 2 } });
    const id = await client.dataflow("Sales");
    const first = await client.publish(id);
    for (let n = 0; n < 3; n++) await client.ended(await client.publish(id));
    expect((await client.call("GET", `${client.root}/items/${id}/jobs/instances`)).body.value).to.have.length(2);
    expect((await client.call("GET", first.headers.get("location") ?? "")).body.errorCode).to.equal("ItemNotFound");
  });

  it("record their parameters from both forms of the body", async () => {
    const id = await client.dataflow("Sales", PARAMETRIC);
    await client.ended(await client.run(id, execution(runParameter("Region", "US"))));
    expect(emulator.item(id).runs[0]).to.deep.include({ status: "Completed" });
    expect(emulator.item(id).runs[0]?.run.parameters).to.deep.equal({ Region: "US" });
    const generic = { parameters: [{ name: "Region", type: "Text", value: "JP" }] };
    await client.ended(await client.call("POST", `${client.root}/items/${id}/jobs/Execute/instances`, generic));
    expect(emulator.item(id).runs[0]?.run.parameters).to.deep.equal({ Region: "JP" });
    emulator.set({ switches: { genericRunParameters: false } });
    const refused = await client.call("POST", `${client.root}/items/${id}/jobs/Execute/instances`, generic);
    expect(refused.body.errorCode).to.equal("FeatureNotAvailable");
    emulator.set({ switches: { genericRunParameters: true } });
    expect((await client.run(id, generic)).body.errorCode).to.equal("FeatureNotAvailable");
  });

  it("refuse a parameter's name in the wrong case, a value of the wrong type, and any parameter of a dataflow that is not parametric", async () => {
    const id = await client.dataflow("Sales", PARAMETRIC);
    const plain = await client.dataflow("Plain");
    const codeOf = async (item: string, name: string, value: unknown) =>
      (await client.run(item, execution(runParameter(name, value)))).body.errorCode;
    expect(await codeOf(id, "region", "US")).to.equal("InvalidParameter");
    expect(await codeOf(id, "Top", "many")).to.equal("InvalidParameter");
    expect(await codeOf(plain, "Region", "US")).to.equal("DataflowNotParametricError");
  });

  it("fail without a required parameter", async () => {
    const id = await client.dataflow("Sales", PARAMETRIC);
    const instance = await client.ended(await client.run(id, execution()));
    expect(instance.failureReason.message).to.contain("Region");
  });

  it("are refused while a run with the same parameters is active", async () => {
    emulator.set({ timings: { executeMs: 60_000 } });
    const id = await client.dataflow("Sales", PARAMETRIC);
    await client.run(id, execution(runParameter("Region", "US")));
    expect((await client.run(id, execution(runParameter("Region", "US")))).status).to.equal(400);
    expect((await client.run(id, execution(runParameter("Region", "JP")))).status).to.equal(202);
  });

  it("respond with 404 for the time after their start that the timing sets", async () => {
    emulator.set({ timings: { instanceLagMs: 5000 } });
    const id = await client.dataflow("Sales");
    const location = (await client.publish(id)).headers.get("location") ?? "";
    expect((await client.call("GET", location)).status).to.equal(404);
    emulator.advance(5000);
    expect((await client.call("GET", location)).status).to.equal(200);
  });
});
