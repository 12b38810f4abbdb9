import { expect } from "chai";
import { Client, Json } from "./caller";
import { Emulator, startEmulator } from "./index";

describe("lists in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  beforeEach(async () => {
    emulator = await startEmulator({ limits: { pageSize: 2 } });
    client = new Client(emulator);
  });
  afterEach(() => emulator.close());

  const namesOf = (body: Json): string[] => body.value.map(({ displayName }: Json) => displayName);

  async function readAll(next: (body: Json) => string | undefined): Promise<string[]> {
    const names: string[] = [];
    for (let path: string | undefined = `${client.root}/dataflows`; path !== undefined;) {
      const { body } = await client.call("GET", path);
      names.push(...namesOf(body));
      path = next(body);
    }
    return names;
  }

  it("come in pages, by token or by URI, and end without a token or with null", async () => {
    for (const name of ["A", "B", "C", "D", "E"]) await client.dataflow(name);
    const byToken = (body: Json) =>
      body.continuationToken &&
      `${client.root}/dataflows?continuationToken=${encodeURIComponent(body.continuationToken)}`;
    const byUri = (body: Json) => body.continuationUri ?? undefined;
    expect(await readAll((body) => byToken(body) ?? undefined)).to.deep.equal(["A", "B", "C", "D", "E"]);
    expect(await readAll(byUri)).to.deep.equal(["A", "B", "C", "D", "E"]);
    emulator.set({ switches: { nullContinuation: true, continuation: "uri" } });
    expect(await readAll(byUri)).to.deep.equal(["A", "B", "C", "D", "E"]);
    const { body } = await client.call("GET", `${client.root}/dataflows`);
    expect(body).not.to.have.property("continuationToken");
    const last = await client.call("GET", "/workspaces");
    expect(last.body).to.include({ continuationToken: null, continuationUri: null });
  });

  it("omit nothing if an entry is deleted between two pages", async () => {
    const ids: string[] = [];
    for (const name of ["A", "B", "C", "D"]) ids.push(await client.dataflow(name));
    const first = await client.call("GET", `${client.root}/dataflows`);
    await client.call("DELETE", `${client.root}/dataflows/${ids[0]}`);
    const second = await client.call("GET", first.body.continuationUri);
    expect(namesOf(second.body)).to.deep.equal(["C", "D"]);
    expect(second.body).not.to.have.property("continuationUri");
  });

  it("refuse an invalid token", async () => {
    const reply = await client.call("GET", `${client.root}/dataflows?continuationToken=x`);
    expect(reply.body.errorCode).to.equal("InvalidParameter");
  });

  it("and GET do not have a new item for the time that the timings set", async () => {
    emulator.set({ timings: { listLagMs: 5000, getLagMs: 2000 } });
    const id = await client.dataflow("New");
    const seen = async () => [
      namesOf((await client.call("GET", `${client.root}/dataflows`)).body).length === 1,
      (await client.call("GET", `${client.root}/dataflows/${id}`)).status === 200,
    ];
    expect(await seen()).to.deep.equal([false, false]);
    emulator.advance(2000);
    expect(await seen()).to.deep.equal([false, true]);
    emulator.advance(3000);
    expect(await seen()).to.deep.equal([true, true]);
  });

  it("return an operation's result only once with the switch", async () => {
    emulator.set({ switches: { resultsReadOnce: true, longRunning: { create: true } } });
    const accepted = await client.call("POST", `${client.root}/dataflows`, { displayName: "Sales" });
    emulator.advance(1000);
    const result = `${accepted.headers.get("location")}/result`;
    expect((await client.call("GET", result)).body.displayName).to.equal("Sales");
    expect((await client.call("GET", result)).body.errorCode).to.equal("OperationNotFound");
  });

  for (const operationLocation of ["absolute", "relative", "withoutVersion"] as const) {
    it(`an operation's Location can be ${operationLocation}`, async () => {
      emulator.set({ switches: { operationLocation, longRunning: { create: true } } });
      const accepted = await client.call("POST", `${client.root}/dataflows`, { displayName: "Sales" });
      emulator.advance(1000);
      const location = (await client.call("GET", accepted.headers.get("location") ?? "")).headers.get("location") ?? "";
      const url = new URL(location, emulator.endpoint);
      expect(url.pathname.startsWith("/v1/")).to.equal(operationLocation !== "withoutVersion");
      expect(location.startsWith("/")).to.equal(operationLocation === "relative");
      expect((await client.call("GET", url.href)).body.displayName).to.equal("Sales");
    });
  }

  it("throttle by identity, in fixed windows, with the seconds to wait in Retry-After", async () => {
    emulator.set({ limits: { callsPerWindow: 2, windowMs: 60_000 } });
    emulator.addPrincipal({ token: "other" });
    const statusOf = async (caller: Client) => (await caller.call("GET", "/workspaces")).status;
    expect([await statusOf(client), await statusOf(client)]).to.deep.equal([200, 200]);
    const refused = await client.call("GET", "/workspaces");
    expect([refused.status, refused.body.errorCode]).to.deep.equal([429, "RequestBlocked"]);
    expect(Number(refused.headers.get("retry-after"))).to.be.within(1, 60);
    expect(refused.body.message).to.match(/until: \d{4}-/);
    expect(await statusOf(new Client(emulator, "other"))).to.equal(200);
    emulator.advance(60_000);
    expect(await statusOf(client)).to.equal(200);
  });

  it("throttle in sliding windows, in which each call counts for one minute", async () => {
    emulator.set({ limits: { callsPerWindow: 2 }, switches: { callLimit: "slidingWindow" } });
    const statusOf = async () => (await client.call("GET", "/workspaces")).status;
    expect(await statusOf()).to.equal(200);
    emulator.advance(40_000);
    expect([await statusOf(), await statusOf()]).to.deep.equal([200, 429]);
    emulator.advance(20_000);
    expect([await statusOf(), await statusOf()]).to.deep.equal([200, 429]);
  });

  it("throttle by tokens that are refilled evenly", async () => {
    emulator.set({ limits: { callsPerWindow: 2 }, switches: { callLimit: "tokenBucket" } });
    const call = () => client.call("GET", "/workspaces");
    expect([(await call()).status, (await call()).status]).to.deep.equal([200, 200]);
    expect(Number((await call()).headers.get("retry-after"))).to.be.within(29, 30);
    emulator.advance(30_000);
    expect([(await call()).status, (await call()).status]).to.deep.equal([200, 429]);
  });

  for (const [retryAfterOfLimit, form] of [
    ["rest", /^(59|60)$/],
    ["constant", /^55$/],
    ["date", /^\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/],
    ["none", /^none$/],
  ] as const)
    it(`can have a Retry-After of ${retryAfterOfLimit}`, async () => {
      emulator.set({ limits: { callsPerWindow: 1 }, switches: { retryAfterOfLimit } });
      await client.call("GET", "/workspaces");
      const { headers } = await client.call("GET", "/workspaces");
      expect(headers.get("retry-after") ?? "none").to.match(form);
      if (retryAfterOfLimit === "date") emulator.takeViolations();
    });

  it("throttle starts of jobs separately: TooManyRequestsForJobs", async () => {
    emulator.set({ limits: { jobsPerWindow: 1 } });
    const id = await client.dataflow("Sales");
    expect((await client.publish(id)).status).to.equal(202);
    expect((await client.publish(id)).body.errorCode).to.equal("TooManyRequestsForJobs");
  });

  describe("of folders", () => {
    const folder = async (displayName: string, parentFolderId?: string) =>
      (await client.call("POST", `${client.root}/folders`, { displayName, parentFolderId })).body.id as string;

    it("filter by folder, directly or at any depth", async () => {
      const top = await folder("Top");
      const below = await folder("Below", top);
      await client.dataflow("InBelow", undefined, { folderId: below });
      const list = async (query: string) =>
        namesOf((await client.call("GET", `${client.root}/dataflows?${query}`)).body);
      expect(await list(`rootFolderId=${top}`)).to.deep.equal(["InBelow"]);
      expect(await list(`rootFolderId=${top}&recursive=false`)).to.deep.equal([]);
      expect(await list("recursive=false")).to.deep.equal([]);
      expect(namesOf((await client.call("GET", `${client.root}/folders?rootFolderId=${top}`)).body)).to.deep.equal([
        "Below",
      ]);
    });

    it("change if an item is moved into a folder and back; a folder that is not empty cannot be deleted", async () => {
      const top = await folder("Top");
      const id = await client.dataflow("Sales");
      const move = (body: object) => client.call("POST", `${client.root}/items/${id}/move`, body);
      expect((await move({ targetFolderId: top })).body.value[0].folderId).to.equal(top);
      const held = await client.call("DELETE", `${client.root}/folders/${top}`);
      expect(held.body.errorCode).to.equal("FolderNotEmpty");
      expect((await move({ targetFolderId: id })).body.errorCode).to.equal("FolderNotFound");
      expect((await move({})).body.value[0]).not.to.have.property("folderId");
      expect((await client.call("DELETE", `${client.root}/folders/${top}`)).status).to.equal(200);
    });

    it("are renamed and moved, but not into themselves", async () => {
      const top = await folder("Top");
      const below = await folder("Below", top);
      const path = `${client.root}/folders/${top}`;
      expect((await client.call("PATCH", path, { displayName: "Upper" })).body.displayName).to.equal("Upper");
      const loop = await client.call("POST", `${path}/move`, { targetFolderId: below });
      expect(loop.body.errorCode).to.equal("InfiniteFolderHierarchyLoop");
      const again = await client.call("POST", `${client.root}/folders`, { displayName: "upper" });
      expect(again.body.errorCode).to.equal("FolderDisplayNameAlreadyInUse");
      const bad = await client.call("POST", `${client.root}/folders`, { displayName: "a/b" });
      expect(bad.body.errorCode).to.equal("InvalidFolderDisplayName");
      emulator.set({ limits: { folderDepth: 2 } });
      const deep = await client.call("POST", `${client.root}/folders`, { displayName: "C", parentFolderId: below });
      expect(deep.body.errorCode).to.equal("FolderDepthOutOfRange");
      emulator.set({ limits: { foldersPerWorkspace: 2 } });
      const many = await client.call("POST", `${client.root}/folders`, { displayName: "D" });
      expect(many.body.errorCode).to.equal("TooManyFolders");
    });

    it("move all of several items, or none", async () => {
      const top = await folder("Top");
      const ids = [await client.dataflow("A"), await client.dataflow("B")];
      const bulk = (items: string[]) =>
        client.call("POST", `${client.root}/items/bulkMove`, { items, targetFolderId: top });
      expect((await bulk([...ids, emulator.workspaceId])).body.errorCode).to.equal("ItemNotFound");
      expect(emulator.item(ids[0] as string).folderId).to.equal(undefined);
      expect((await bulk(ids)).body.value).to.have.length(2);
    });
  });
});
