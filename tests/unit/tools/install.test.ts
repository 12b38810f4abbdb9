import { expect } from "chai";
import { firstMissing } from "../../tools/install.mjs";

const lockfile = {
  packages: {
    "": { name: "repository" },
    sdk: { version: "0.1.0" },
    "node_modules/chai": { version: "6.3.0" },
    "node_modules/a/node_modules/b": { version: "1.0.0" },
    "node_modules/of-another-platform": { version: "1.0.0", optional: true },
  },
};
const installed = {
  packages: { "node_modules/chai": { version: "6.3.0" }, "node_modules/a/node_modules/b": { version: "1.0.0" } },
};

describe("the check of node_modules before a run", () => {
  it("accepts the lockfile's packages, without those of other platforms", () => {
    expect(firstMissing(lockfile, installed)).to.equal(undefined);
  });
  it("names the first package that is missing", () => {
    expect(firstMissing(lockfile, { packages: {} })).to.equal("chai 6.3.0");
    expect(firstMissing(lockfile, undefined)).to.equal("chai 6.3.0");
  });
  it("names a package of another version, including nested packages", () => {
    const older = { packages: { ...installed.packages, "node_modules/a/node_modules/b": { version: "0.9.0" } } };
    expect(firstMissing(lockfile, older)).to.equal("b 1.0.0");
  });
});
