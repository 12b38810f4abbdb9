import { expect } from "chai";
import { execFileSync } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { FabricClient } from "../../sdk/fabric/client";
import { clientOf, collect, thrown } from "./support";
import { json, stubServer, type StubServer } from "./stubServer";

const id = "431e8d7b-4a95-4c02-8ccd-6faef5ba1bd7";
const secret = "eyJsecret.token.signature";

describe("the client never", () => {
  const servers: StubServer[] = [];
  const serve = async (
    respond: (request: IncomingMessage, response: ServerResponse, url: string) => void,
  ): Promise<StubServer> => {
    const server = await stubServer(respond);
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  it("sends its token to another host that a Location names", async () => {
    const other = await serve((_, response) => json(response, 200, { status: "Succeeded" }));
    const fabric = await serve((request, response, url) => {
      if (request.method === "POST")
        return json(response, 202, null, { location: `${other.endpoint}/operations/${id}` });
      if (url.endsWith("/result")) return json(response, 200, { id: "1", displayName: "a" });
      json(response, 200, { status: "Succeeded" }, { location: `${other.endpoint}/operations/${id}/result` });
    });
    const item = await clientOf(fabric.endpoint, secret).items.create("w", { displayName: "a" });
    expect(item.id).to.equal("1");
    expect(fabric.requests).to.deep.equal([
      "POST /v1/workspaces/w/items",
      `GET /v1/operations/${id}`,
      `GET /v1/operations/${id}/result`,
    ]);
    expect(other.requests).to.deep.equal([]);
  });

  it("sends its token to another host that a continuationUri names", async () => {
    const other = await serve((_, response) => json(response, 200, { value: [] }));
    const fabric = await serve((_, response, url) => {
      const continuationUri = `${other.endpoint}/workspaces?continuationToken=a%2Bb`;
      json(
        response,
        200,
        url.includes("continuationToken") ? { value: [{ id: "2" }] } : { value: [{ id: "1" }], continuationUri },
      );
    });
    expect(await collect(clientOf(fabric.endpoint, secret).workspaces.list())).to.deep.equal([
      { id: "1" },
      { id: "2" },
    ]);
    expect(fabric.requests[1]).to.equal("GET /v1/workspaces?continuationToken=a%2Bb");
    expect(other.requests).to.deep.equal([]);
  });

  it("follows a redirect", async () => {
    const other = await serve((_, response) => json(response, 200, { id: "1" }));
    const fabric = await serve((_, response) => json(response, 302, {}, { location: other.endpoint }));
    const error = await thrown(clientOf(fabric.endpoint, secret).items.get("w", "i"));
    expect(error).to.include({ name: "FabricError", status: 302 });
    expect(error.message).to.contain("redirects are not followed");
    expect(other.requests).to.deep.equal([]);
  });

  it("accepts an endpoint that is not https, except on this machine", () => {
    const credential = { description: "x", getToken: async () => ({ token: secret, expiresOnTimestamp: Infinity }) };
    expect(() => new FabricClient({ credential, endpoint: "http://fabric.example/v1" })).to.throw(
      TypeError,
      /not https/,
    );
  });

  it("shows its token, even if a gateway's page has it", async () => {
    const fabric = await serve((request, response) =>
      json(response, 400, {
        errorCode: `Bad ${secret}`,
        message: `header was ${request.headers.authorization}`,
        requestId: secret,
        moreDetails: [
          {
            errorCode: secret,
            message: `again ${secret}`,
            relatedResource: { resourceType: "Token", resourceId: secret },
          },
        ],
      }),
    );
    const error = await thrown(clientOf(fabric.endpoint, secret).items.get("w", "i"));
    expect(error.message).to.contain("header was Bearer [secret: token]");
    expect(JSON.stringify(error) + String(error.stack)).not.to.contain(secret);
  });

  it("shows a body that is not Fabric's", async () => {
    const fabric = await serve((_, response) => {
      response.writeHead(403, { "content-type": "text/html" });
      response.end("<html>internal host 10.0.0.7</html>");
    });
    const error = await thrown(clientOf(fabric.endpoint, secret).items.get("w", "i"));
    expect(error.message).not.to.contain("10.0.0.7");
    expect(error.message).to.contain("HTTP 403");
  });

  it("reads an endless response", async () => {
    const fabric = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const chunk = Buffer.alloc(1024 * 1024, 32);
      const write = (): void => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once("drain", write);
      };
      write();
    });
    const error = await thrown(clientOf(fabric.endpoint, secret, { timing: { attemptMs: 8000 } }).items.get("w", "i"));
    expect(error).to.include({ name: "NoResponseError", mayHaveTakenEffect: false });
    expect(error.message).to.match(/longer than \d+ bytes/);
    expect(fabric.requests).to.have.length(1);
  });

  it("reads the pages of a list in a circle", async () => {
    const fabric = await serve((_, response) =>
      json(response, 200, { value: [{ id: "1" }], continuationToken: "same" }),
    );
    const error = await thrown(collect(clientOf(fabric.endpoint, secret).workspaces.list()));
    expect(error.message).to.contain("repeat themselves");
    expect(fabric.requests).to.have.length(2);
  });

  it("lets an id change the path", async () => {
    const fabric = await serve((_, response) => json(response, 200, { id: "1" }));
    await clientOf(fabric.endpoint, secret).items.get("w/../x", "i?hardDelete=true#");
    expect(fabric.requests).to.deep.equal(["GET /v1/workspaces/w%2F..%2Fx/items/i%3FhardDelete%3Dtrue%23"]);
    expect(await thrown(clientOf(fabric.endpoint, secret).items.delete("w", ".."))).to.be.instanceOf(TypeError);
    expect(await thrown(clientOf(fabric.endpoint, secret).items.delete("w", ""))).to.be.instanceOf(TypeError);
    expect(fabric.requests).to.have.length(1);
  });

  it("waits in a list longer than its timeout, with any delay of the caller between pages", async () => {
    let page = 0;
    const fabric = await serve((_, response) =>
      setTimeout(() => json(response, 200, { value: [{ id: "1" }], continuationToken: String(page++) }), 30),
    );
    const error = await thrown(collect(clientOf(fabric.endpoint, secret).workspaces.list({ timeoutMs: 200 })));
    expect(error).to.include({ name: "DeadlineError", timeoutMs: 200 });
    expect(error.message).to.match(/within 0.2 s: still awaiting page \d/);
    expect(fabric.requests.length).to.be.within(3, 8);
  });
});

