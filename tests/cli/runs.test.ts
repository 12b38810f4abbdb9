import { expect } from "chai";
import { bar, type RunReport } from "../../sdk/cli/history";
import { table } from "../dataflows";
import { withService } from "./service";

const failing = {
  kind: "job",
  job: { outcome: "fail", errorCode: "DataSourceError", message: "no such table" },
} as const;

describe("the command run", () => {
  it("awaits the end, and prints progress on stderr and the result on stdout", () =>
    withService(async (service) => {
      const id = await service.addQueries("Sales", { Orders: table("a") });
      const { code, out, err } = await service.run(["run", "Sales"]);
      const [first, ...waits] = err.split("\n");
      expect(first).to.match(/^run [0-9a-f-]{36} of Sales: https:\/\/app\.fabric\.microsoft\.com\/groups\//);
      const statuses = waits.map((line) => line.split(",")[0]);
      expect(statuses, "a pipe gets only changes").to.deep.equal([...new Set(statuses)]);
      expect(code).to.equal(0);
      expect(out).to.match(/^[0-9a-f-]{36} {2}Refresh Completed, /);
      expect(service.emulator.item(id).runs[0]).to.deep.include({ jobType: "Execute", status: "Completed" });
      expect((await service.run(["run", "Sales", "--publish"])).out).to.contain("Publish Completed");
      const started = await service.run(["run", "Sales", "--no-wait"]);
      expect(started.out).to.equal(service.emulator.item(id).runs[0]?.id);
    }));

  it("sends parameters with the dataflow's types", () =>
    withService(async (service) => {
      const text = [
        "section Section1;",
        'shared Region = "EU" meta [IsParameterQuery = true, Type = type text];',
        "shared Top = 10 meta [IsParameterQuery = true, Type = Int64.Type];",
        "shared At = #datetime(2020, 1, 1, 0, 0, 0) meta [IsParameterQuery = true, Type = type datetime];",
        "",
      ].join("\n");
      const id = await service.addQueries("Sales", { Orders: table("a") });
      const metadata = service.emulator.item(id).edited?.["queryMetadata.json"] ?? "{}";
      service.emulator.portalEdit(id, {
        parts: {
          "mashup.pq": text,
          "queryMetadata.json": JSON.stringify({ ...JSON.parse(metadata), parametric: true }),
        },
      });
      const parameters = ["Region=north", "Top=5", "At=2026-01-31T13:45:00"].flatMap((given) => ["--parameter", given]);
      expect((await service.run(["run", "Sales", ...parameters])).code).to.equal(0);
      expect(service.emulator.item(id).runs[0]?.run.parameters).to.deep.equal({
        ...{ Region: "north", Top: 5, At: "2026-01-31T13:45:00.000Z" },
      });
      const { code, err } = await service.run(["run", "Sales", "--parameter", "Top=many"]);
      expect([code, err.includes("parameters.Top: does not fit the type Integer")]).to.deep.equal([1, true]);
    }));

  it("exits with 1 and Fabric's reason if the run failed", () =>
    withService(async (service) => {
      await service.addQueries("Sales", { Orders: table("a") });
      service.emulator.faults.add({ operation: "runExecute", times: 1, fault: failing });
      const { code, out } = await service.run(["run", "Sales"]);
      expect(code).to.equal(1);
      expect(out).to.contain("Refresh Failed").and.contain("DataSourceError: no such table");
    }));

  it("refuses contradictory options before any request", () =>
    withService(async (service) => {
      for (const args of [
        ["--publish", "--parameter", "A=1"],
        ["--parameter", "A"],
        ["--timeout", "soon"],
      ])
        expect((await service.run(["run", "Sales", ...args])).code, args.join(" ")).to.equal(2);
      expect(service.emulator.counts()).to.deep.equal({});
    }));
});

describe("the command cancel", () => {
  it("cancels an active run, and succeeds if there is none", () =>
    withService(
      async (service) => {
        const id = await service.addQueries("Sales", { Orders: table("a") });
        const { out: run } = await service.run(["run", "Sales", "--no-wait"]);
        const { code, out } = await service.run(["cancel", "Sales"]);
        expect({ code, out }).to.deep.equal({ code: 0, out: `${run}  Refresh is being cancelled` });
        expect(service.emulator.item(id).runs[0]?.status).to.equal("Cancelled");
        expect((await service.run(["cancel", "Sales", "--run", run])).out).to.equal("no run is active");
      },
      { timings: { executeMs: 60_000 } },
    ));
});

describe("the command history", () => {
  it("shows runs newest first with durations, bars and reasons, and exits with 1 if the last one failed", () =>
    withService(async (service) => {
      await service.addQueries("Sales", { Orders: table("a") });
      await service.run(["run", "Sales"]);
      expect((await service.run(["history", "Sales"])).code).to.equal(0);
      service.emulator.faults.add({ operation: "runExecute", times: 1, fault: failing });
      await service.run(["run", "Sales"]);
      const { code, out } = await service.run(["history", "Sales"], { columns: 80 });
      expect(code).to.equal(1);
      const lines = out.split("\n");
      expect(lines[0]).to.match(/^START \(UTC\) +JOB +BY +STATUS +TOOK$/);
      expect(lines[1]).to.match(/^20\d\d-\d\d-\d\d \d\d:\d\d +Refresh +Manual +Failed +\d+ s/);
      expect(lines[2]).to.contain("DataSourceError: no such table");
      expect(lines[3]).to.contain("Completed");
      for (const line of lines) expect([...line].length).to.be.at.most(80);
      for (const columns of [50, 60, 70]) {
        const narrow = (await service.run(["history", "Sales"], { columns })).out.split("\n");
        for (const line of narrow) expect([...line].length, line).to.be.at.most(columns);
        expect(narrow.join("\n"), "a bar is shorter or absent, and never cut").not.to.match(/[█▏▎▍▌▋▊▉]…|…$/m);
        expect(/█$/m.test(narrow.join("\n")), `a bar in ${columns} columns`).to.equal(columns > 50);
      }
      expect((await service.run(["history", "Sales", "--fail-on", "never"])).code).to.equal(0);
      const runs = await service.json<RunReport[]>(["history", "Sales"]);
      expect(runs.map(({ status }) => status)).to.deep.equal(["Failed", "Completed"]);
      expect(runs[0]?.dataflow).to.equal("Sales");
      expect(runs[0]?.reason).to.match(/^DataSourceError: no such table \(request /);
      await service.run(["run", "Sales"]);
      expect((await service.run(["history", "Sales"])).code, "it runs again").to.equal(0);
      expect((await service.run(["history", "Sales", "--fail-on", "any"])).code).to.equal(1);
      expect((await service.json<RunReport[]>(["history", "Sales", "--last", "1"])).length).to.equal(1);
    }));

  it("shows all dataflows of a workspace, each with its newest run", () =>
    withService(async (service) => {
      await service.addQueries("A", { Q: table("a") });
      await service.addQueries("B", { Q: table("a") });
      service.emulator.faults.add({ operation: "runExecute", times: 1, fault: failing });
      await service.run(["run", "A"]);
      await service.run(["run", "B"]);
      const { code, out } = await service.run(["history", "--all", "--since", "24h"]);
      expect(code).to.equal(1);
      expect(out)
        .to.match(/^A .*Failed/m)
        .and.match(/^B .*Completed/m);
      expect((await service.run(["history"])).code).to.equal(2);
      expect((await service.run(["history", "A", "--all"])).code).to.equal(2);
    }));

  it("draws bars in proportion to the durations", () => {
    expect(bar(100, 100)).to.equal("█".repeat(12));
    expect(bar(50, 100)).to.equal("█".repeat(6));
    expect(bar(1, 1000), "the shortest run has a bar").to.equal("▏");
  });
});
