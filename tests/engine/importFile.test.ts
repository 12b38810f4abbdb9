import { expect } from "chai";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";
import { CliService } from "../cli/service";
import { mashup, metadata, table } from "../dataflows";
import { startEmulator } from "../emulator/index";
import { root } from "../tools/layout.mjs";
import { engineTestMs, type Outcome, withStack, type StackOptions, type TestStack } from "./harness/stack";

const filesIn = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [relative(path, file), readFileSync(file, "utf8")]),
  );

const definition = (queries: Record<string, string>, more: object = {}): Record<string, string> => ({
  "mashup.pq": mashup(queries),
  "queryMetadata.json": metadata(queries, more),
});

const PARAMETER = (value: string) => `"${value}" meta [IsParameterQuery = true, Type = "Text"]`;

/** An export of a workspace, imported by its file into a stack. */
interface Imported {
  service: CliService;
  stack: TestStack;
  /** Ids of the dataflows, by name. */
  ids: Readonly<Record<"Draft" | "Loads" | "Reader" | "Secret", string>>;
  pulumiImport(...more: string[]): Promise<{ code: number; output: string }>;
  /** The requests since the last call, by operation. */
  newRequests(): Record<string, number>;
}

/** Three of the four dataflows are in use, so that the export publishes their edits. */
async function withExport(
  use: (imported: Imported) => Promise<void>,
  options: Pick<StackOptions, "secretsProvider"> = {},
): Promise<void> {
  const emulator = await startEmulator();
  const out = mkdtempSync(join(tmpdir(), "import-"));
  let failed = true;
  try {
    const service = new CliService(emulator);
    const { workspaceId } = emulator;
    const connectionId = JSON.stringify({ ClusterId: workspaceId, DatasourceId: emulator.lakehouseId });
    const connections = [{ kind: "Sql", path: "srv;db", connectionId }];
    const Draft = await service.add("Draft", definition({ Orders: table("one") }), { description: "About drafts" });
    const Loads = await service.add(
      "Loads",
      definition({ Server: PARAMETER("srv"), Orders: 'Sql.Database("srv", "db")' }, { connections }),
    );
    const dataflows = `PowerPlatform.Dataflows([]){[Id = "Workspaces"]}[Data]{[workspaceId = "${workspaceId}"]}[Data]`;
    const Reader = await service.add(
      "A reader",
      definition({ Orders: `${dataflows}{[dataflowId = "${Loads}"]}[Data]` }),
    );
    const Secret = await service.add("Secret", definition({ Password: PARAMETER("hunter2"), Orders: table("one") }));
    for (const id of [Loads, Reader, Secret])
      await service.client.schedules.create(workspaceId, id, "Refresh", {
        enabled: true,
        configuration: {
          type: "Cron",
          interval: 60,
          ...{ startDateTime: "2040-01-01T00:00:00", endDateTime: "2041-01-01T00:00:00", localTimeZoneId: "UTC" },
        },
      });
    const exported = await service.run(["export", "--all", "--out", out, "--project", "test"]);
    expect(exported).to.include({ code: 0, err: "" });
    expect(readFileSync(join(out, "index.ts"), "utf8").split("publishOnUpdate: true")).to.have.length(4);

    let directory = "";
    const program = async () => {
      for (const name of ["environment.ts", "index.ts"]) delete require.cache[join(directory, name)];
      require(join(directory, "index.ts"));
    };
    const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
    await withStack({ program, env, files: filesIn(out), ...options }, async (stack) => {
      directory = stack.directory;
      const PATH = [process.env.PATH, join(root, "tests", "engine", "languageHost")].join(delimiter);
      const pulumiImport = async (...more: string[]) => {
        const args = ["import", "--file", "import.json", "--yes", "--skip-preview", ...more, "--stack", "dev"];
        const running = promisify(execFile)("pulumi", args, {
          cwd: directory,
          env: { ...process.env, ...stack.automation.workspace.envVars, PATH },
          timeout: 90_000,
        });
        type Failed = Error & { code: number; stdout: string; stderr: string };
        return running.then(
          ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
          ({ code, stdout, stderr }: Failed) => ({ code, output: stdout + stderr }),
        );
      };
      const newRequests = () => {
        const counts = emulator.counts();
        emulator.clearRequests();
        return counts;
      };
      newRequests();
      await use({ service, stack, ids: { Draft, Loads, Reader, Secret }, pulumiImport, newRequests });
    });
    failed = false;
  } finally {
    rmSync(out, { recursive: true });
    await emulator.close({ allowViolations: failed });
  }
}

const complaints = ({ diagnostics }: Outcome) => diagnostics.filter(({ severity }) => /warning|error/.test(severity));

interface Config {
  config: { "test:dataflows": Record<string, { parameters: Record<string, string> }> };
}

const QUIET = ["--protect=false", "--generate-code=false"];

