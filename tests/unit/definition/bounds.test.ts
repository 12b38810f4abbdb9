// The built package, as users run it. The code that tests transpile takes a third longer.
import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { understand } from "../../../sdk/dist/definition/understand";
import { largeDefinitions } from "./largeDefinitions";
import { textPart } from "./samples";

/** Processor time, so that the test does not fail on a busy machine. */
async function seconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe("the time that a definition takes", function () {
  this.timeout(60_000);

  for (const [what, parts] of Object.entries(largeDefinitions))
    it(`is below 3 seconds for ${what}`, async () => {
      const definition = parts();
      let queries = {};
      expect(await seconds(async () => ({ queries } = await understand(definition)))).to.be.lessThan(3);
      expect(await seconds(() => understand(definition, { previous: queries }))).to.be.lessThan(3);
    });

  it("is below 1.5 seconds for 500 KB in 551 ordinary queries", async () => {
    const definition = largeDefinitions["551 queries of many steps"]?.() ?? [];
    expect(await seconds(() => understand(definition))).to.be.lessThan(1.5);
  });

  for (const what of ["one record after the other", "nothing but semicolons", "as many entries as are taken"])
    it(`needs less than 500 MB for ${what}`, () => {
      const script = `
        const { largeDefinitions } = require("./largeDefinitions");
        const { understand } = require("../../../sdk/dist/definition/understand");
        understand(largeDefinitions[${JSON.stringify(what)}]()).then(() => console.log(process.resourceUsage().maxRSS / 1024));`;
      const { stdout, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", "-e", script], {
        cwd: join(__dirname),
        encoding: "utf8",
        timeout: 50_000,
      });
      expect(Number(stdout), stderr).to.be.within(50, 500);
    });
});

describe("a definition beyond the limits", () => {
  const M = textPart("mashup.pq", "section Section1;\nshared A = 1;");
  const problemsOf = async (metadata: string, mashup = M): Promise<string[]> =>
    (await understand([mashup, textPart("queryMetadata.json", metadata)])).problems.map(
      ({ severity, place, message }) => `${severity} ${place}: ${message}`,
    );

  it("names JSON that is nested too deeply, in any place", async () => {
    const deep = '{"a":'.repeat(50_000) + "1" + "}".repeat(50_000);
    expect(await problemsOf(deep)).to.deep.equal([
      "error definition/queryMetadata.json: nests more than 100 lists and objects, which metadata of a dataflow never does",
    ]);
    const { problems, definitionFingerprint } = await understand([
      M,
      textPart("queryMetadata.json", '{"formatVersion": "202502", "queriesMetadata": {"A": {"queryName": "A"}}}'),
      textPart("flow.mdf", deep),
    ]);
    expect(problems).to.deep.equal([]);
    expect(definitionFingerprint).to.match(/^2:/);
  });

  it("names too many entries, and parts that are too large", async () => {
    const entries = Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`Q${at}`, { queryName: `Q${at}` }]));
    expect(await problemsOf(JSON.stringify({ queriesMetadata: entries }))).to.deep.equal([
      "error definition/queryMetadata.json: `queriesMetadata` has 60000 entries; no dataflow has more than 20000",
    ]);
    expect(await problemsOf(JSON.stringify({ connections: Array(3000).fill({}) }))).to.deep.equal([
      "error definition/queryMetadata.json: `connections` has 3000 entries; no dataflow has more than 2000",
    ]);
    const settings = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`setting${at}`, at]));
    expect(await problemsOf(JSON.stringify(settings))).to.deep.equal([
      "error definition/queryMetadata.json: has 3000 settings; no dataflow has more than 2000",
    ]);
    expect(await problemsOf(JSON.stringify({ a: "x".repeat(5_000_000) }))).to.deep.equal([
      "error definition/queryMetadata.json: has 5000008 bytes; no part of a dataflow has more than 4194304",
    ]);
    expect(await problemsOf("{}", textPart("mashup.pq", "section S;".padEnd(600_000)))).to.deep.equal([
      "error definition/mashup.pq: has 600000 bytes; the service takes 524288 (512 KB) at most",
    ]);
  });

  it("lists the first hundred problems, and the number of the others", async () => {
    const members = Array.from({ length: 300 }, (_, at) => `shared Q${at} = Nothing${at};`).join("\n");
    const problems = await problemsOf("{}", textPart("mashup.pq", `section S;\n${members}`));
    expect(problems.filter((problem) => problem.includes("is not defined"))).to.have.lengthOf(100);
    expect(problems).to.include(
      "error definition/mashup.pq: has 200 more of these errors; correct the first ones, and check again",
    );
  });
});
