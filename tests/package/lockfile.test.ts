import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gitHubWorkflow } from "../tools/pipelines";
import { root } from "../tools/layout.mjs";

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  hasInstallScript?: boolean;
  inBundle?: boolean;
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const lock = JSON.parse(read("package-lock.json")) as { lockfileVersion: number; packages: Record<string, Locked> };
const project = JSON.parse(read("package.json")) as { allowScripts: Record<string, boolean>; workspaces: string[] };
const installed = Object.entries(lock.packages).filter(([path, { link }]) => path.includes("node_modules/") && !link);
const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

describe("the workflows", () => {
  it("name actions by their commit, because a tag can move", () => {
    for (const name of readdirSync(join(root, ".github", "workflows"))) {
      const used = read(`.github/workflows/${name}`).match(/uses: .*/g) ?? [];
      expect(used.length, name).to.be.above(0);
      for (const line of used) expect(line, name).to.match(/^uses: [\w-]+(\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    expect(read(".github/dependabot.yml")).to.contain("package-ecosystem: github-actions");
  });
});

describe("the lockfile", () => {
  it("pins each dependency to one version and one hash, only from the registry", () => {
    expect(lock.lockfileVersion).to.equal(3);
    expect(installed.length).to.be.above(100);
    for (const [path, { version, integrity, resolved }] of installed) {
      expect(version, path).to.match(/^\d+\.\d+\.\d+/);
      expect(integrity, path).to.match(/^sha512-[A-Za-z0-9+/]{86}==$/);
      // Without `resolved`, npm uses the configured registry and accepts only this hash.
      expect(resolved ?? "https://registry.npmjs.org/", path).to.match(/^https:\/\/registry\.npmjs\.org\//);
    }
  });

  it("has links only to workspaces of this repository", () => {
    for (const [path, { link, resolved }] of Object.entries(lock.packages))
      if (link) expect(resolved, path).to.match(/^(sdk|examples\/[\w-]+)$/);
  });

  it("has dependencies by version, not by an address", () => {
    for (const path of ["package.json", "sdk/package.json"]) {
      const { dependencies, devDependencies, peerDependencies } = JSON.parse(read(path)) as Record<string, object>;
      for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies, ...peerDependencies }))
        expect(range, `${path}: ${name}`).to.match(/^[\^~]?\d+\.\d+\.\d+$|^>=\d+\.\d+\.\d+ <\d+$/);
    }
  });

  it("allows no install scripts of dependencies, and names the dependencies that have one", () => {
    expect(read(".npmrc")).to.match(/^ignore-scripts=true$/m);
    const wouldRun = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(project.allowScripts).to.deep.equal(Object.fromEntries(wouldRun.map((name) => [name, false])));
  });

  it("is used by CI and the release, and the release checks signatures and known vulnerabilities", () => {
    expect(read(".ci/run")).to.contain("npm test");
    expect(read("tests/tools/install.mjs")).to.match(/"ci"/);
    const release = gitHubWorkflow(".github/workflows/release.yml", {}, "test").steps.map(({ script }) => script ?? "");
    for (const command of ["npm ci", "npm audit signatures", "npm audit --omit=dev"])
      expect(
        release.some((script) => script.startsWith(command)),
        command,
      ).to.equal(true);
    const publish = gitHubWorkflow(".github/workflows/release.yml", {}, "publish").steps.at(-1)?.script;
    // Scripts are off, so the package's build must run before it is packed.
    expect(publish).to.match(/^npm publish .*--ignore-scripts=false/);
  });
});
