import { expect } from "chai";
import type { FabricClient } from "../../sdk/fabric/client";
import type { FormAvailability } from "../emulator/options";
import { startEmulator, type Emulator } from "../emulator/index";
import { clientOf, thrown } from "./support";

const AVAILABLE = ["yes", "absent", "usersOnly", "dropsParameters"] as const;
type Form = "query" | "path" | "typed";
type Forms = Record<Form, FormAvailability>;

const combinations: Forms[] = AVAILABLE.flatMap((query) =>
  AVAILABLE.flatMap((path) => AVAILABLE.map((typed) => ({ query, path, typed }))),
);

const part = (path: string, text: string) => ({
  path,
  payload: Buffer.from(text).toString("base64"),
  payloadType: "InlineBase64" as const,
});
const parametric = {
  parts: [
    part("queryMetadata.json", '{"formatVersion":"202502","name":"P","parametric":true,"queriesMetadata":{}}'),
    part(
      "mashup.pq",
      'section S;\nshared Region = "EU" meta [IsParameterQuery = true, Type = type text];\nshared Q = Region;',
    ),
  ],
};
const withRegion = {
  executeOption: "ApplyChangesIfNeeded",
  parameters: [{ parameterName: "Region", type: "Automatic", value: "US" }],
};

describe("the start of a job, by the available forms", () => {
  let emulator: Emulator;
  let ws: string;
  let id: string;
  before(async () => {
    emulator = await startEmulator({ switches: { servicePrincipalRuns: "allow", dedupe: false } });
    ws = emulator.workspaceId;
    emulator.addPrincipal({ token: "sp", type: "ServicePrincipal" });
    ({ id } = await clientOf(emulator.endpoint, emulator.token).items.create(ws, {
      displayName: "P",
      definition: parametric,
    }));
  });
  after(() => emulator.close());
  beforeEach(() => {
    emulator.set({ switches: { genericRunParameters: true, startLocation: "instance", queryFormResponse: "array" } });
    emulator.faults.clear();
    emulator.clearRequests();
    emulator.world.findItem(id)!.jobs.length = 0;
  });

  const open = (forms: Forms, form: Form, token: string) =>
    forms[form] !== "absent" && !(forms[form] === "usersOnly" && token === "sp");
  const formOf = ({ path }: { path: string }): Form =>
    path.includes("/dataflows/") ? "typed" : path.includes("?jobType=") ? "query" : "path";
  const starts = () => emulator.requests.filter(({ method }) => method === "POST");
  const runs = () => emulator.item(id).runs;
  const user = () => emulator.token;

  for (const who of ["user", "service principal"])
    it(`uses the first form that a ${who} may use, and takes effect once, in every combination`, async () => {
      const token = who === "user" ? user() : "sp";
      for (const forms of combinations)
        for (const given of ["nothing", "parameters", "publish"] as const) {
          emulator.set({ switches: { startForms: forms } });
          emulator.world.findItem(id)!.jobs.length = 0;
          emulator.clearRequests();
          const order: Form[] = given === "parameters" ? ["path", "typed"] : ["query", "path", "typed"];
          const expected = order.find((form) => open(forms, form, token));
          const executionData = given === "parameters" ? withRegion : { executeOption: "ApplyChangesIfNeeded" };
          const start = clientOf(emulator.endpoint, token).jobs.start(
            ...([ws, id, given === "publish" ? "Publish" : "Refresh"] as const),
            given === "publish" ? {} : { executionData },
          );
          const what = `${JSON.stringify(forms)} ${given}`;
          if (expected === undefined) {
            const { message } = await thrown(start);
            expect(runs(), what).to.have.length(0);
            expect(message, what).to.contain("Nothing was started");
            for (const form of order.slice(0, -1))
              expect(message, what).to.contain(form === "query" ? "?jobType=" : "/jobs/");
            continue;
          }
          expect((await start).jobInstanceId, what).to.equal(runs()[0]?.id);
          expect(runs(), what).to.have.length(1);
          expect(starts().map(formOf), what).to.deep.equal(order.slice(0, order.indexOf(expected) + 1));
          if (given === "parameters" && forms[expected] !== "dropsParameters")
            expect(runs()[0]?.run.parameters, what).to.deep.equal({ Region: "US" });
        }
    });

  it("has its own body in each form", async () => {
    const bodyOf = async (form: Form, executionData: object) => {
      emulator.clearRequests();
      emulator.world.findItem(id)!.jobs.length = 0;
      emulator.set({ switches: { startForms: { query: "yes", path: "yes", typed: "yes" } } });
      await clientOf(emulator.endpoint, user()).jobs.start(ws, id, "Refresh", { form, executionData });
      return starts()[0]?.requestBody;
    };
    const plain = { executeOption: "SkipApplyChanges" };
    expect(await bodyOf("query", plain)).to.deep.equal({ executionData: plain });
    expect(await bodyOf("path", withRegion)).to.deep.equal({
      executionData: { executeOption: "ApplyChangesIfNeeded" },
      parameters: [{ name: "Region", type: "Automatic", value: "US" }],
    });
    expect(await bodyOf("typed", withRegion)).to.deep.equal({ executionData: withRegion });
    expect((await thrown(bodyOf("query", withRegion))).message).to.contain("does not take run parameters");
  });

  it("with run parameters uses the typed form if the path form does not support them", async () => {
    emulator.set({ switches: { genericRunParameters: false, startForms: { typed: "yes" } } });
    await clientOf(emulator.endpoint, user()).jobs.start(ws, id, "Refresh", { executionData: withRegion });
    expect(starts().map(formOf)).to.deep.equal(["path", "typed"]);
    expect(runs()[0]?.run.parameters).to.deep.equal({ Region: "US" });
  });

  it("with an explicit form tries no other", async () => {
    emulator.set({ switches: { startForms: { query: "absent" } } });
    const error = await thrown(clientOf(emulator.endpoint, user()).jobs.start(ws, id, "Refresh", { form: "query" }));
    expect(error).to.include({ name: "FabricError", status: 404 });
    expect(starts()).to.have.length(1);
  });

  it("remembers only the accepted form", async () => {
    const client: FabricClient = clientOf(emulator.endpoint, user());
    emulator.set({ switches: { startForms: { query: "absent", path: "absent", typed: "absent" } } });
    await thrown(client.jobs.start(ws, id, "Publish"));
    emulator.set({ switches: { startForms: { path: "yes" } } });
    emulator.clearRequests();
    await client.jobs.start(ws, id, "Publish");
    await client.jobs.start(ws, id, "Publish");
    expect(starts().map(formOf)).to.deep.equal(["query", "path", "path"]);
    emulator.set({ switches: { startForms: { query: "yes", path: "absent" } } });
    await client.jobs.start(ws, id, "Publish");
    expect(starts().map(formOf).slice(3)).to.deep.equal(["path", "query"]);
  });

  for (const nth of [0, 1, 2])
    for (const effect of ["none", "applied"] as const)
      it(`ends if the response of try ${nth + 1} was lost (${effect}): sends nothing after it`, async () => {
        emulator.set({ switches: { startForms: { query: "absent", path: "absent", typed: "yes" } } });
        emulator.faults.add({ operation: "runApplyChanges", skip: nth, fault: { kind: "reset", effect } });
        const error = await thrown(clientOf(emulator.endpoint, user()).jobs.start(ws, id, "Publish"));
        expect(error).to.include({ name: "NoResponseError", mayHaveTakenEffect: true });
        expect(starts()).to.have.length(nth + 1);
        expect(runs()).to.have.length(nth === 2 && effect === "applied" ? 1 : 0);
      });

  for (const [what, fault] of [
    ["an HTML page of a proxy", { status: 404, body: "html" }],
    ["ItemNotFound", { status: 404, errorCode: "ItemNotFound" }],
    ["InsufficientPrivileges", { status: 403, errorCode: "InsufficientPrivileges" }],
    ["an error of the server", { status: 500, errorCode: "UnknownError" }],
  ] as const)
    it(`ends with ${what}`, async () => {
      emulator.set({ switches: { startForms: { query: "yes", path: "yes", typed: "yes" } } });
      emulator.faults.add({ operation: "runApplyChanges", fault: { kind: "status", ...fault } });
      await thrown(clientOf(emulator.endpoint, user()).jobs.start(ws, id, "Publish"));
      expect(starts()).to.have.length(1);
    });

  describe("without a run's id in the response", () => {
    beforeEach(() =>
      emulator.set({
        switches: { startForms: { query: "absent", path: "yes" }, startLocation: "list" },
        timings: { instanceLagMs: 0 },
      }),
    );
    const client = () => clientOf(emulator.endpoint, user(), { timing: { listLagMs: 300 } });

    it("finds the run in the list, and reports its id", async () => {
      emulator.set({ timings: { instanceLagMs: 100 } });
      const started = await client().jobs.start(ws, id, "Refresh", { executionData: withRegion });
      expect(started.jobInstanceId).to.equal(runs()[0]?.id);
      expect(started.note).to.contain(started.jobInstanceId);
    });

    it("does not return a run that the client started before", async () => {
      const one = client();
      const first = await one.jobs.start(ws, id, "Publish");
      const second = await one.jobs.start(ws, id, "Publish");
      expect(second.jobInstanceId).not.to.equal(first.jobInstanceId);
    });

    it("is an error that says so if no list has the run, and sends no start again", async () => {
      emulator.set({ timings: { instanceLagMs: 10_000 } });
      const error = await thrown(client().jobs.start(ws, id, "Publish"));
      expect(error).to.include({ name: "NoResponseError", mayHaveTakenEffect: true, wasAccepted: true });
      expect(runs()).to.have.length(1);
      emulator.set({ timings: { instanceLagMs: 0 } });
    });
  });
});
