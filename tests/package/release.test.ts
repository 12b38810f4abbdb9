import { expect } from "chai";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";
import { gitHubWorkflow, runStep } from "../tools/pipelines";
import sdk from "../../sdk/package.json";

const publish = gitHubWorkflow(".github/workflows/release.yml", {}, "publish");
const GITHUB_REPOSITORY = "contoso/pulumi-fabric-dataflow";

describe("a release", function () {
  this.timeout(30_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "release-"));
    mkdirSync(join(folder, "sdk"));
    cpSync(join(root, "sdk", "package.json"), join(folder, "sdk", "package.json"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("has the version of its tag", async () => {
    const name = "The tag is the version of the package";
    const right = await runStep(publish, name, folder, { GITHUB_REF_NAME: `v${sdk.version}` });
    expect(right.code, right.output).to.equal(0);
    expect((await runStep(publish, name, folder, { GITHUB_REF_NAME: `v${sdk.version}1` })).code).to.equal(1);
  });

  it("stops if package.json has no repository or another one, and says what to set", async () => {
    const name = "The package names this repository, or npm refuses its provenance";
    const tried = (repository?: object) => {
      writeFileSync(join(folder, "sdk", "package.json"), JSON.stringify({ ...sdk, repository }));
      return runStep(publish, name, folder, { GITHUB_REPOSITORY });
    };
    const address = `https://github.com/${GITHUB_REPOSITORY}`;
    const url = `git+https://github.com/${GITHUB_REPOSITORY}.git`;
    const without = await tried();
    expect(without.code).to.equal(1);
    expect(without.output).to.contain(`npm run address -- ${address}`);
    expect((await tried({ type: "git", url: url.replace("contoso", "somebody") })).code).to.equal(1);
    expect((await tried({ type: "git", url, directory: "sdk" })).code).to.equal(0);
  });

  it("may write only the package and the release, and signs in without a stored token", () => {
    const { jobs, permissions } = publish.document;
    expect(permissions).to.deep.equal({ contents: "read" });
    expect(jobs.publish.permissions).to.deep.equal({ contents: "read", "id-token": "write" });
    expect(jobs.publish.needs).to.equal("test");
    // The plugin's files, without those of npm.
    expect(jobs.plugin.permissions).to.deep.equal({ contents: "write" });
    expect(jobs.plugin.needs).to.equal("publish");
    expect(JSON.stringify(publish.document)).not.to.match(/secrets\.|NODE_AUTH_TOKEN/);
    expect(publish.steps.at(-1)?.script).to.contain("--provenance");
  });
});

describe("CHANGELOG.md", () => {
  it("has the form of Keep a Changelog, and an entry for the next release", () => {
    const text = readFileSync(join(root, "CHANGELOG.md"), "utf8");
    const versions = [...text.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);
    for (const heading of versions)
      expect(heading).to.match(/^\[(Unreleased|\d+\.\d+\.\d+(-[\w.]+)?\] - \d{4}-\d{2}-\d{2})\]?$/);
    const kinds = [...text.matchAll(/^### (.*)$/gm)].map(([, kind = ""]) => kind);
    for (const kind of kinds) expect(kind).to.match(/^(Added|Changed|Deprecated|Removed|Fixed|Security)$/);
    const named = versions.some((heading) => heading.startsWith(`[${sdk.version}]`));
    expect(named || versions[0] === "[Unreleased]", `[${sdk.version}] or [Unreleased]`).to.equal(true);
  });
});
