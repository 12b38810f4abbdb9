import { expect } from "chai";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";
import { azurePipeline, fakeGitHubCli, gitHubWorkflow, onPath, runStep } from "../tools/pipelines";
import { run } from "../tools/processes.mjs";

const example = join(root, "examples", "ci-cd");
const MARKER = "<!-- pulumi-fabric-dataflow review -->";

describe("a comment of examples/ci-cd that is updated in place", function () {
  this.timeout(30_000);
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "comment-"));
    writeFileSync(join(folder, "review.md"), `${MARKER}\n### Dataflows: 1 changed\n`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function onGitHub(found: number[]) {
    const gitHub = fakeGitHubCli(folder, found);
    const env = { ...process.env, PATH: onPath(gitHub.path), GITHUB_REPOSITORY: "contoso/data" };
    const args = [join(example, ".github", "comment.sh"), "42", "review.md"];
    const { code, output } = await run("bash", args, { cwd: folder, env, timeoutMs: 20_000 });
    expect(code, output).to.equal(0);
    expect(gitHub.comment()).to.contain("### Dataflows: 1 changed");
    return gitHub.called();
  }

  it("on GitHub", async () => {
    expect(await onGitHub([])).to.equal("pr comment 42 --body-file review.md");
    expect(await onGitHub([7, 8])).to.equal(
      "api --silent --method PATCH repos/contoso/data/issues/comments/7 --field body=@review.md",
    );
  });

  it("on Azure DevOps", async () => {
    const threads: { id: number; comments: { id: number; content: string }[] }[] = [];
    const calls: string[] = [];
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        calls.push(`${method} ${url}`);
        expect(headers.authorization).to.equal("Bearer job");
        const text = Buffer.concat(chunks).toString();
        const body =
          text === "" ? undefined : (JSON.parse(text) as { content: string; comments: { content: string }[] });
        if (method === "POST") threads.push({ id: 5, comments: [{ id: 1, content: body!.comments[0]!.content }] });
        if (method === "PATCH") threads[0]!.comments[0]!.content = body!.content;
        response.end(JSON.stringify({ value: [{ id: 3, comments: [{ id: 1, content: "another" }] }, ...threads] }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const env = {
        ...process.env,
        SYSTEM_COLLECTIONURI: `http://127.0.0.1:${(server.address() as AddressInfo).port}/contoso/`,
        SYSTEM_TEAMPROJECTID: "data",
        BUILD_REPOSITORY_ID: "repository",
        SYSTEM_PULLREQUEST_PULLREQUESTID: "7",
        SYSTEM_ACCESSTOKEN: "job",
      };
      const comment = async () => {
        const args = [join(example, "comment.mjs"), "review.md"];
        const { code, output } = await run(process.execPath, args, { cwd: folder, env, timeoutMs: 20_000 });
        expect(code, output).to.equal(0);
      };
      await comment();
      writeFileSync(join(folder, "review.md"), `${MARKER}\nsecond\n`);
      await comment();
      expect(threads.map(({ comments }) => comments[0]!.content)).to.deep.equal([`${MARKER}\nsecond\n`]);
      const path = "/contoso/data/_apis/git/repositories/repository/pullRequests/7/threads";
      expect(calls).to.deep.equal([
        `GET ${path}?api-version=7.1`,
        `POST ${path}?api-version=7.1`,
        `GET ${path}?api-version=7.1`,
        `PATCH ${path}/5/comments/1?api-version=7.1`,
      ]);
    } finally {
      server.close();
    }
  });

  // https://spec.commonmark.org/0.31.2/#indented-code-blocks
  for (const [what, file, step, input, output] of [
    ["GitHub's preview", ".github/workflows/preview.yml", "comment", "preview.txt", "comment.md"],
    ["GitHub's drift", ".github/workflows/drift.yml", "summary", "drift.txt", "summary.md"],
    ["Azure's preview", "azure-pipelines.yml", "comment", "preview.txt", "comment.md"],
  ] as const)
    it(`has the text of ${what} in a block that the text cannot end`, async () => {
      const values = new Proxy<Record<string, string>>({}, { get: () => "" });
      const pipeline = (file.startsWith(".github") ? gitHubWorkflow : azurePipeline)(`examples/ci-cd/${file}`, values);
      writeFileSync(join(folder, input), "a\r@octocat\n```\n@octocat </details>\n\n~~~\n");
      const env = { PATH: onPath(fakeGitHubCli(folder).path), GITHUB_STEP_SUMMARY: join(folder, output) };
      // The commands that send the comment are missing.
      await runStep(pipeline, step, folder, env);
      const [heading, ...lines] = readFileSync(join(folder, output), "utf8")
        .split(/\r?\n|\r/)
        .filter((line) => !line.startsWith("<!--"));
      expect(heading).to.match(/^### /);
      expect(lines.filter((line) => line !== "" && !line.startsWith("    "))).to.deep.equal([]);
      expect(lines.join("\n")).to.contain("    ```\n    @octocat </details>");
    });
});
