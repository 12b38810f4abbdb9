import { expect } from "chai";
import { defaultTiming } from "../../../sdk/fabric/clock";
import { readStatus, readStart, pollDelayMs, type OperationResponse } from "../../../sdk/fabric/operationStatus";

const id = "cfafbeb1-8037-4d0c-896e-a46fb27ff227";
const response = (
  status: number,
  headers: Record<string, string> = {},
  body?: unknown,
  retryAfterMs?: number,
): OperationResponse => ({ status, headers, body, retryAfterMs });
const isItem = (body: unknown): boolean => typeof body === "object" && body !== null && "id" in body;
const item = { id: "1" };

describe("the response to a call that may be a long-running operation", () => {
  const host = "https://api.fabric.microsoft.com";
  const accepted = { kind: "accepted", operationId: id, retryAfterMs: undefined };
  const table: [string, OperationResponse, typeof isItem | undefined, object][] = [
    ["201 with the item", response(201, {}, item), isItem, { kind: "done", body: item }],
    ["200 with the item in place of 202", response(200, {}, item), isItem, { kind: "done", body: item }],
    ["202 with the item", response(202, { "x-ms-operation-id": id }, item), isItem, { kind: "done", body: item }],
    ["202 with Location", response(202, { location: `${host}/v1/operations/${id}` }), isItem, accepted],
    ["202 with Location without version", response(202, { location: `${host}/operations/${id}` }), isItem, accepted],
    ["202 with a relative Location", response(202, { location: `/v1/operations/${id}` }), isItem, accepted],
    [
      "202 with Location of another host",
      response(202, { location: `https://else/operations/${id}` }),
      isItem,
      accepted,
    ],
    ["202 with the id alone", response(202, { "x-ms-operation-id": id }), isItem, accepted],
    ["202 with neither", response(202), isItem, { kind: "untraceable" }],
    [
      "202 with a Location of something else",
      response(202, { location: "/v1/items/1" }),
      isItem,
      { kind: "untraceable" },
    ],
    ["200 that names an operation", response(200, { "x-ms-operation-id": id }), isItem, accepted],
    ["200 with nothing", response(200), isItem, { kind: "done", body: undefined }],
    [
      "200 to a call without a result",
      response(200, { "x-ms-operation-id": id }),
      undefined,
      { kind: "done", body: undefined },
    ],
    ["202 to a call without a result", response(202, { "x-ms-operation-id": id }), undefined, accepted],
    ["202 with neither, to a call without a result", response(202), undefined, { kind: "untraceable" }],
  ];
  for (const [name, given, isResult, expected] of table)
    it(`${name}: ${JSON.stringify(expected)}`, () => expect(readStart(given, isResult)).to.deep.equal(expected));

  it("keeps the service's Retry-After", () => {
    expect(readStart(response(202, { "x-ms-operation-id": id }, undefined, 30_000), isItem)).to.include({
      retryAfterMs: 30_000,
    });
  });
});

describe("an operation's state", () => {
  const words: [unknown, string][] = [
    ["Undefined", "running"],
    ["NotStarted", "running"],
    ["Running", "running"],
    ["SomethingNew", "running"],
    [undefined, "running"],
    [7, "running"],
    ["Succeeded", "succeeded"],
    ["succeeded", "succeeded"],
    ["Failed", "failed"],
    ["Cancelled", "failed"],
    ["Canceled", "failed"],
  ];
  for (const [status, expected] of words)
    it(`${String(status)} means ${expected}`, () =>
      expect(readStatus(response(200, {}, { status })).kind).to.equal(expected));

  it("means running if it is empty or not an object", () => {
    expect(readStatus(response(200)).kind).to.equal("running");
    expect(readStatus(response(200, {}, [])).kind).to.equal("running");
  });

  it("says if there is a result", () => {
    const succeeded = { status: "Succeeded" };
    const location = `https://api.fabric.microsoft.com/operations/${id}/result`;
    expect(readStatus(response(200, { location }, succeeded))).to.include({ hasResult: true });
    expect(readStatus(response(200, {}, succeeded))).to.include({ hasResult: false });
  });

  it("has the operation's error", () => {
    const error = { errorCode: "CorruptedPayload", message: "no", isRetriable: true };
    const state = readStatus(response(200, {}, { status: "Failed", error }));
    expect(state).to.have.nested.property("error.errorCode", "CorruptedPayload");
    expect(state).to.have.nested.property("error.isRetriable", true);
  });

  it("may have null as a percentage", () => {
    const state = readStatus(response(200, {}, { status: "Running", percentComplete: null }));
    expect(state).to.include({ kind: "running", percentComplete: undefined });
  });
});

describe("the wait before the next poll", () => {
  it("is the service's Retry-After", () => expect(pollDelayMs(9, 20_000, defaultTiming)).to.equal(20_000));
  it("is limited if Retry-After is absurd", () => expect(pollDelayMs(0, 86_400_000, defaultTiming)).to.equal(300_000));
  it("grows by half up to a maximum without Retry-After", () => {
    const waits = [0, 1, 2, 20, 5000].map((polls) => pollDelayMs(polls, undefined, defaultTiming));
    expect(waits).to.deep.equal([1500, 2250, 3375, 30_000, 30_000]);
  });
  it("is short at first for Retry-After: 0", () =>
    expect([0, 1, 30].map((polls) => pollDelayMs(polls, 0, defaultTiming))).to.deep.equal([150, 225, 30_000]));
});
