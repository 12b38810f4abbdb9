import { expect } from "chai";
import type { Socket } from "node:net";
import { clientOf, collect, thrown } from "./support";
import { json, stubServer, type StubServer } from "./stubServer";

describe("the client's connections", () => {
  let server: StubServer;
  const serve = async (respond: Parameters<typeof stubServer>[0]): Promise<void> => {
    server = await stubServer(respond);
  };
  afterEach(() => server.close());

  it("are reused for calls that can be repeated, but not for a create, because the service may close an idle connection", async () => {
    const used = new Set<Socket>();
    await serve((request, response) => {
      // Each connection serves one request. A second request on it fails, as if the service had just closed the idle connection.
      if (used.has(request.socket)) return request.socket.destroy();
      used.add(request.socket);
      json(response, request.method === "POST" ? 201 : 200, { id: "1", displayName: "a" });
    });
    const client = clientOf(server.endpoint, "t");
    await client.items.get("w", "i");
    expect(await client.items.create("w", { displayName: "a" })).to.include({ id: "1" });
    expect(await client.items.get("w", "i")).to.include({ id: "1" });
    expect(await client.items.create("w", { displayName: "a" })).to.include({ id: "1" });
    expect(server.requests.filter((line) => line.startsWith("POST"))).to.have.length(2);
  });

  it("that cannot be opened are an error that says that the call had no effect", async () => {
    await serve((_, response) => json(response, 200, {}));
    await server.close();
    const client = clientOf(server.endpoint, "t", { maxRetries: 2 });
    const error = await thrown(client.items.create("w", { displayName: "a" }));
    expect(error).to.include({ name: "NoResponseError", mayHaveTakenEffect: false });
    expect(error.message).to.match(/connection refused \(ECONNREFUSED\)\. The call changed nothing/);
  });

  it("to a host that does not exist are an error that says so", async () => {
    await serve((_, response) => json(response, 200, {}));
    const client = clientOf("https://fabric.invalid/v1", "t", { maxRetries: 0 });
    const error = await thrown(client.items.create("w", { displayName: "a" }, { timeoutMs: 8000 }));
    expect(error).to.include({ name: "NoResponseError", mayHaveTakenEffect: false });
  });

  it("end if the reader cancels the stream", async () => {
    let closed = false;
    await serve((request, response) => {
      response.writeHead(200, { "content-type": "application/vnd.apache.arrow.stream" });
      const timer = setInterval(() => response.write("row"), 5);
      request.socket.on("close", () => {
        closed = true;
        clearInterval(timer);
      });
    });
    const client = clientOf(server.endpoint, "t");
    for await (const _ of await client.dataflows.executeQuery("w", "i", { queryName: "q" })) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(closed).to.equal(true);
    closed = false;
    const rows = await client.dataflows.executeQuery("w", "i", { queryName: "q" }, { timeoutMs: 150 });
    expect(await thrown(collect(rows))).to.include({ name: "DeadlineError", awaited: "the rest of the rows" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(closed).to.equal(true);
  });

  it("may have a date in Retry-After", async () => {
    let refusals = 1;
    const at: number[] = [];
    await serve((_, response) => {
      at.push(Date.now());
      const date = new Date(Date.now() + 2000).toUTCString();
      if (refusals-- > 0) return json(response, 503, {}, { "retry-after": date });
      json(response, 200, { id: "1" });
    });
    expect(await clientOf(server.endpoint, "t").items.get("w", "i")).to.include({ id: "1" });
    expect((at[1] ?? 0) - (at[0] ?? 0)).to.be.at.least(900);
  });

  it("may have a date in Retry-After by a clock that is one hour behind this machine's", async () => {
    let refusals = 1;
    const at: number[] = [];
    await serve((_, response) => {
      at.push(Date.now());
      const theirs = (aheadMs: number) => new Date(Date.now() - 3_600_000 + aheadMs).toUTCString();
      if (refusals-- > 0) return json(response, 503, {}, { date: theirs(0), "retry-after": theirs(1_000) });
      json(response, 200, { id: "1" });
    });
    expect(await clientOf(server.endpoint, "t").items.get("w", "i")).to.include({ id: "1" });
    expect((at[1] ?? 0) - (at[0] ?? 0)).to.be.at.least(900);
  });
});

describe("a signal of the caller", () => {
  it("may end hundreds of calls without a warning", async () => {
    const warnings: string[] = [];
    const listen = ({ message }: Error): unknown => warnings.push(message);
    process.on("warning", listen);
    const server = await stubServer(() => undefined);
    const client = clientOf(server.endpoint, "t");
    const controller = new AbortController();
    const calls = Array.from({ length: 100 }, () => thrown(client.items.get("w", "i", { signal: controller.signal })));
    await new Promise((resolve) => setTimeout(resolve, 100));
    controller.abort();
    for (const error of await Promise.all(calls)) expect(error).to.have.property("name", "AbortError");
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off("warning", listen);
    await server.close();
    expect(warnings).to.deep.equal([]);
  });
});
