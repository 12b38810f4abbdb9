import { expect } from "chai";
import { specExamples, type SpecExample } from "./specExamples";
import { NOT_VALIDATED, specification, Specification, specificationFolder } from "./openapi";
import { isQueryForm } from "./router";
import { ROUTES } from "./routes";

// The files contradict themselves here: they have an array instead of an object, and a status that the operation does not have.
const CONTRADICTIONS = ["CreateBulkShortcutOneLakeTargetCsvToDeltaTransform 200", "SetFirewallRules 204"];

const folder = specificationFolder();

/** The query of an example. */
function queryOf(declared: SpecExample["declared"], values: SpecExample["parameters"]): URLSearchParams {
  const names = declared.filter(({ name, in: where }) => where === "query" && values[name] !== undefined);
  return new URLSearchParams(Object.fromEntries(names.map(({ name }) => [name, String(values[name])])));
}

describe("the check against Microsoft's OpenAPI files", function () {
  let spec: Specification;
  before(async function () {
    if (!folder) {
      console.warn(`    ${NOT_VALIDATED}`);
      return this.skip();
    }
    this.timeout(30_000);
    spec = (await specification()) as Specification;
  });

  it("accepts all of Microsoft's examples", () => {
    const examples = specExamples(folder as string);
    const found = examples.flatMap(({ operationId, parameters, responses, declared, name }) => {
      const body = declared.find((parameter) => parameter.in === "body");
      return Object.entries(responses).flatMap(([status, { headers = {}, body: responseBody }]) => {
        const request = {
          operationId,
          query: queryOf(declared, parameters),
          requestBody: body && parameters[body.name],
        };
        const texts = Object.entries(headers).map(([key, value]) => [key, String(value)]);
        const response = { status: Number(status), headers: Object.fromEntries(texts), responseBody };
        return spec.violations(request, response).map((violation) => `${name} ${status}: ${violation}`);
      });
    });
    expect(examples.length).to.be.greaterThan(200);
    expect(found.filter((violation) => !CONTRADICTIONS.some((name) => violation.startsWith(name)))).to.deep.equal([]);
  }).timeout(30_000);

  it("has all operations of the emulator, with the same paths", () => {
    for (const route of ROUTES) {
      const operation = spec.operations.get(route.operationId);
      expect(operation, route.operationId).not.to.equal(undefined);
      if (isQueryForm(route)) continue;
      expect([operation?.method, operation?.path]).to.deep.equal([route.method, route.path]);
    }
  });

  const schedule = (configuration: object) => ({ enabled: true, configuration });
  const times = { startDateTime: "2026-01-01T00:00:00Z", endDateTime: "2026-02-01T00:00:00Z", localTimeZoneId: "UTC" };
  const item = { id: "5b218778-e7a5-4d73-8187-f10824047715", type: "Dataflow" };
  const wrong: [string, string, unknown, number, unknown, string][] = [
    ["a create without displayName", "Items_CreateItem", { type: "Dataflow" }, 201, item, "displayName"],
    ["a response with a number as id", "Items_GetItem", undefined, 200, { ...item, id: 7 }, "/id"],
    [
      "a Daily schedule without times",
      "JobScheduler_CreateItemSchedule",
      schedule({ type: "Daily", ...times }),
      201,
      { id: item.id, enabled: true },
      "times",
    ],
    [
      "a run parameter without value",
      "BackgroundJobs_RunOnDemandExecute",
      { executionData: { parameters: [{ parameterName: "P", type: "Automatic" }] } },
      202,
      undefined,
      "value",
    ],
    ["a body where none is taken", "Items_DeleteItem", undefined, 200, { deleted: true }, "has no body"],
    ["a status that is not documented", "Items_GetItem", undefined, 203, item, "not documented"],
    ["an error without errorCode", "Items_GetItem", undefined, 404, { message: "gone" }, "errorCode"],
    ["a list without value", "JobScheduler_ListItemJobInstances", undefined, 200, {}, "value"],
  ];
  for (const [what, operationId, requestBody, status, responseBody, message] of wrong) {
    it(`finds ${what}`, () => {
      const request = { operationId, requestBody, query: new URLSearchParams() };
      expect(spec.violations(request, { status, responseBody, headers: {} }).join()).to.contain(message);
    });
  }

  it("finds an unknown query parameter", () => {
    const query = new URLSearchParams({ hardDelete: "perhaps", soft: "true" });
    const request = { operationId: "Items_DeleteItem", requestBody: undefined, query };
    expect(spec.violations(request)).to.have.length(2);
  });

  it("finds that a required query parameter is missing", () => {
    const operationId = "Items_Bulk_Export_Item_Definitions_(beta)";
    const requestBody = { mode: "All" };
    const violations = (query: Record<string, string>) =>
      spec.violations({ operationId, requestBody, query: new URLSearchParams(query) });
    expect(violations({}).join()).to.contain("the query parameter 'beta' is missing");
    expect(violations({ beta: "true" })).to.deep.equal([]);
  });
});
