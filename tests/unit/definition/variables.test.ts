import { expect } from "chai";
import { problemText } from "../../../sdk/common/problem";
import { understand } from "../../../sdk/definition/understand";

const warnings = async (call: string, loadEnabled: boolean) => {
  const mashup = `section Section1;\nshared Table = ${call};\nshared Other = "Variable.Value(";`;
  const entry = (queryName: string, loaded: boolean) => ({ [queryName]: { queryName, loadEnabled: loaded } });
  const metadata = {
    ...{ formatVersion: "202502", name: "x" },
    queriesMetadata: { ...entry("Table", loadEnabled), ...entry("Other", true) },
  };
  const parts = [
    { path: "mashup.pq", content: Buffer.from(mashup) },
    { path: "queryMetadata.json", content: Buffer.from(JSON.stringify(metadata)) },
  ];
  return (await understand(parts)).problems.map(problemText);
};

describe("a query that reads a variable library", () => {
  for (const call of [
    'Variable.Value("$(/**/Lib/Name)")',
    'Text.From(Variable.ValueOrDefault("$(/**/Lib/Name)", "x"))',
  ])
    it(`is a warning if it is staged: ${call}`, async () => {
      const [warned, ...others] = await warnings(call, true);
      expect(warned).to.match(/^definition\/mashup\.pq: Table reads a variable library and is staged/);
      expect(others).to.deep.equal([]);
      expect(await warnings(call, false)).to.deep.equal([]);
    });

  it("is not found if the query only mentions the function's name", async () =>
    expect(await warnings('"Variable.Value"', true)).to.deep.equal([]));
});
