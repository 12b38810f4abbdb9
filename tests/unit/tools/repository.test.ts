import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { parse } from "yaml";
import { root } from "../../tools/layout.mjs";

const workflows = readdirSync(join(root, ".github/workflows")).map((name) => ({
  name,
  text: readFileSync(join(root, ".github/workflows", name), "utf8"),
}));

describe("the workflows of this repository", () => {
  for (const { name, text } of workflows) {
    it(`pin every action by digest, with its version in a comment: ${name}`, () => {
      const uses = [...text.matchAll(/uses: *(.*)/g)].map(([, action]) => action!);
      for (const action of uses) expect(action).to.match(/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it(`may only read the repository, except for a job's own permissions, and have a timeout for each job: ${name}`, () => {
      const { permissions, jobs } = parse(text) as {
        permissions: object;
        jobs: Record<string, { "timeout-minutes"?: number }>;
      };
      expect(permissions).to.deep.equal({ contents: "read" });
      for (const job of Object.values(jobs)) expect(job["timeout-minutes"]).to.be.a("number");
    });
  }

  it("have one version of each action", () => {
    const uses = workflows.flatMap(({ text }) => [...text.matchAll(/uses: *([\w-]+\/[\w-]+)\S*@(\S+)/g)]);
    const versions = new Map<string, Set<string>>();
    for (const [, action, version] of uses) versions.set(action!, (versions.get(action!) ?? new Set()).add(version!));
    expect([...versions].filter(([, all]) => all.size > 1).map(([action]) => action)).to.deep.equal([]);
  });
});

describe("the repository's files for GitHub", () => {
  for (const file of ["SUPPORT.md", "CODE_OF_CONDUCT.md", "PULL_REQUEST_TEMPLATE.md", "dependabot.yml"])
    it(`include ${file}`, () => expect(existsSync(join(root, ".github", file))).to.equal(true));

  it("include forms for issues, each with GitHub's required fields", () => {
    const folder = join(root, ".github/ISSUE_TEMPLATE");
    const forms = readdirSync(folder).filter((name) => name !== "config.yml");
    expect(forms).to.have.length.above(1);
    for (const name of forms) {
      const { body, description, ...form } = parse(readFileSync(join(folder, name), "utf8")) as {
        name: string;
        description: string;
        body: { type: string; id?: string; attributes: { label?: string } }[];
      };
      expect([form.name, description].every(Boolean), name).to.equal(true);
      const fields = body.filter(({ type }) => type !== "markdown");
      expect(new Set(fields.map(({ id }) => id)).size, name).to.equal(fields.length);
      expect(
        fields.every(({ attributes }) => attributes.label),
        name,
      ).to.equal(true);
    }
  });

  it("configure dependabot for every folder with dependencies", () => {
    const { updates } = parse(readFileSync(join(root, ".github/dependabot.yml"), "utf8")) as {
      updates: { "package-ecosystem": string; directory?: string; directories?: string[] }[];
    };
    const manifests: Record<string, string> = { npm: "package.json", gomod: "go.mod", "github-actions": ".github" };
    for (const { "package-ecosystem": kind, directory, directories } of updates)
      for (const folder of directories ?? [directory!])
        expect(existsSync(join(root, folder, manifests[kind]!)), `${kind} ${folder}`).to.equal(true);
    const modules = readdirSync(join(root, "tests"), { recursive: true, encoding: "utf8" })
      .filter((file) => basename(file) === "go.mod")
      .map((file) => `/tests/${dirname(file).split(sep).join("/")}`);
    expect(updates.flatMap(({ directories = [] }) => directories)).to.have.members(modules);
  });
});
