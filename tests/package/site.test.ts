import { expect } from "chai";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../tools/layout.mjs";
import { run } from "../tools/processes.mjs";

describe("the site of guides and reference", function () {
  this.timeout(180_000);
  let site = "";
  let made = { code: -1 as number | string, output: "" };
  before(async () => {
    site = mkdtempSync(join(tmpdir(), "site-"));
    const typedoc = join(root, "node_modules", "typedoc", "bin", "typedoc");
    // The linter checks the types.
    made = await run(process.execPath, [typedoc, "--skipErrorChecking", "--out", site], {
      cwd: root,
      timeoutMs: 150_000,
    });
  });
  after(() => rmSync(site, { recursive: true, force: true }));

  it("is built without a warning: each public argument, output and function has a doc comment, and no link is broken", () => {
    expect(made.output).to.not.match(/warning|error/i);
    expect(made.code).to.equal(0);
  });

  it("has a page for each guide and each resource, without broken links", () => {
    const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
    const guides = readdirSync(join(root, "docs")).filter((file) => file.endsWith(".md"));
    expect(pages.filter((page) => page.startsWith("documents"))).to.have.length.above(guides.length);
    expect(pages).to.include.members(
      ["Dataflow", "DataflowRefresh", "DataflowSchedule", "FabricProvider"].map((name) =>
        join("classes", `pulumi-fabric-dataflow.${name}.html`),
      ),
    );
    const broken = pages.flatMap((page) =>
      [...readFileSync(join(site, page), "utf8").matchAll(/(?:href|src)="(?![a-z]+:|#|")([^"#?]+)/g)]
        .map(([, target]) => target!)
        .filter((target) => !existsSync(join(site, dirname(page), decodeURI(target)))),
    );
    expect(broken).to.deep.equal([]);
  });
});
