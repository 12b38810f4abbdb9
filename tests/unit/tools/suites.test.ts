import { expect } from "chai";
import { chosen } from "../../tools/suites.mjs";

describe("the choice of tests", () => {
  const files = ["engine/drift.test.ts", "engine/runs.test.ts", "unit/auth/jwt.test.ts"];

  it("takes kinds, folders, and files with or without their ending, as below tests/ or as the shell completes them", () => {
    expect(chosen(files, [])).to.deep.equal(files);
    expect(chosen(files, ["engine/"])).to.deep.equal(files.slice(0, 2));
    expect(chosen(files, ["unit/auth", "engine/runs"])).to.deep.equal(files.slice(1));
    expect(chosen(files, ["tests/engine/drift.test.ts"])).to.deep.equal(files.slice(0, 1));
  });

  it("leaves out the matrix where it is not asked for", () => {
    const all = [...files, "matrix/pnpm.test.ts"];
    expect(chosen(all, [])).to.deep.equal(files);
    expect(chosen(all, ["matrix"])).to.deep.equal(["matrix/pnpm.test.ts"]);
  });

  it("refuses a name that means no test, also beside others", () => {
    expect(() => chosen(files, ["engine", "engine/drft"])).to.throw("no test file below tests/ matches engine/drft");
  });
});