describe("sign-in", () => {
  it("gets a new token once after TokenExpired, and continues with it", async () => {
    const forced: (boolean | undefined)[] = [];
    const fabric = await stubServer((request, response) =>
      request.headers.authorization === "Bearer new"
        ? json(response, 200, { id: "1" })
        : json(response, 401, { errorCode: "TokenExpired" }),
    );
    let token = "old";
    const credential = {
      description: "tester",
      getToken: async ({ forceRefresh }: { forceRefresh?: boolean } = {}) => {
        if (forceRefresh) token = "new";
        if (forceRefresh) forced.push(forceRefresh);
        return { token, expiresOnTimestamp: Infinity };
      },
    };
    const client = new FabricClient({ credential, endpoint: fabric.endpoint });
    expect(await client.items.get("w", "i")).to.deep.equal({ id: "1" });
    expect(await client.items.get("w", "i")).to.deep.equal({ id: "1" });
    expect(forced).to.deep.equal([true]);
    expect(fabric.tokens).to.deep.equal(["Bearer old", "Bearer new", "Bearer new"]);
    await fabric.close();
  });

  it("ends at the call's deadline", async () => {
    const credential = {
      description: "slow",
      getToken: ({ signal }: { signal?: AbortSignal } = {}) =>
        new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error))),
    };
    const client = new FabricClient({ credential, endpoint: "http://127.0.0.1:9/v1" });
    const error = await thrown(client.items.get("w", "i", { timeoutMs: 50 }));
    expect(error).to.include({ name: "DeadlineError", mayHaveTakenEffect: false });
  });

  it("fails the call with its own error, and nothing is sent", async () => {
    const fabric = await stubServer((_, response) => json(response, 200, { id: "1" }));
    const credential = { description: "x", getToken: () => Promise.reject(new Error("no such tenant")) };
    const client = new FabricClient({ credential, endpoint: fabric.endpoint });
    expect(await thrown(client.items.get("w", "i"))).to.have.property("message", "no such tenant");
    expect(fabric.requests).to.deep.equal([]);
    await fabric.close();
  });
});

describe("the clients of one identity", () => {
  it("all wait if one of them gets a 429, and do not all start at once afterwards", async () => {
    let refusals = 1;
    const at: number[] = [];
    let underWay = 0;
    let most = 0;
    const fabric = await stubServer((_, response) => {
      at.push(Date.now());
      if (refusals-- > 0) return json(response, 429, { errorCode: "RequestBlocked" }, { "retry-after": "1" });
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay--;
        json(response, 200, { id: "1" });
      }, 20);
    });
    const clients = Array.from({ length: 10 }, () => clientOf(fabric.endpoint, "same"));
    const first = clients[0]?.items.get("w", "i");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([first, ...clients.map((client) => client.items.get("w", "i"))]);
    await fabric.close();
    const [refused = 0, ...later] = at;
    expect(later).to.have.length(11);
    expect(Math.min(...later) - refused).to.be.at.least(1000);
    expect(later.filter((time) => time < Math.min(...later) + 18)).to.have.length(1);
    expect(most).to.be.greaterThan(2);
  });

  it("do not load the HTTP library before the first call", () => {
    const script = [
      'require("./sdk/fabric/client");',
      "const loaded = Object.keys(require.cache).some((file) => /[\\\\/]undici[\\\\/]/.test(file));",
      "process.stdout.write(String(loaded));",
    ].join("\n");
    const options = { encoding: "utf8", timeout: 9000 } as const;
    expect(execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", script], options)).to.equal("false");
  });
});
