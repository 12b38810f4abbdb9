import { expect } from "chai";
import { callerOf, Json, Reply } from "./caller";
import { prepareFor } from "./exampleWorld";
import { Emulator, NOT_VALIDATED, specificationFolder, startEmulator } from "./index";
import { ROUTES } from "./routes";
import { SpecExample, specExamples } from "./specExamples";

const folder = specificationFolder();
const GUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** The keys of the example that the response lacks, by path. Compares JSON types, not values. */
function missing(example: Json, response: Json, at = ""): string[] {
  if (example === null || typeof example !== "object") {
    const fits = response === null || example === null || typeof response === typeof example;
    return fits && response !== undefined ? [] : [`${at}: ${JSON.stringify(response)} for ${JSON.stringify(example)}`];
  }
  if (Array.isArray(example)) {
    if (!Array.isArray(response) || (response.length === 0 && example.length > 0)) return [`${at}: no entries`];
    return example.length === 0 ? [] : missing(example[0], response[0], `${at}[0]`);
  }
  return Object.entries(example).flatMap(([key, value]) => missing(value, response?.[key], `${at}.${key}`));
}

const shape = (url: string) =>
  decodeURIComponent(url)
    .replace(/^https?:\/\/[^/]+(\/v1)?/, "")
    .replace(GUID, "<id>");

function compare(example: SpecExample["responses"][string], reply: Reply): void {
  for (const [name, value] of Object.entries(example.headers ?? {})) {
    const own = reply.headers.get(name);
    // One example has the URL of the request as `Location`. The other examples and the text have the URL of the instance.
    const place = String(value)
      .replace(/instances\?jobType=.*/, "instances/<id>")
      .replace("DefaultJob", "Execute");
    if (name === "Location") expect(shape(own ?? "")).to.equal(shape(place));
    else if (name === "Retry-After") expect(own).to.match(/^\d+$/);
    else expect(own).to.match(GUID);
  }
  if (example.body !== undefined) expect(missing(example.body, reply.body)).to.deep.equal([]);
  else expect(reply.body).to.equal("");
}

// Examples with parts and jobs of other item types do not apply to a dataflow.
const served = (example: SpecExample) => ROUTES.some((route) => route.operationId === example.operationId);

describe("an example of the OpenAPI files that is sent to the emulator", () => {
  if (!folder) {
    it.skip(NOT_VALIDATED);
    return;
  }
  let emulator: Emulator;
  afterEach(() => emulator.close());

  for (const example of specExamples(folder).filter(served)) {
    for (const [status, expected] of Object.entries(example.responses)) {
      it(`${example.operationId} ${example.name}: ${status}, the response has its shape`, async () => {
        emulator = await startEmulator();
        const request = prepareFor(emulator, example, Number(status));
        const reply = await callerOf(emulator.endpoint, emulator.token)(example.method, request.path, request.body);
        expect(reply.status, JSON.stringify(reply.body)).to.equal(Number(status));
        compare(expected, reply);
      });
    }
  }
});
