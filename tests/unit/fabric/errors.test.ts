import { expect } from "chai";
import { parseJson, readErrorBody } from "../../../sdk/fabric/errorBody";
import { DeadlineError, FabricError, NoResponseError, OperationFailedError } from "../../../sdk/fabric/errors";
import { asSendFailure } from "../../../sdk/fabric/http";

describe("an error body", () => {
  it("is read in full", () => {
    const read = readErrorBody({
      requestId: "r",
      errorCode: "InvalidInputs",
      message: "bad",
      moreDetails: [
        { errorCode: "A", message: "a", relatedResource: { resourceId: "1", resourceType: "Item" } },
        "odd",
      ],
      isRetriable: false,
    });
    expect(read).to.deep.equal({
      requestId: "r",
      errorCode: "InvalidInputs",
      serviceMessage: "bad",
      details: [{ errorCode: "A", message: "a", relatedResource: "Item 1" }],
      isRetriable: false,
    });
  });

  it("has the values of the headers if it is empty", () => {
    const read = readErrorBody(undefined, { "x-ms-public-api-error-code": "ItemNotFound", requestid: "r" });
    expect(read).to.include({ errorCode: "ItemNotFound", requestId: "r", serviceMessage: undefined });
  });

  it("is read in the older form", () => {
    expect(readErrorBody({ error: { code: "X", message: "m" } })).to.include({ errorCode: "X", serviceMessage: "m" });
  });

  for (const odd of [null, 7, "text", [], { errorCode: 1, message: {}, moreDetails: "no", isRetriable: "yes" }])
    it(`is ignored if its form is unknown: ${JSON.stringify(odd)}`, () =>
      expect(readErrorBody(odd)).to.include({
        errorCode: undefined,
        serviceMessage: undefined,
        isRetriable: undefined,
      }));

  it("is shortened", () => {
    expect(readErrorBody({ message: "x".repeat(10_000) }).serviceMessage).to.have.length(2003);
    expect(readErrorBody({ moreDetails: Array(100).fill({ message: "x" }) }).details).to.have.length(20);
  });

  it("may begin with a byte order mark", () => expect(parseJson('\ufeff{"a":1}')).to.deep.equal({ a: 1 }));
});

