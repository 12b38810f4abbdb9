import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declaredBy, inputsOf } from "../../sdk/cli/declaredInStack";
import { folder } from "../dataflows";
import { inFolder } from "./inFolder";
import { runCli } from "./runCli";
import { onPath } from "../tools/pipelines";
import { withService } from "./service";
import { withPulumi } from "./withPulumi";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const parameter = (value: string) =>
  `"${value}" meta [IsParameterQuery = true, Type = "Text", IsParameterQueryRequired = true]`;
const files = (server: string, password = "dev-pw") => ({
  Server: parameter(server),
  Password: parameter(password),
  Orders: "Server & Password",
});

describe("diff with --stack", () => {
  it("compares the files as the stack's program deployed them; a secret value is not a difference", () =>
    withService(async (service) => {
      const id = await service.addQueries("Sales", files("prod-sql", "prod-pw"));
      const type = "pulumi-nodejs:dynamic/fabric:Dataflow";
      const inputs = { displayName: "Sales", parameters: { Server: "prod-sql", Password: SECRET } };
      await withPulumi([{ type: "pulumi:pulumi:Stack" }, { type, id, inputs }], () =>
        inFolder(folder("x", files("dev-sql")), async (path) => {
          expect((await service.run(["diff", "Sales", path])).code).to.equal(1);
          const same = await service.run(["diff", "Sales", path, "--stack", "prod"]);
          expect(same.out + same.err).to.equal("no difference");
          expect(same.code).to.equal(0);
        }),
      );
      await withPulumi(
        [{ type, id, inputs: { ...inputs, parameters: { Server: "other-sql", Password: SECRET } } }],
        () =>
          inFolder(folder("x", files("dev-sql")), async (path) => {
            const { out, code } = await service.run(["diff", "Sales", path, "--stack", "prod"]);
            expect(code).to.equal(1);
            expect(out).to.contain("as the stack prod deploys them").and.to.contain("current: prod-sql -> other-sql");
            expect(out).not.to.contain("-pw");
          }),
      );
    }));

  it("knows a dataflow of the provider plugin", () =>
    withService(async (service) => {
      const id = await service.addQueries("Sales", files("prod-sql"));
      const inputs = { displayName: "Sales", parameters: { Server: "prod-sql" } };
      await withPulumi([{ type: "fabric-dataflow:index:Dataflow", id, inputs }], () =>
        inFolder(folder("x", files("dev-sql")), async (path) => {
          expect((await service.run(["diff", "Sales", path, "--stack", "prod"])).code).to.equal(0);
          expect((await service.run(["show", "Sales", "--stack", "prod"])).out).not.to.contain("not in the stack");
        }),
      );
    }));

  it("exits with 2 if the stack does not have that dataflow", () =>
    withService(async (service) => {
      await service.addQueries("Sales", files("a"));
      await withPulumi([], () =>
        inFolder(folder("x", files("a")), async (path) => {
          const { err, code } = await service.run(["diff", "Sales", path, "--stack", "prod"]);
          expect(code).to.equal(2);
          expect(err).to.contain("has no Dataflow with the id");
        }),
      );
    }));

  it("shows Markdown and JSON like review", () =>
    withService(async (service) => {
      await service.addQueries("Sales", files("a"));
      await inFolder(folder("x", files("b")), async (path) => {
        expect((await service.run(["diff", "Sales", path, "--format", "markdown"])).out).to.contain(
          "### Dataflows: 1 changed",
        );
        const json = await service.json<{ review: { dataflows: { parameters: unknown[] }[] } }>([
          "diff",
          "Sales",
          path,
        ]);
        expect(json.review.dataflows[0]?.parameters).to.deep.equal([
          { name: "Server", kind: "changed", changes: [{ name: "current", before: "a", after: "b" }] },
        ]);
      });
    }));

  it("does not quote the Pulumi CLI's output, which has the configuration's secrets in clear", async () => {
    const bin = mkdtempSync(join(tmpdir(), "pulumi-"));
    const before = process.env.PATH;
    writeFileSync(join(bin, "pulumi"), `#!/bin/sh\necho '"Pa55-w0rd" {'\n`, { mode: 0o755 });
    process.env.PATH = onPath(bin);
    try {
      const { code, err } = await runCli(["list", "--workspace", "W", "--stack", "prod"], {});
      expect([code, err]).to.deep.equal([
        1,
        "error: `pulumi config --stack prod` did not print JSON; run it by hand to see what is wrong.",
      ]);
    } finally {
      process.env.PATH = before;
      rmSync(bin, { recursive: true });
    }
  });

  it("reads a state and omits encrypted values", () => {
    const type = "pulumi-nodejs:dynamic/fabric:Dataflow";
    const state = (...resources: object[]) => ({ deployment: { resources } });
    const replaced = { type, id: "A", delete: true, inputs: { parameters: { Old: 1 } } };
    expect(inputsOf(state(replaced, { type, id: "a", inputs: { x: 1 } }), "A")).to.deep.equal({ x: 1 });
    expect(inputsOf(state({ type: "other", id: "a", inputs: {} }), "a")).to.equal(undefined);
    expect(inputsOf({}, "a")).to.equal(undefined);
    expect(inputsOf([null], "a")).to.equal(undefined);
    expect(
      declaredBy({
        parameters: { A: 1, B: SECRET },
        connections: { Sql: { datasourceId: "d" }, Web: { datasourceId: SECRET } },
        replacements: SECRET,
        bind: { lakehouses: { a: { lakehouseId: "b" } } },
        displayName: "x",
      }),
    ).to.deep.equal({
      environment: {
        parameters: { A: 1 },
        connections: { Sql: { datasourceId: "d" } },
        bind: { lakehouses: { a: { lakehouseId: "b" } } },
      },
      secretParameters: ["B"],
      left: ["connections.Web", "replacements"],
    });
  });
});
