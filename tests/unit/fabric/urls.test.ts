import { expect } from "chai";
import { isLoopback } from "../../../sdk/common/loopback";
import { idFromLink, parseEndpoint } from "../../../sdk/fabric/endpoint";
import { nextToken } from "../../../sdk/fabric/pages";
import { path } from "../../../sdk/fabric/path";

describe("an endpoint", () => {
  const good: [string, string][] = [
    ["https://api.fabric.microsoft.com/v1", "https://api.fabric.microsoft.com/v1"],
    ["https://api.fabric.microsoft.com/v1/", "https://api.fabric.microsoft.com/v1"],
    ["http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"],
    ["http://localhost:1/v1", "http://localhost:1/v1"],
    ["http://[::1]:1/v1", "http://[::1]:1/v1"],
  ];
  for (const [text, expected] of good) it(`${text} is accepted`, () => expect(parseEndpoint(text)).to.equal(expected));

  const bad: [string, RegExp][] = [
    ["http://api.fabric.microsoft.com/v1", /is not https/],
    ["http://127.0.0.1.evil.example/v1", /is not https/],
    ["http://localhost.evil.example/v1", /is not https/],
    ["ftp://localhost/v1", /is not https/],
    ["api.fabric.microsoft.com/v1", /is not a URL/],
    ["https://user:word@api.fabric.microsoft.com/v1", /must not hold a user or password/],
    ["https://api.fabric.microsoft.com/v1?x=1", /must not hold a query/],
  ];
  for (const [text, expected] of bad)
    it(`${text} is refused`, () => expect(() => parseEndpoint(text)).to.throw(expected));

  it("is loopback only for this machine's names", () => {
    const hosts = ["127.9.9.9", "localhost", "[::1]", "10.0.0.1", "127.0.0.1.example", "mylocalhost"];
    expect(hosts.map(isLoopback)).to.deep.equal([true, true, true, false, false, false]);
  });
});

describe("a link of the service", () => {
  const id = "431e8d7b-4a95-4c02-8ccd-6faef5ba1bd7";
  const table: [string | undefined, "operations" | "instances", string | undefined][] = [
    [`https://api.fabric.microsoft.com/v1/operations/${id}`, "operations", id],
    [`https://api.fabric.microsoft.com/operations/${id}/result`, "operations", id],
    [`/v1/operations/${id}?x=1`, "operations", id],
    [`https://else.example/v1/workspaces/w/items/i/jobs/instances/${id}`, "instances", id],
    ["https://api.fabric.microsoft.com/v1/jobs/instances/run%201", "instances", "run 1"],
    ["https://api.fabric.microsoft.com/v1/jobs/instances/%zz", "instances", undefined],
    ["https://api.fabric.microsoft.com/v1/items/1", "operations", undefined],
    [undefined, "operations", undefined],
  ];
  for (const [link, collection, expected] of table)
    it(`${link} names ${expected ?? "nothing"}`, () => expect(idFromLink(link, collection)).to.equal(expected));
});

describe("a path", () => {
  it("escapes each value as one segment", () => {
    expect(path`/workspaces/${"a/../b?c#d%"}/items/${"é 1"}`).to.equal(
      "/workspaces/a%2F..%2Fb%3Fc%23d%25/items/%C3%A9%201",
    );
  });

  for (const id of ["", " ", ".", "..", undefined as unknown as string])
    it(`refuses ${JSON.stringify(id)}`, () => expect(() => path`/items/${id}`).to.throw(TypeError));
});

describe("the next page", () => {
  const table: [string, Record<string, unknown>, string | undefined][] = [
    ["by token", { continuationToken: "t" }, "t"],
    ["by token before link", { continuationToken: "t", continuationUri: "https://x/?continuationToken=u" }, "t"],
    ["by link alone", { continuationUri: "https://x/v1/items?type=a&continuationToken=u%2B%2F%3D" }, "u+/="],
    ["by a link to another host: its token", { continuationUri: "https://evil.example/?continuationToken=u" }, "u"],
    ["by a relative link", { continuationUri: "/v1/items?continuationToken=u" }, "u"],
    ["none: both null", { continuationToken: null, continuationUri: null }, undefined],
    ["none: both absent", {}, undefined],
    ["none: empty", { continuationToken: "", continuationUri: "" }, undefined],
    ["none: a link without a token", { continuationUri: "https://x/v1/items" }, undefined],
  ];
  for (const [name, page, expected] of table) it(name, () => expect(nextToken(page)).to.equal(expected));
});
