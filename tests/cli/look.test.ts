import { expect } from "chai";
import { folder, mashup, metadata, table } from "../dataflows";
import { inFolder } from "./inFolder";
import { runCli } from "./runCli";
import { withService } from "./service";
import { withPulumi } from "./withPulumi";
import { queryFingerprints } from "../../sdk/definition/queryFingerprints";

describe("list", () => {
  it("shows dataflows by name, without the service's own items, and names other generations", () =>
    withService(async (service) => {
      const id = await service.addQueries("Sales", { Orders: table("a") });
      await service.addQueries("Inventory", { Stock: table("a") });
      const { emulator } = service;
      const other = emulator.world.workspaces.get(emulator.workspaceId)!.items.get(emulator.lakehouseId)!;
      other.type = "DataflowGen1" as never;
      const { code, out, err } = await service.run(["list"]);
      expect(code).to.equal(0);
      const lines = out.split("\n");
      expect(lines[0]).to.match(/^NAME +ID +FOLDER +DESCRIPTION$/);
      expect(lines.slice(1).map((line) => line.split(" ")[0])).to.deep.equal(["Inventory", "Sales"]);
      expect(lines[2]).to.contain(id);
      expect(err).to.contain("Lakehouse (DataflowGen1").and.contain("Save it as Dataflow Gen2 (CI/CD)");
      other.type = "Lakehouse" as never;
      expect((await service.json<{ dataflows: object[] }>(["list"])).dataflows).to.have.length(2);
    }));

  it("fits a terminal of 80 columns, and is not cut in a pipe", () =>
    withService(async (service) => {
      const name = "A dataflow whose name goes on for much longer than anybody would want to read";
      await service.add(name, folder("x", { Orders: table("a") }), { description: "d".repeat(200) });
      const narrow = (await service.run(["list"], { columns: 80 })).out.split("\n");
      for (const line of narrow) expect([...line].length, line).to.be.at.most(80);
      expect(narrow[1]).to.contain("…");
      expect((await service.run(["list"])).out)
        .to.contain(name)
        .and.contain("d".repeat(200));
    }));

  it("leaves out columns that are empty on a terminal", () =>
    withService(async (service) => {
      await service.addQueries("Sales", { Orders: table("a") });
      const { out } = await service.run(["list"], { columns: 60 });
      expect(out).to.match(/^NAME +ID\n/);
    }));

  it("suggests a similar name for an unknown workspace, and requires one if none is given", () =>
    withService(async ({ env }) => {
      const missing = await runCli(["list", "-w", "Emulated worspace"], env);
      expect(missing.code).to.equal(1);
      expect(missing.err).to.contain("did you mean Emulated workspace?");
      const narrow = await runCli(["list", "-w", "Emulated worspace"], env, false, 40);
      expect(narrow.err.split("\n").join(" "), "broken only between words").to.equal(missing.err);
      for (const line of narrow.err.split("\n")) expect(line.length, line).to.be.at.most(40);
      expect((await runCli(["list"], env)).code).to.equal(2);
    }));
});