describe("the import file of an export, on the real engine", function () {
  this.timeout(engineTestMs);

  it("works without a request, like the first up, which completes the state; then nothing changes", () =>
    withExport(async ({ service, stack, ids, pulumiImport, newRequests }) => {
      const { code, output } = await pulumiImport(...QUIET);
      expect(code, output).to.equal(0);
      const told = output.split("\n").filter((line) => !line.includes("using pulumi-language-nodejs from"));
      expect(told.join("\n")).not.to.match(/warning:|error/i);
      expect(newRequests()).to.deep.equal({});
      expect(stack.resource("Dataflow::loads").id).to.equal(ids.Loads);

      const preview = await stack.preview();
      expect(complaints(preview)).to.deep.equal([]);
      expect(preview.stdout).not.to.match(/definitionFingerprint|publishedRevision|definitionRevision/);
      const up = await stack.up();
      expect(up.changes).to.include({ update: 4 });
      expect(complaints(up)).to.deep.equal([]);
      expect(newRequests()).to.deep.equal({});
      expect((await stack.up()).changes).to.deep.equal({ same: 5 });
      expect((await stack.refresh()).changes).to.deep.equal({ same: 5 });
      expect(Object.keys(newRequests()).filter((operation) => !/^(get|list|export)/.test(operation))).to.deep.equal([]);

      stack.edit("dataflows/Loads.Dataflow/mashup.pq", mashup({ Server: PARAMETER("srv"), Orders: table("new") }));
      expect((await stack.up()).changes).to.include({ update: 1 });
      const { edited, published } = service.emulator.item(ids.Loads);
      expect(edited?.["mashup.pq"]).to.contain('"new"');
      expect(published?.["mashup.pq"], "it publishes").to.contain('"new"');
      await stack.destroy();
      expect(service.emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
    }));

  it("has the stored definition: an edit before the first up is drift, and is never overwritten without a message", () =>
    withExport(async ({ service, stack, ids, pulumiImport, newRequests }) => {
      expect((await pulumiImport(...QUIET)).code).to.equal(0);
      const edit = (id: string, row: string) =>
        service.emulator.portalEdit(id, { parts: { "mashup.pq": mashup({ Orders: table(row) }) } });
      const stored = (id: string) => service.emulator.item(id).edited?.["mashup.pq"];
      edit(ids.Draft, "theirs");
      edit(ids.Reader, "theirs");
      newRequests();
      expect((await stack.up()).changes).to.include({ update: 4 });
      expect(newRequests()).to.deep.equal({});

      // The read before a write.
      stack.edit("dataflows/Draft.Dataflow/mashup.pq", mashup({ Orders: table("ours") }));
      const refused = await stack.tryUp();
      expect(refused.succeeded).to.equal(false);
      expect(refused.stdout + refused.stderr).to.match(/edited in Fabric.*\(Orders\), and nothing was written/s);
      expect(stored(ids.Draft)).to.contain('"theirs"');

      const refresh = await stack.refresh();
      expect(refresh.stdout).to.contain("the definition was changed in Fabric (Orders)");
      expect(stored(ids.Reader)).to.contain('"theirs"');
      const preview = await stack.preview();
      expect(preview.changes).to.include({ update: 2 });
      expect(preview.stdout).to.contain("definitionFingerprint");
      await stack.up();
      expect(stored(ids.Draft)).to.contain('"ours"');
      expect(stored(ids.Reader)).to.contain("PowerPlatform.Dataflows");
      expect((await stack.up()).changes).to.deep.equal({ same: 5 });
    }));

  it("can be followed by a refresh before the first up, and the preview has the edit", () =>
    withExport(async ({ service, stack, ids, pulumiImport }) => {
      expect((await pulumiImport(...QUIET)).code).to.equal(0);
      const whole = await stack.refresh();
      expect(whole.changes).to.deep.equal({ same: 5 });
      const parts = { "mashup.pq": mashup({ Orders: table("theirs") }) };
      service.emulator.portalEdit(ids.Reader, { parts });
      expect((await stack.refresh()).changes).to.include({ update: 1 });
      const preview = await stack.preview();
      expect(preview.stdout).to.contain("changed in Fabric");
      expect(service.emulator.item(ids.Reader).edited?.["mashup.pq"]).to.equal(parts["mashup.pq"]);
    }));

  it("works with a passphrase and a value that is secret from the first up: there is no write, and no state has the value", () =>
    withExport(
      async ({ stack, pulumiImport, newRequests }) => {
        expect(readFileSync(join(stack.directory, "import.json"), "utf8")).not.to.contain("hunter2");
        expect((await pulumiImport(...QUIET)).code).to.equal(0);
        // Instead of the plain value, as docs/adopt.md says.
        const { config } = parse(readFileSync(join(stack.directory, "Pulumi.dev.yaml"), "utf8")) as Config;
        const { Password, ...others } = config["test:dataflows"].secret!.parameters;
        config["test:dataflows"].secret!.parameters = others;
        await stack.automation.setConfig("test:dataflows", { value: JSON.stringify(config["test:dataflows"]) });
        const secrets = JSON.stringify({ secret: { Password } });
        await stack.automation.setConfig("test:secrets", { value: secrets, secret: true });
        const up = await stack.up();
        expect(up.changes).to.include({ update: 4 });
        expect(newRequests()).to.deep.equal({});
        expect(stack.stateText()).to.contain('"salt"').and.not.to.contain("hunter2");
        expect((await stack.up()).changes).to.deep.equal({ same: 5 });
        expect((await stack.refresh()).changes).to.deep.equal({ same: 5 });
      },
      { secretsProvider: "passphrase" },
    ));

  it("is also imported without --generate-code=false, before Pulumi fails because there is no schema", () =>
    withExport(async ({ stack, ids, pulumiImport }) => {
      const { code, output } = await pulumiImport();
      expect(output).to.match(/GetSchema/);
      expect(code, output).not.to.equal(0);
      expect(stack.resource("Dataflow::draft")).to.include({ id: ids.Draft, protect: true });
      const up = await stack.up();
      expect(up.changes).to.include({ update: 4 });
      expect(stack.resource("Dataflow::draft").protect ?? false).to.equal(false);
    }));
});