describe("an error's message", () => {
  const fields = { operation: "create item", item: '"Sales"', status: 409 };

  it("names the operation, the item, Fabric's code, message and details, the remedy, and the request", () => {
    const error = new FabricError({
      ...fields,
      errorCode: "ItemDisplayNameAlreadyInUse",
      serviceMessage: "Requested 'Sales' is already in use",
      details: [{ errorCode: "D", message: "more", relatedResource: "Item 1" }],
      requestId: "r-1",
    });
    expect(error.message.split("\n")).to.deep.equal([
      `create item "Sales" failed: ItemDisplayNameAlreadyInUse (HTTP 409): Requested 'Sales' is already in use`,
      "  D more (Item 1)",
      "Choose another display name, or adopt the item that has this one.",
      "Request id: r-1",
    ]);
  });

  const advice: [string | undefined, number, RegExp][] = [
    ["SPNBasedRefreshNotAllowed", 403, /runClientId/],
    ["InsufficientPrivileges", 403, /role in the workspace.*scopes/],
    ["WorkspaceHasNoCapacityAssigned", 403, /Fabric capacity/],
    ["DataflowNeverPublishedError", 400, /Publish/],
    ["DataflowNotParametricError", 400, /parametric/],
    ["ScheduleExceedsLimit", 400, /20 schedules/],
    [undefined, 401, /Check the sign-in/],
    [undefined, 403, /role/],
    [undefined, 307, /redirects are not followed/],
  ];
  for (const [errorCode, status, expected] of advice)
    it(`says what to do for ${errorCode ?? status}`, () =>
      expect(new FabricError({ ...fields, errorCode, status }).message).to.match(expected));

  const inner: [string, RegExp][] = [
    ["InternalErrorCode: RewriteDocumentFailed", /no query of that name/],
    ["InternalErrorCode: QueryNotFound", /no query of that name/],
    ["InternalErrorCode: ReinterpretRequestFailed", /does not parse/],
    ["InternalErrorCode: EvaluationError, TimedOut", /90 seconds/],
    ["something else", /Try it alone/],
  ];
  for (const [serviceMessage, expected] of inner)
    it(`depends for DataflowExecuteQueryError on the code in the service's message: ${serviceMessage}`, () =>
      expect(
        new FabricError({ ...fields, errorCode: "DataflowExecuteQueryError", status: 400, serviceMessage }).message,
      ).to.match(expected));

  it("has only known parts", () => {
    expect(new FabricError({ ...fields, status: 500 }).message).to.equal('create item "Sales" failed: HTTP 500');
    expect(new FabricError({ ...fields, status: 400, errorCode: "toString" }).message).to.match(
      /toString \(HTTP 400\)$/,
    );
  });

  it("shortens an id that is longer than Fabric's ids", () => {
    const item = "x".repeat(100_000);
    for (const error of [new FabricError({ ...fields, item }), new NoResponseError("get job", item, "reset", false)])
      expect(error.message)
        .to.contain(` ${"x".repeat(300)}...`)
        .and.have.length.below(1_000);
  });

  it("names an operation and its status, and the error is a FabricError", () => {
    const error = new OperationFailedError({ ...fields, status: 200, errorCode: "X" }, "op-1", "Failed");
    expect(error).to.be.instanceOf(FabricError);
    expect(error.message).to.equal('create item "Sales" was accepted, and its operation op-1 ended Failed: X');
  });

  it("says for a lost response if the call may have taken effect", () => {
    expect(new NoResponseError("create item", "x", "reset", true).message).to.match(/may have taken effect/);
    expect(new NoResponseError("create item", "x", "refused", false).message).to.match(/The call changed nothing/);
  });

  it("names for a deadline what was awaited, and the last status", () => {
    const error = new DeadlineError("create item", "x", 1500, "the end of operation o", "Running", true);
    expect(error.message).to.match(/within 1.5 s: still awaiting the end of operation o \(last status Running\)/);
  });
});

describe("a connection error", () => {
  const coded = (code: string, cause?: unknown): Error => Object.assign(new Error(code, { cause }), { code });
  const table: [string, unknown, boolean, boolean][] = [
    ["ECONNREFUSED", coded("ECONNREFUSED"), false, false],
    ["refused at every address", new AggregateError([coded("ECONNREFUSED"), coded("ECONNREFUSED")]), false, false],
    ["ENOTFOUND", coded("ENOTFOUND"), false, false],
    ["EAI_AGAIN", coded("EAI_AGAIN"), false, false],
    ["connecting took too long", coded("UND_ERR_CONNECT_TIMEOUT"), false, false],
    ["an untrusted certificate", coded("DEPTH_ZERO_SELF_SIGNED_CERT"), false, true],
    ["an expired certificate", coded("CERT_HAS_EXPIRED"), false, true],
    ["another host's certificate", coded("ERR_TLS_CERT_ALTNAME_INVALID"), false, true],
    ["ECONNRESET", coded("ECONNRESET"), true, false],
    ["EPIPE", coded("EPIPE"), true, false],
    ["closed by the other side", coded("UND_ERR_SOCKET"), true, false],
    ["the cause tells", new Error("fetch failed", { cause: coded("ECONNREFUSED") }), false, false],
    ["something else", "odd", true, false],
  ];
  for (const [name, error, sent, permanent] of table)
    it(`${name}: ${sent ? "perhaps sent" : "not sent"}${permanent ? ", permanent" : ""}`, () =>
      expect(asSendFailure(error)).to.include({ sent, permanent }));
});
