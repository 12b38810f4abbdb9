import { expect } from "chai";
import type { FabricClient } from "../../sdk/fabric/client";
import { startEmulator, type Emulator } from "../emulator/index";
import { faults, maxRetries, type Expected, type Fault } from "./faultCases";
import { fixture, sharedOf, subjects, worldOptions, type Fixture, type Shared, type Subject } from "./faultSubjects";
import { clientFor } from "./support";

const all = subjects.flatMap((subject, row) => faults.map((fault, column) => ({ subject, fault, row, column })));
// A tenth of the cases, along the table's diagonals, so that each subject and each fault occurs.
const chosen = process.env.SOAK === "1" ? all : all.filter(({ row, column }) => (row * 3 + column) % 10 === 0);

describe(`the client, with a fault (${chosen.length} of ${all.length} cases${process.env.SOAK === "1" ? "" : "; SOAK=1 runs all"})`, () => {
  let emulator: Emulator;
  let clean: FabricClient;
  let shared: Shared;

  before(async () => {
    emulator = await startEmulator(worldOptions);
    clean = clientFor(emulator);
    shared = await sharedOf(emulator);
  });
  after(() => emulator.close({ allowViolations: true }));
  afterEach(() => {
    emulator.faults.clear();
    emulator.takeViolations();
  });

  it("has at least 150 cases, of which a tenth has every operation and every fault", () => {
    expect(all).to.have.length.greaterThanOrEqual(150);
    expect(new Set(chosen.map(({ subject }) => subject))).to.have.property("size", subjects.length);
    expect(new Set(chosen.map(({ fault }) => fault))).to.have.property("size", faults.length);
  });

  for (const { subject, fault } of chosen)
    it(`${subject.operation}: ${fault.name}: ${describeExpected(fault.expect(subject))}`, async () => {
      const prepared = await fixture(emulator, clean, shared);
      // Each case has its own client, so that a pause after a 429 affects no other case.
      const token = `secret-${prepared.name.replace(" ", "-")}`;
      emulator.addPrincipal({ token, role: "Admin" });
      const client = clientFor(emulator, {
        credential: { description: token, getToken: async () => ({ token, expiresOnTimestamp: Infinity }) },
        maxRetries,
        timing: { attemptMs: 300, listLagMs: 50 },
      });
      await meet(subject, fault, prepared, client, fault.expect(subject));
    });
});

async function meet(
  subject: Subject,
  fault: Fault,
  at: Fixture,
  client: FabricClient,
  wanted: Expected,
): Promise<void> {
  const { emulator } = at;
  emulator.clearRequests();
  if (fault.refuseMs !== undefined) emulator.refuseConnections(fault.refuseMs);
  if (fault.fault) emulator.faults.add({ operation: subject.operation, times: fault.times, fault: fault.fault });
  const controller = new AbortController();
  if (fault.abortAfterMs !== undefined) setTimeout(() => controller.abort(), fault.abortAfterMs);
  const began = Date.now();
  const error = await subject
    .run(client, at, { timeoutMs: fault.timeoutMs ?? 8000, signal: controller.signal })
    .then(() => undefined)
    .catch((thrown: unknown) => thrown as Error & Record<string, unknown>);
  const tookMs = Date.now() - began;

  expect(error === undefined ? "ok" : error.name, error?.message).to.equal(wanted.outcome);
  if (wanted.maybe !== undefined) expect(error).to.have.property("mayHaveTakenEffect", wanted.maybe);
  if (wanted.errorCode !== undefined) expect(error).to.have.property("errorCode", wanted.errorCode);
  if (wanted.message !== undefined) expect(error?.message).to.match(wanted.message);
  expect(error?.message ?? "").not.to.contain("secret-");
  const requests = emulator.requests.filter(({ operation }) => operation === subject.operation).length;
  expect(requests, "requests").to.equal(wanted.requests);
  if (subject.effects) expect(subject.effects(at), "effects").to.equal(wanted.effects);
  expect(tookMs, "ms").to.be.at.most(fault.atMostMs ?? 3000);
  if (fault.atLeastMs !== undefined) expect(tookMs, "ms").to.be.at.least(fault.atLeastMs);
}

function describeExpected({ outcome, requests, maybe }: Expected): string {
  return `${outcome}${maybe ? " that says it may be done" : ""}, ${requests} request${requests === 1 ? "" : "s"}`;
}
