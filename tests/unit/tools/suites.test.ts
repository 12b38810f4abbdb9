import { expect } from "chai";
import { chosen, suites, testFiles } from "../../tools/suites.mjs";

interface Suite {
  name: string;
  files: string[];
  engine: boolean;
  env?: object;
}

describe("the suites of npm test", () => {
  it("have each file once, and keep files that need an engine apart", () => {
    const files = testFiles();
    const made = suites(files) as Suite[];
    // A file of tests/engine can also run with the plugin.
    const named = ({ files: own, env }: Suite) => (env ? own.map((file) => file.replace("engine/", "plugin/")) : own);
    expect(made.flatMap(named).sort()).to.deep.equal(files);
    for (const { engine, files: own } of made)
      expect(new Set(own.map((file) => /^(engine|examples|matrix)\//.test(file)))).to.deep.equal(new Set([engine]));
    expect(new Set(made.map(({ name }) => name)).size).to.equal(made.length);
  });

  it("have several files if these load the same modules, and start with the longest suites", () => {
    const made = suites(testFiles()) as Suite[];
    const first = (withEngine: boolean) => made.filter(({ engine }) => engine === withEngine).map(({ name }) => name);
    expect(first(true)[0]).to.equal("engine/kills");
    expect(first(false).slice(0, 3)).to.deep.equal(["lifecycle", "cli", "unit/1 of 3"]);
    const numberOf = (kind: string) =>
      made.filter(({ name }) => name.startsWith(`${kind}/`)).map(({ files }) => files.length);
    expect(made.find(({ name }) => name === "engine/kills")?.files).to.deep.equal(["engine/kills.test.ts"]);
    expect(Math.max(...numberOf("engine"))).to.equal(5);
    expect(Math.max(...numberOf("matrix"))).to.equal(1);
    expect(numberOf("unit")).to.have.lengthOf(3);
  });
});

describe("the choice of tests", () => {
  const files = ["engine/drift.test.ts", "engine/runs.test.ts", "unit/auth/jwt.test.ts"];

  it("accepts kinds, folders, and files with or without extension, relative to tests/ or as the shell completes them", () => {
    expect(chosen(files, [])).to.deep.equal(files);
    expect(chosen(files, ["engine/"])).to.deep.equal(files.slice(0, 2));
    expect(chosen(files, ["unit/auth", "engine/runs"])).to.deep.equal(files.slice(1));
    expect(chosen(files, ["tests/engine/drift.test.ts"])).to.deep.equal(files.slice(0, 1));
  });

  it("omits the matrix by default", () => {
    const all = [...files, "matrix/pnpm.test.ts"];
    expect(chosen(all, [])).to.deep.equal(files);
    expect(chosen(all, ["matrix"])).to.deep.equal(["matrix/pnpm.test.ts"]);
  });

  it("is divided between npm test and npm run matrix, so that both together run each file once", () => {
    const all = testFiles();
    expect([...chosen(all, []), ...chosen(all, ["--rest"])].sort()).to.deep.equal(all);
    expect(chosen(all, ["--rest"])).to.include.members(["matrix/pnpm.test.ts", "plugin/runs.test.ts"]);
  });

  it("refuses a name without a test, also beside others", () => {
    expect(() => chosen(files, ["engine", "engine/drft"])).to.throw("no test file below tests/ matches engine/drft");
  });
});
