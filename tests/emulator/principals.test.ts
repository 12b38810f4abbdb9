import { expect } from "chai";
import { Client, definitionOf } from "./caller";
import { Emulator, Role, startEmulator } from "./index";

describe("principals in the emulator", () => {
  let emulator: Emulator;
  let owner: Client;
  let id: string;
  beforeEach(async () => {
    emulator = await startEmulator();
    owner = new Client(emulator);
    id = await owner.dataflow("Sales");
    await owner.ended(await owner.publish(id));
  });
  afterEach(() => emulator.close());

  it("are identified by their token: a missing, an unknown and an expired one are refused", async () => {
    const response = await fetch(`${emulator.endpoint}/workspaces`);
    expect(response.status).to.equal(401);
    expect((await new Client(emulator, "x").call("GET", "/workspaces")).body.errorCode).to.equal("InvalidToken");
    emulator.addPrincipal({ token: "short", expiresAt: emulator.world.clock.now() + 60_000 });
    const short = new Client(emulator, "short");
    expect((await short.call("GET", "/workspaces")).status).to.equal(200);
    emulator.advance(60_001);
    expect((await short.call("GET", "/workspaces")).body.errorCode).to.equal("TokenExpired");
  });

  const calls: [string, (client: Client) => Promise<{ status: number }>][] = [
    ["get", (client) => client.call("GET", `${client.root}/items/${id}`)],
    ["getDefinition", (client) => client.call("POST", `${client.root}/items/${id}/getDefinition`)],
    ["create", (client) => client.call("POST", `${client.root}/dataflows`, { displayName: `By ${Math.random()}` })],
    ["publish", (client) => client.publish(id)],
    ["run", (client) => client.run(id)],
    ["hard delete", (client) => client.call("DELETE", `${client.root}/items/${id}?hardDelete=true`)],
  ];
  const allowed: Record<Role, string[]> = {
    Viewer: ["get"],
    Contributor: ["get", "getDefinition", "create", "publish"],
    Member: ["get", "getDefinition", "create", "publish", "run"],
    Admin: ["get", "getDefinition", "create", "publish", "run", "hard delete"],
  };
  for (const role of Object.keys(allowed) as Role[]) {
    it(`may, as ${role}: ${allowed[role].join(", ")}`, async () => {
      emulator.addPrincipal({ token: role, role });
      const may: string[] = [];
      for (const [name, call] of calls) {
        const { status } = await call(new Client(emulator, role));
        if (status < 400) may.push(name);
        else expect(status, name).to.equal(403);
      }
      expect(may).to.deep.equal(allowed[role]);
    });
  }

  it("can cancel a job with the role Contributor, but not with the role Viewer", async () => {
    emulator.set({ timings: { applyChangesMs: 60_000 } });
    const cancel = `${(await owner.publish(id)).headers.get("location")}/cancel`;
    for (const [role, status] of [
      ["Viewer", 403],
      ["Contributor", 202],
    ] as const) {
      emulator.addPrincipal({ token: role, role });
      expect((await new Client(emulator, role).call("POST", cancel)).status).to.equal(status);
    }
  });

  it("are refused without a role, or get 404", async () => {
    emulator.addPrincipal({ token: "stranger", role: "None" });
    const stranger = new Client(emulator, "stranger");
    expect((await stranger.call("GET", "/workspaces")).body.value).to.deep.equal([]);
    expect((await stranger.call("GET", `${owner.root}/items/${id}`)).status).to.equal(403);
    emulator.set({ switches: { strangers: "WorkspaceNotFound" } });
    expect((await stranger.call("GET", `${owner.root}/items/${id}`)).status).to.equal(404);
    emulator.addPrincipal({ token: "guest", role: "None", roles: { [emulator.workspaceId]: "Viewer" } });
    expect((await new Client(emulator, "guest").call("GET", owner.root)).status).to.equal(200);
  });

  it("that are service principals start runs that fail, are refused, or succeed, as the switch says", async () => {
    emulator.addPrincipal({ token: "sp", type: "ServicePrincipal", role: "Member" });
    emulator.set({ switches: { startForms: { typed: "yes" } } });
    const principal = new Client(emulator, "sp");
    const failed = await owner.ended(await principal.run(id));
    expect(failed.failureReason.errorCode).to.equal("SPNBasedRefreshNotAllowed");
    emulator.set({ switches: { servicePrincipalRuns: "refuse" } });
    expect((await principal.run(id)).body.errorCode).to.equal("SPNBasedRefreshNotAllowed");
    emulator.set({ switches: { servicePrincipalRuns: "allow" } });
    expect((await owner.ended(await principal.run(id))).status).to.equal("Completed");
  });

  it("that are service principals and own a dataflow make all of its runs fail if the switch says so", async () => {
    emulator.addPrincipal({ token: "sp", type: "ServicePrincipal" });
    const owned = await new Client(emulator, "sp").dataflow("Owned");
    const body = { executionData: { executeOption: "ApplyChangesIfNeeded" } };
    expect((await owner.ended(await owner.run(owned, body))).status).to.equal("Completed");
    emulator.set({ switches: { servicePrincipalOwned: "fail" } });
    const failed = await owner.ended(await owner.run(owned, body));
    expect(failed.failureReason.errorCode).to.equal("SPNBasedRefreshNotAllowed");
  });

  it("cannot read the definition of an item under a protected label", async () => {
    const label = emulator.addLabel({ isProtected: true });
    const settings = { sensitivityLabelSettings: { labelId: label.id } };
    const labelled = await owner.dataflow("Secret", definitionOf(), settings);
    expect((await owner.call("GET", `${owner.root}/items/${labelled}`)).body.sensitivityLabel.id).to.equal(label.id);
    expect((await owner.call("POST", `${owner.root}/items/${labelled}/getDefinition`)).status).to.equal(403);
  });
});
