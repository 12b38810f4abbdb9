import { expect } from "chai";
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "./http";
import { type Operations, SpecificationCache } from "./openapiCache";

describe("kept results of the OpenAPI files", () => {
  let folder: string;
  let source: string;
  let readings: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "openapi-"));
    source = join(folder, "swagger.json");
    writeFileSync(source, `{ "maxLength": 3 }`);
    readings = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Reads one schema, which two operations share. */
  const read = async (_folder: string, seen: (file: string) => void): Promise<Operations> => {
    readings++;
    seen(source);
    const schema = { type: "string", ...(JSON.parse(readFileSync(source, "utf8")) as JsonObject) };
    const operation = (id: string) => ({
      ...{ id, method: "GET", path: `/${id}`, parameters: [] },
      responses: { 200: { schema } },
    });
    return new Map(["One", "Two"].map((id) => [id, operation(id)]));
  };
  const open = () => SpecificationCache.open(folder, read, join(folder, "kept"));
  const schemaOf = ({ operations }: SpecificationCache, id: string) => operations.get(id)!.responses[200]!.schema!;
  const accepts = (cache: SpecificationCache, value: unknown): unknown =>
    cache.validator("One 200", schemaOf(cache, "One"))(value);

  it("are read once, and schemas that were shared still are", async () => {
    expect(accepts(await open(), "four")).to.equal(false);
    const again = await open();
    expect(readings).to.equal(1);
    expect(schemaOf(again, "One")).to.equal(schemaOf(again, "Two")).and.to.deep.equal({ type: "string", maxLength: 3 });
    expect([accepts(again, "one"), accepts(again, "four")]).to.deep.equal([true, false]);
  });

  it("are made again, with their schemas, if a file has changed", async () => {
    expect(accepts(await open(), "four")).to.equal(false);
    writeFileSync(source, `{ "maxLength": 4 }`);
    utimesSync(source, 1, 1);
    const again = await open();
    expect(readings).to.equal(2);
    expect(accepts(again, "four")).to.equal(true);
  });

  it("are made again if a file of them was not written to its end", async () => {
    await open();
    const [place = ""] = readdirSync(join(folder, "kept"));
    writeFileSync(join(folder, "kept", place, "operations"), "{");
    expect(accepts(await open(), "four")).to.equal(false);
    expect(readings).to.equal(2);
  });

  it("tell what is wrong with a value", async () => {
    const cache = await open();
    const validate = cache.validator("One 200", schemaOf(cache, "One"));
    validate(5);
    expect(validate.errors?.map(({ message }) => message)).to.deep.equal(["must be string"]);
  });
});
