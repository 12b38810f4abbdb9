import { connect } from "node:net";
import { expect } from "chai";
import { Client } from "./caller";
import { Emulator, FaultKind, JobFault, OperationFault, startEmulator } from "./index";

describe("faults in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  beforeEach(async () => {
    emulator = await startEmulator();
    client = new Client(emulator);
  });
  afterEach(() => emulator.close());

  const arm = (operation: string, fault: FaultKind, more: object = {}) =>
    emulator.faults.add({ operation, fault, ...more });
  const create = (displayName = "Sales") => client.call("POST", `${client.root}/dataflows`, { displayName });
  const names = () => emulator.items().map(({ displayName }) => displayName);
  const thrown = (call: Promise<unknown>) =>
    call.then(
      () => expect.fail("the call got a response"),
      (error: Error) => error,
    );

  for (const retryAfter of [undefined, "7", "Wed, 21 Oct 2099 07:28:00 GMT", "soon", "-5"]) {
    it(`respond with 429 and Retry-After ${retryAfter ?? "absent"}`, async () => {
      arm("listWorkspaces", { kind: "status", status: 429, retryAfter });
      const reply = await client.call("GET", "/workspaces");
      expect([reply.status, reply.body.errorCode]).to.deep.equal([429, "RequestBlocked"]);
      expect(reply.headers.get("retry-after")).to.equal(retryAfter ?? null);
      expect((await client.call("GET", "/workspaces")).status).to.equal(200);
    });
  }

  it("apply to the given number of requests of one operation and one caller, after the skipped ones", async () => {
    emulator.addPrincipal({ token: "other" });
    arm("listWorkspaces", { kind: "status", status: 503 }, { times: 2, skip: 1, token: emulator.token });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) {
      await client.call("GET", client.root);
      await new Client(emulator, "other").call("GET", "/workspaces");
      statuses.push((await client.call("GET", "/workspaces")).status);
    }
    expect(statuses).to.deep.equal([200, 503, 503, 200]);
    expect(new Set(emulator.requests.map(({ status }) => status))).to.deep.equal(new Set([200, 503]));
  });

  for (const status of [500, 502, 503, 504]) {
    for (const effect of ["none", "applied"] as const) {
      it(`respond with ${status} with the effect ${effect}`, async () => {
        arm("createItem", { kind: "status", status, effect, body: "html" });
        const reply = await create();
        expect([reply.status, reply.headers.get("content-type")]).to.deep.equal([status, "text/html"]);
        expect(names().includes("Sales")).to.equal(effect === "applied");
      });
    }
  }

  it("respond with empty and truncated bodies", async () => {
    arm("listWorkspaces", { kind: "status", status: 500, body: "empty" });
    expect((await client.call("GET", "/workspaces")).body).to.equal("");
    arm("listWorkspaces", { kind: "status", status: 500, body: "truncated" });
    expect(await thrown(client.call("GET", "/workspaces"))).to.be.instanceOf(SyntaxError);
  });

  for (const effect of ["none", "applied"] as const) {
    it(`reset the connection with the effect ${effect}`, async () => {
      arm("createItem", { kind: "reset", effect });
      await thrown(create());
      expect(names().includes("Sales")).to.equal(effect === "applied");
      expect(emulator.requests[0]).to.include({ operation: "createItem", status: 0, fault: "reset" });
    });
  }

  it("can suppress the response, and the emulator can still close", async () => {
    arm("listWorkspaces", { kind: "hang" });
    const headers = { authorization: `Bearer ${emulator.token}` };
    const signal = AbortSignal.timeout(100);
    const error = await thrown(fetch(`${emulator.endpoint}/workspaces`, { headers, signal }));
    expect(error.name).to.equal("TimeoutError");
  });

  it("make a response slow, late or incomplete", async () => {
    const timed = async (call: Promise<unknown>) => {
      const from = Date.now();
      await call;
      return Date.now() - from;
    };
    arm("listWorkspaces", { kind: "drip", bytes: 40, delayMs: 20 });
    expect(await timed(client.call("GET", "/workspaces"))).to.be.within(60, 2000);
    arm("listWorkspaces", { kind: "delay", delayMs: 60 });
    expect(await timed(client.call("GET", "/workspaces"))).to.be.within(55, 2000);
    arm("listWorkspaces", { kind: "cut" });
    await thrown(client.call("GET", "/workspaces"));
  });

  it("refuse connections for a time", async () => {
    emulator.refuseConnections(80);
    const error = (await thrown(client.call("GET", "/workspaces"))) as Error & { cause?: { code?: string } };
    expect(error.cause?.code).to.equal("ECONNREFUSED");
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect((await client.call("GET", "/workspaces")).status).to.equal(200);
  });

  it("change a response's status, headers and body", async () => {
    const headers = { Location: "https://elsewhere.example/v1/operations/x", RequestId: null };
    arm("listWorkspaces", {
      kind: "change",
      status: 302,
      headers,
      body: { continuationUri: "https://elsewhere.example" },
    });
    const response = await fetch(`${emulator.endpoint}/workspaces`, {
      headers: { authorization: `Bearer ${emulator.token}` },
      redirect: "manual",
    });
    expect([response.status, response.headers.get("location")]).to.deep.equal([302, headers.Location]);
    expect(response.headers.has("requestid")).to.equal(false);
    const body = (await response.json()) as object;
    expect(body).to.include({ continuationUri: "https://elsewhere.example" }).and.to.have.property("value");
  });

  it("send a valid body that is too large", async () => {
    arm("listWorkspaces", { kind: "flood", bytes: 1_000_000 });
    const reply = await client.call("GET", "/workspaces");
    expect(Number(reply.headers.get("content-length"))).to.be.greaterThan(1_000_000);
    expect(reply.body.value).to.have.length(1);
  });

  it("do not fail the emulator if a caller aborts its own request", async () => {
    const { hostname, port } = new URL(emulator.endpoint);
    const socket = connect(Number(port), hostname);
    socket.on("error", () => undefined);
    socket.write("POST /v1/workspaces HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{", () => socket.destroy());
    await new Promise((resolve) => socket.once("close", resolve));
    expect((await client.call("GET", "/workspaces")).status).to.equal(200);
  });

  it("can make a token expire", async () => {
    arm("listWorkspaces", { kind: "tokenExpired" }, { skip: 1 });
    expect((await client.call("GET", "/workspaces")).status).to.equal(200);
    expect((await client.call("GET", "/workspaces")).body.errorCode).to.equal("TokenExpired");
  });

  it("respond with 202 instead of 201, or with 201 instead of 202", async () => {
    arm("createItem", { kind: "longRunning", longRunning: true });
    expect((await create("A")).status).to.equal(202);
    emulator.set({ switches: { longRunning: { create: true } } });
    arm("createItem", { kind: "longRunning", longRunning: false });
    expect((await create("B")).status).to.equal(201);
  });

  const operations: [OperationFault["outcome"], string | undefined][] = [
    ["fail", "Failed"],
    ["neverEnds", "Running"],
    ["cancelled", "Cancelled"],
    ["vanish", undefined],
  ];
  for (const [outcome, status] of operations) {
    it(`make an operation ${outcome}`, async () => {
      arm("createItem", { kind: "operation", operation: { outcome, errorCode: "WorkspaceItemsLimitExceeded" } });
      const accepted = await create();
      emulator.advance(60_000);
      const state = await client.call("GET", accepted.headers.get("location") ?? "");
      expect(state.body.status).to.equal(status);
      if (outcome === "fail") expect(state.body.error.errorCode).to.equal("WorkspaceItemsLimitExceeded");
      if (outcome === "vanish") expect(state.status).to.equal(404);
      // An operation that vanished still takes effect.
      expect(names().includes("Sales")).to.equal(outcome === "vanish");
    });
  }

  it("remove Location, operation id or the result's Location from an operation", async () => {
    const headersOf = async (outcome: OperationFault["outcome"], name: string) => {
      arm("createItem", { kind: "operation", operation: { outcome } });
      const { headers } = await create(name);
      return [headers.has("location"), headers.has("x-ms-operation-id")];
    };
    expect(await headersOf("noLocation", "A")).to.deep.equal([false, true]);
    expect(await headersOf("noOperationId", "B")).to.deep.equal([true, false]);
    expect(await headersOf("noLocationNorId", "C")).to.deep.equal([false, false]);
    arm("createItem", { kind: "operation", operation: { outcome: "noResultLocation" } });
    const accepted = await create("D");
    emulator.advance(60_000);
    const state = await client.call("GET", accepted.headers.get("location") ?? "");
    expect([state.body.status, state.headers.has("location")]).to.deep.equal(["Succeeded", false]);
  });

  const jobs: [JobFault["outcome"], string | undefined][] = [
    ["dedupe", "Deduped"],
    ["cancel", "Cancelled"],
    ["fail", "Failed"],
    ["stayNotStarted", "NotStarted"],
    ["neverEnds", "InProgress"],
    ["disappear", undefined],
  ];
  for (const [outcome, status] of jobs) {
    it(`make a job ${outcome}`, async () => {
      const id = (await create()).body.id as string;
      arm("runApplyChanges", { kind: "job", job: { outcome, errorCode: "SomethingBroke", message: "It broke." } });
      const instance = await client.ended(await client.publish(id));
      expect(instance.status).to.equal(status);
      if (outcome === "fail") expect(instance.failureReason).to.include({ errorCode: "SomethingBroke" });
      if (outcome === "disappear") expect(instance.errorCode).to.equal("ItemNotFound");
      expect(emulator.item(id).published !== undefined).to.equal(outcome === "disappear");
    });
  }

  it("respond to a DELETE with 500, with and without the effect", async () => {
    const id = (await create()).body.id as string;
    arm("deleteItem", { kind: "status", status: 500, effect: "none" });
    arm("deleteItem", { kind: "status", status: 500, effect: "applied" });
    const path = `${client.root}/items/${id}`;
    expect((await client.call("DELETE", path)).status).to.equal(500);
    expect((await client.call("GET", path)).status).to.equal(200);
    expect((await client.call("DELETE", path)).status).to.equal(500);
    expect((await client.call("GET", path)).body.errorCode).to.equal("ItemNotFound");
  });
});
