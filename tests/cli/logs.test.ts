import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { attack, obeyedLines, writtenAttack } from "../attacks";
import { metadata, table } from "../dataflows";
import { runCli, type CliResult } from "./runCli";
import { withService, type CliService } from "./service";

const queries = { [attack("query")]: table("one"), Orders: writtenAttack(attack("query")) };
const parts = (more = ""): Record<string, string> => ({
  "mashup.pq": [
    "section Section1;",
    ...Object.entries(queries).map(([name, m]) => `shared ${writtenAttack(name)} = ${m};`),
    more,
  ].join("\n"),
  "queryMetadata.json": metadata(queries, {
    connections: [{ kind: attack("kind"), path: attack("path"), connectionId: attack("id") }],
  }),
});

let root = "";
/** A folder whose name is an attack. A path may have any character except `/` and NUL. */
function localFolder(name: string, files: Record<string, string>): string {
  const path = join(root, `${attack(name)}.Dataflow`);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

const failing = {
  kind: "job",
  job: { outcome: "fail", errorCode: attack("code"), message: attack("reason") },
} as const;

async function prepared(service: CliService): Promise<string> {
  const { emulator, client } = service;
  const id = await service.add(attack("dataflow"), parts(), { description: attack("description") });
  emulator.portalEdit(emulator.lakehouseId, { displayName: attack("lakehouse") });
  emulator.addTable({ query: attack("query"), columns: { [attack("column")]: [attack("cell"), "=1+1"] } });
  emulator.faults.add({ operation: "runExecute", fault: failing });
  await client.jobs.start(emulator.workspaceId, id, "Execute").catch(() => undefined);
  emulator.faults.clear();
  return id;
}

describe("the command line's output in a log", () => {
  before(() => (root = mkdtempSync(join(tmpdir(), "logs-"))));
  after(() => rmSync(root, { recursive: true }));

  const expectHarmless = ({ out, err }: CliResult, what: string): void => {
    expect(obeyedLines(`${out}\n${err}`), `${what}\n${out}\n${err}`).to.deep.equal([]);
  };

  it("has no agent command for any content of dataflows, folders, rows and the service", () =>
    withService(async (service) => {
      const id = await prepared(service);
      const mistaken = localFolder("mistaken", parts(`shared ${writtenAttack(attack("query"))} = 1;`));
      const other = localFolder("other", parts(`shared ${writtenAttack(attack("new"))} = "##vso[x]";`));
      const file = (name: string, text: string): string => {
        writeFileSync(join(root, name), text);
        return join(root, name);
      };
      const m = file("m.pq", parts()["mashup.pq"]!);
      const tests = file("tests.json", JSON.stringify({ [attack("query")]: { columns: { x: "text" }, minRows: 9 } }));
      const calls: [args: string[], shows: string][] = [
        [["list"], "dataflow#(lf)"],
        [["show", id], "description#(lf)"],
        [["diff", id, other], "new#(lf)"],
        [["lineage", id], "query#(lf)"],
        [["lineage", id, "--format", "mermaid"], "query#(lf)"],
        [["query", id, attack("query")], "cell#(lf)"],
        [["query", id, attack("query"), "--csv"], "cell\n"],
        [["test", id, "--mashup", m, "--expect", tests], "column#(lf)"],
        [["history", id], "reason #(003A)"],
        [["history", "--all"], "dataflow#(lf)"],
        [["cancel", id], "no run"],
        [["run", attack("none")], "dataflow#(lf)"],
      ];
      for (const [args, shows] of calls) {
        const result = await service.run(args);
        expectHarmless(result, args.join(" "));
        expect(result.out + result.err, args[0]).to.contain(shows);
      }
      const withoutWorkspace = (args: string[]) => runCli(args, service.env);
      for (const args of [
        ["validate", mistaken],
        ["validate", other],
        ["lineage", other],
        ["whoami"],
        [attack("command")],
      ])
        expectHarmless(await withoutWorkspace(args), args.join(" "));
      expect((await withoutWorkspace(["validate", mistaken])).out).to.match(/declares the query .*query#\(lf\)/);

      const body = { errorCode: attack("refused"), message: attack("refusal"), requestId: attack("request") };
      service.emulator.faults.add({ operation: "*", times: 0, fault: { kind: "change", status: 403, body } });
      const refused = await service.run(["list"]);
      expectHarmless(refused, "refused");
      expect(refused.err).to.contain("refusal #(003A):add-mask::");
    }));

  it("is JSON without a command, and parses to the exact texts", () =>
    withService(async (service) => {
      const id = await prepared(service);
      const json = async <T>(...args: string[]): Promise<T> => {
        const result = await service.run([...args, "--json"]);
        expectHarmless(result, args.join(" "));
        return JSON.parse(result.out || result.err) as T;
      };
      const { dataflows } = await json<{ dataflows: { displayName: string }[] }>("list");
      expect(dataflows[0]?.displayName).to.equal(attack("dataflow"));
      const [query] = await json<{ name: string }[]>("lineage", id);
      expect(query?.name).to.equal(attack("query"));
      const { queries: shown } = await json<{ queries: { name: string }[] }>("show", id);
      expect(shown.map(({ name }) => name)).to.include(attack("query"));
      const rows = await service.run(["query", id, attack("query"), "--json"]);
      expectHarmless(rows, "rows");
      expect((JSON.parse(rows.out) as unknown[])[0]).to.deep.equal({ [attack("column")]: attack("cell") });
      await json("show", attack("none"));
      await json("show", id, "--nothing");
    }));

  it("is comma-separated values that a spreadsheet reads as text, except numbers", () =>
    withService(async (service) => {
      const id = await service.addQueries("Sales", { Orders: table("a") });
      service.emulator.addTable({
        query: "Orders (test)",
        columns: { "=Name": ["=1+1", "+1", "-x", "@a", "plain", "a\n::error::b"], Amount: [-1.5, 2, 3, 4, 5, 6] },
      });
      const { out } = await service.run(["query", id, "Orders", "--csv"]);
      expect(out).to.equal("'=Name,Amount\n'=1+1,-1.5\n'+1,2\n'-x,3\n'@a,4\nplain,5\n\"a\n#(003A):error::b\",6");
    }));
});
