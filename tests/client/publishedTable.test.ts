import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FabricDataflowClient } from "../../sdk/client";
import { alternatives } from "../emulator/alternatives";
import { startEmulator, type Emulator } from "../emulator/index";
import { defaultSwitches, type Switches } from "../emulator/options";
import { root } from "../tools/layout.mjs";
import { definition } from "./support";

/** The variables of the table's expressions. */
interface Names {
  client: FabricDataflowClient;
  ws: string;
  id: string;
  instance: string;
  displayName: string;
  description: string;
  definition: unknown;
  executionData: object;
}

interface Row {
  operation: string;
  /** `POST /workspaces/{ws}/items`. */
  request: string;
  byCurrentName: string;
  byPublishedPath: string;
}

/** The table of docs/client.md, as printed. */
function publishedOperations(): Row[] {
  const text = readFileSync(join(root, "docs", "client.md"), "utf8");
  const section = text.slice(text.indexOf("## The published operations"));
  const lines = section.slice(0, section.indexOf("Beside them")).split("\n");
  return lines
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) => {
      const [, operation = "", request = "", current = "", published = ""] = line.split("|").map((cell) => cell.trim());
      const code = (cell: string) => /`(.*)`/.exec(cell)?.[1] ?? cell;
      const byCurrentName = code(current);
      const byPublishedPath = published === "the same" ? byCurrentName : code(published);
      return { operation, request: request.replaceAll("`", ""), byCurrentName, byPublishedPath };
    });
}

/** Runs the code of a cell of the table. */
function called(expression: string, names: Names): Promise<unknown> {
  const keys = Object.keys(names);
  // The test runs the guide's text.
  const call = new Function(...keys, `return client.${expression};`) as (...values: unknown[]) => Promise<unknown>;
  return call(...Object.values(names));
}

type Surface = "byCurrentName" | "byPublishedPath";

/** The expected refusals by switch. Every other call must succeed. */
function refusalOf(row: Row, surface: Surface, switches: Switches): string | undefined {
  const isPublished = surface === "byPublishedPath";
  const isStart = row.operation.startsWith("Run on-demand");
  if (isPublished && isStart && switches.startForms.query === "absent") return "InvalidRequest";
  // The published body has no option, and nothing is published at this point of the table.
  const skips = isPublished && row.operation === "Run on-demand refresh";
  if (skips && switches.defaultExecuteOption === "SkipApplyChanges" && switches.neverPublished === "refuse")
    return "DataflowNeverPublishedError";
  if (row.operation === "Delete dataflow" && switches.softDelete !== "allow") return switches.softDelete;
  return undefined;
}

const rows = publishedOperations();
const executionData = {
  ...{ DataflowName: "Sales", OwnerUserPrincipalName: "a@b.example" },
  OwnerUserObjectId: "00000000-0000-4000-8000-000000000001",
};

