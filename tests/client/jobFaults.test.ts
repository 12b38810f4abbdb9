import { expect } from "chai";
import type { FabricClient } from "../../sdk/fabric/client";
import { startEmulator, type Emulator, type JobFault } from "../emulator/index";
import { clientFor, definition } from "./support";

describe("a job", () => {
  let emulator: Emulator;
  let client: FabricClient;
  let ws: string;
  let id: string;

  beforeEach(async () => {
    emulator = await startEmulator();
    client = clientFor(emulator);
    ws = emulator.workspaceId;
    ({ id } = await client.items.create(ws, { displayName: "a", definition }));
  });
  afterEach(() => emulator.close({ allowViolations: true }));

  const table: [JobFault["outcome"], string, object][] = [
    ["dedupe", "ends Deduped", { status: "Deduped" }],
    ["cancel", "ends Cancelled", { status: "Cancelled" }],
    ["fail", "ends Failed", { status: "Failed" }],
    ["disappear", "is unknown", { name: "FabricError", status: 404 }],
    ["stayNotStarted", "is awaited until the deadline", { name: "DeadlineError", lastStatus: "NotStarted" }],
    ["neverEnds", "is awaited until the deadline", { name: "DeadlineError", lastStatus: "InProgress" }],
  ];
  for (const jobType of ["Execute", "Publish"] as const)
    for (const [outcome, words, expected] of table)
      it(`${jobType}: ${outcome}: ${words}`, async () => {
        const operation = jobType === "Execute" ? "runExecute" : "runApplyChanges";
        emulator.faults.add({ operation, fault: { kind: "job", job: { outcome, errorCode: "X", message: "why" } } });
        const executionData = jobType === "Execute" ? { executeOption: "ApplyChangesIfNeeded" } : undefined;
        const { jobInstanceId } = await client.jobs.start(ws, id, jobType, { executionData });
        const end: unknown = await client.jobs
          .wait(ws, id, jobInstanceId, { timeoutMs: 700 })
          .catch((error: unknown) => error);
        expect(end).to.include(expected);
        if (outcome === "fail") expect(end).to.have.nested.property("failureReason.errorCode", "X");
      });

  it("is still awaited after an unknown status", async () => {
    emulator.set({ timings: { applyChangesMs: 100 } });
    emulator.faults.add({ operation: "runApplyChanges", fault: { kind: "job", job: { outcome: "unknownStatus" } } });
    const { jobInstanceId } = await client.jobs.start(ws, id, "Publish");
    const seen: string[] = [];
    const onProgress = ({ status }: { status: string }): unknown => seen.push(status);
    expect(await client.jobs.wait(ws, id, jobInstanceId, { onProgress })).to.include({ status: "Completed" });
    const known = ["NotStarted", "InProgress", "Completed"];
    expect(seen.filter((status) => !known.includes(status))).not.to.deep.equal([]);
  });

  it("is still awaited after an outage, and reports its progress", async () => {
    emulator.set({ timings: { applyChangesMs: 300 } });
    const { jobInstanceId, retryAfterMs } = await client.jobs.start(ws, id, "Publish");
    emulator.faults.add({
      operation: "getJobInstance",
      times: 10,
      fault: { kind: "status", status: 503, body: "html" },
    });
    const seen: string[] = [];
    const end = await client.jobs.wait(ws, id, jobInstanceId, {
      firstPollAfterMs: retryAfterMs,
      timeoutMs: 8000,
      onProgress: ({ status, elapsedMs }) => seen.push(`${status} ${elapsedMs >= 0}`),
    });
    expect(end.status).to.equal("Completed");
    expect(seen.at(-1)).to.equal("Completed true");
  });

  it("is not polled before Retry-After", async () => {
    emulator.set({ timings: { retryAfterSeconds: 1 } });
    const began = Date.now();
    const { jobInstanceId, retryAfterMs } = await client.jobs.start(ws, id, "Publish");
    expect(retryAfterMs).to.equal(1000);
    await client.jobs.wait(ws, id, jobInstanceId, { firstPollAfterMs: retryAfterMs });
    expect(emulator.requests.find(({ operation }) => operation === "getJobInstance")?.at).to.satisfy(
      (at: number | string | Date) => new Date(at).getTime() >= began + 1000,
    );
  });

  it("continues if the wait is aborted", async () => {
    emulator.set({ timings: { applyChangesMs: 60_000 } });
    const { jobInstanceId } = await client.jobs.start(ws, id, "Publish");
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 50);
    const error = await client.jobs
      .wait(ws, id, jobInstanceId, { signal: controller.signal })
      .catch((error: unknown) => error);
    expect(error).to.have.property("message", "enough");
    expect(emulator.requests.some(({ operation }) => operation === "cancelJobInstance")).to.equal(false);
  });
});