describe("show", () => {
  it("shows properties, queries, connections, schedules and the last run", () =>
    withService(async (service) => {
      const files = { "mashup.pq": mashup({ Orders: table("a") }), "queryMetadata.json": metadata({ Orders: "" }) };
      const id = await service.add("Sales", files, { description: "All sales" });
      const { workspaceId } = service.emulator;
      const bounds = { startDateTime: "2040-01-01T00:00:00Z", endDateTime: "2041-01-01T00:00:00Z" };
      await service.client.schedules.create(workspaceId, id, "Refresh", {
        enabled: false,
        configuration: { type: "Daily", times: ["02:30"], localTimeZoneId: "UTC", ...bounds },
      });
      await service.run(["run", "Sales"]);
      const { out } = await service.run(["show", "Sales"]);
      expect(out)
        .to.match(/Name: +Sales/)
        .and.match(/Description: +All sales/)
        .and.match(/Portal: +https/);
      expect(out).to.match(/Last run: +Refresh Completed, 20/);
      expect(out).to.match(/Queries\n {2}[\w-]{11} {2}Orders/);
      expect(out).to.match(/Refresh Daily 02:30 \(UTC\), off/);
      const shown = await service.json<{ item: { id: string }; unread: string[] }>(["show", id]);
      expect(shown.item.id).to.equal(id);
      expect(shown.unread).to.deep.equal([]);
    }));

  it("shows what is published, which connections are bound by id, and with --stack the differences between state and service", () =>
    withService(async (service) => {
      const ids = {
        ClusterId: "c0000000-0000-4000-8000-000000000001",
        DatasourceId: "d0000000-0000-4000-8000-000000000001",
      };
      const connections = [{ kind: "Sql", path: "s;d", connectionId: JSON.stringify(ids) }];
      const files = {
        "mashup.pq": mashup({ Orders: table("a") }),
        "queryMetadata.json": metadata({ Orders: "" }, { connections }),
      };
      const id = await service.add("Sales", files);
      expect((await service.run(["show", "Sales"])).out)
        .to.match(/Published: +no publish is known/)
        .and.contain("Sql  s;d  d0000000-0000-4000-8000-000000000001");
      await service.run(["run", "Sales", "--publish"]);
      expect((await service.run(["show", "Sales"])).out).to.match(/Published: +Publish Completed, 20/);

      const parts = Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) }));
      const { definitionFingerprint, queries } = queryFingerprints(parts);
      const resource = { type: "pulumi-nodejs:dynamic/fabric:Dataflow", id, inputs: {} };
      const state = { definitionFingerprint, queries, definitionRevision: 3, publishedRevision: 2 };
      const list = ["list", "--details", "--stack", "prod"];
      await withPulumi([{ ...resource, outputs: state }], async () => {
        const shown = (await service.run(["show", "Sales", "--stack", "prod"])).out;
        expect(shown).to.match(/Stack: +revision 3, published 2: runs may use an older version/);
        expect(shown).to.match(/Drift: +none/);
        const listed = (await service.run(list)).out.split("\n");
        expect(listed[0]).to.match(/PUBLISHED +IN THE STACK +DRIFT +CONNECTIONS/);
        expect(listed[1]).to.match(/20\S+Z +revision 3, published 2.* none +Sql d0000000-/);
      });
      const edited = { ...state, queries: { Orders: "old" }, definitionFingerprint: "2:old", publishedRevision: 3 };
      await withPulumi([{ ...resource, outputs: edited }], async () => {
        expect((await service.run(list)).out).to.match(/revision 3, published +Orders +Sql/);
      });
      await withPulumi([], async () => {
        expect((await service.run(list)).out).to.contain("not in the stack");
      });
    }));

  it("names its users if the service lists them", () =>
    withService(async (service) => {
      const id = await service.addQueries("Sales", { Orders: table("a") });
      const model = service.emulator.addUser(id, { type: "SemanticModel", displayName: "Sales model" });
      service.emulator.addUser(model.id, { type: "Report", displayName: "Sales report" });
      service.emulator.addUser(id, { type: "DataPipeline", displayName: "Nightly" });
      const { out } = await service.run(["show", "Sales"]);
      const lines = ['SemanticModel "Sales model"', 'DataPipeline "Nightly"'];
      expect(out).to.contain(`Used by\n${lines.map((line) => `  ${line} (workspace Emulated workspace)`).join("\n")}`);
      expect(out).not.to.contain("Sales report");

      service.emulator.set({ switches: { relations: false } });
      const { code, out: without } = await service.run(["show", "Sales"]);
      expect(code).to.equal(0);
      expect(without)
        .to.match(/Not readable\n {2}items that use it: .*FeatureNotAvailable/)
        .and.not.to.contain("Used by");
    }));

  it("shows the rest if the definition cannot be read", () =>
    withService(async (service) => {
      await service.addQueries("Sales", { Orders: table("a") });
      const fault = { kind: "status", status: 400, errorCode: "OperationNotSupportedForItem", message: "no" } as const;
      service.emulator.faults.add({ operation: "getDefinition", times: 0, fault });
      const { code, out } = await service.run(["show", "Sales"]);
      expect(code).to.equal(0);
      expect(out).to.match(/Not readable\n {2}definition: .*Gen2 without CI\/CD/);
    }));
});

describe("diff", () => {
  const queries = { Orders: table("a"), Top: "Orders" };

  it("finds no difference in the service's own formatting", () =>
    withService(async (service) => {
      await service.addQueries("Sales", queries);
      await inFolder(folder("x", queries), async (path) => {
        const { code, out } = await service.run(["diff", "Sales", path]);
        expect(out).to.equal("no difference");
        expect(code).to.equal(0);
      });
    }));

  it("names the changes and their dependents, and shows the M; exits with 1", () =>
    withService(async (service) => {
      await service.addQueries("Sales", queries);
      await inFolder(folder("x", { ...queries, Orders: table("b"), New: table("c") }), async (path) => {
        const { code, out } = await service.run(["diff", "Sales", path]);
        expect(code).to.equal(1);
        expect(out).to.match(/^- service: Sales\n\+ files: /);
        expect(out).to.contain("Orders changed: M").and.to.contain("affected: Top");
        expect(out).to.contain("New is new");
        expect(out, "an unknown revision").not.to.contain("To refresh");
        expect(out)
          .to.match(/^ {4}-.*"a"/m)
          .and.match(/^ {4}\+.*"b"/m);
        expect(out).not.to.contain("\u001b[");
        expect((await service.run(["diff", "Sales", path], { colours: true })).out).to.contain("\u001b[31m    -");
        const json = await service.json<object>(["diff", "Sales", path]);
        expect(json).to.deep.include({ equal: false, changed: ["Orders"], added: ["New"], removed: [] });
      });
    }));
});