describe("the table of published operations in docs/client.md", () => {
  let emulator: Emulator;
  let client: FabricDataflowClient;
  let count = 0;
  before(async () => {
    emulator = await startEmulator({ timings: { operationMs: 1, queuedMs: 0, executeMs: 2, applyChangesMs: 2 } });
  });
  // A client remembers the form of a start that the service accepted.
  beforeEach(() => {
    const { token, endpoint } = emulator;
    client = new FabricDataflowClient({ token, endpoint, pollIntervalMs: 2, timing: { pollCapMs: 10 } });
  });
  after(() => emulator.close());
  afterEach(() => emulator.set({ switches: defaultSwitches() }));

  it("has the eleven operations", () => expect(rows.map(({ operation }) => operation)).to.have.length(11));

  /** Runs the table with one dataflow, and checks the service's state after each call. */
  async function goThrough(surface: Surface): Promise<void> {
    const ws = emulator.workspaceId;
    const names: Names = {
      ...{ client, ws, id: "", instance: "", displayName: "", description: `text ${++count}` },
      ...{ definition, executionData },
    };
    const started = async (jobType: "Execute" | "ApplyChanges"): Promise<string> => {
      const { jobInstanceId } = await client.jobs.start(ws, names.id, jobType);
      return jobInstanceId;
    };
    for (const row of rows) {
      const what = `${row.operation}, ${row[surface]}`;
      names.displayName = `Sales ${++count}`;
      if (row.operation.endsWith("job instance")) {
        // A run that stays active, so that it can be polled and cancelled.
        emulator.set({ timings: { executeMs: 60_000 } });
        names.instance = row.operation.startsWith("Get") ? await started("Execute") : names.instance;
        emulator.set({ timings: { executeMs: 2 } });
      }
      // The table deletes the dataflow before it runs one.
      const target =
        row.operation === "Delete dataflow" ? await client.createItem(ws, { displayName: `Gone ${count}` }) : undefined;
      emulator.clearRequests();
      const outcome = await called(row[surface], { ...names, id: target?.id ?? names.id }).then(
        (value) => ({ value, refused: undefined }),
        (error: Error & { errorCode?: string }) => ({ value: undefined, refused: error }),
      );
      const request = row.request
        .replace("{ws}", ws)
        .replace("{id}", target?.id ?? names.id)
        .replace("{instance}", names.instance);
      const sent = emulator.requests.map(({ method, path }) => `${method} ${path}`);
      const isTyped =
        surface === "byCurrentName" && !row.operation.includes("job instance") && !row.operation.startsWith("Run");
      expect(sent[0]?.split("?updateMetadata")[0], what).to.equal(
        isTyped ? request.replace("/items", "/dataflows") : request,
      );

      const wanted = refusalOf(row, surface, emulator.switches);
      const refusal = outcome.refused && `${outcome.refused.errorCode ?? ""} ${outcome.refused.message}`;
      if (wanted !== undefined) {
        expect(refusal, what).to.contain(wanted);
        continue;
      }
      expect(refusal, what).to.equal(undefined);
      await checkEffect(row.operation, outcome.value as Record<string, unknown>, {
        ...names,
        id: target?.id ?? names.id,
      });
      if (row.operation === "Create a dataflow with definition") names.id = (outcome.value as { id: string }).id;
    }
  }

  /** True if the call had its effect in the service. */
  async function checkEffect(operation: string, value: Record<string, unknown>, names: Names): Promise<void> {
    const { ws, id } = names;
    const ended = (jobInstanceId: unknown) => client.jobs.wait(ws, id, String(jobInstanceId), { timeoutMs: 5_000 });
    switch (operation) {
      case "Create a dataflow":
      case "Create a dataflow with definition": {
        const item = emulator.item(String(value.id));
        expect(item).to.include({ displayName: names.displayName, type: "Dataflow", workspaceId: ws });
        expect(item.edited?.["mashup.pq"]?.includes("Orders") === true, operation).to.equal(
          operation !== "Create a dataflow",
        );
        return;
      }
      case "Get dataflow":
        expect(value).to.include({ id, type: "Dataflow" });
        return;
      case "Get dataflow with definition":
        expect((value as { parts: { path: string }[] }).parts.map(({ path }) => path)).to.include.members([
          "mashup.pq",
          "queryMetadata.json",
        ]);
        return;
      case "Update dataflow":
        expect(emulator.item(id).description).to.equal(names.description);
        return;
      case "Update dataflow with definition":
        expect(emulator.item(id).edited?.["mashup.pq"]).to.contain("shared Orders");
        return;
      case "Delete dataflow":
        expect(emulator.items().map((item) => item.id)).not.to.include(id);
        return;
      case "Run on-demand refresh":
        await ended(value.jobInstanceId);
        expect(emulator.item(id).runs.map((run) => run.id)).to.include(value.jobInstanceId);
        return;
      case "Run on-demand publish":
        expect((await ended(value.jobInstanceId)).status).to.equal("Completed");
        expect(emulator.item(id).published?.["mashup.pq"]).to.contain("shared Orders");
        return;
      case "Get job instance":
        expect(value).to.include({ id: names.instance, itemId: id });
        return;
      case "Cancel job instance":
        expect((await ended(names.instance)).status).to.equal("Cancelled");
        return;
      default:
        throw new Error(`no check has the effect of "${operation}"`);
    }
  }

  for (const surface of ["byCurrentName", "byPublishedPath"] as const)
    describe(surface === "byCurrentName" ? "by current name" : "by published path", () => {
      it("works with the emulator's defaults", () => goThrough(surface));
      for (const { name, switches } of alternatives())
        it(`works with ${name}`, async () => {
          emulator.set({ switches });
          await goThrough(surface);
        });
    });
});
