import { expect } from "chai";
import { Client, definitionOf } from "./caller";
import { Emulator, startEmulator } from "./index";

describe("items in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  beforeEach(async () => {
    emulator = await startEmulator();
    client = new Client(emulator);
  });
  afterEach(() => emulator.close());

  const create = (displayName: string, more: object = {}) =>
    client.call("POST", `${client.root}/items`, { displayName, type: "Dataflow", ...more });

  for (const status of [400, 409] as const) {
    it(`have unique names, unless a switch allows others: ${status} ItemDisplayNameAlreadyInUse`, async () => {
      emulator.set({ switches: { nameConflictStatus: status } });
      await create("Sales");
      const refused = await create("sales");
      expect([refused.status, refused.body.errorCode]).to.deep.equal([status, "ItemDisplayNameAlreadyInUse"]);
      emulator.set({ switches: { uniqueNames: false } });
      expect((await create("Sales")).status).to.equal(201);
    });
  }

  it("may share a name with an item of another type", async () => {
    expect((await create("Lakehouse")).status).to.equal(201);
  });

  it("keep their name reserved for a while after a delete", async () => {
    emulator.set({ timings: { nameReservedMs: 30_000 } });
    const id = await client.dataflow("Sales");
    await client.call("DELETE", `${client.root}/dataflows/${id}`);
    const early = await create("Sales");
    expect(early.body).to.include({ errorCode: "ItemDisplayNameNotAvailableYet", isRetriable: true });
    emulator.advance(30_000);
    expect((await create("Sales")).status).to.equal(201);
  });

  it("keep properties that a PATCH omits", async () => {
    const id = await client.dataflow("Sales", definitionOf(), { description: "first" });
    const path = `${client.root}/dataflows/${id}`;
    expect((await client.call("PATCH", path, { displayName: "Costs" })).body).to.include({ description: "first" });
    expect((await client.call("PATCH", path, { description: "" })).body).to.include({
      displayName: "Costs",
      description: "",
    });
    await client.dataflow("Taken");
    expect((await client.call("PATCH", path, { displayName: "Taken" })).status).to.equal(409);
  });

  it("have descriptions of at most 256 characters", async () => {
    expect((await create("A", { description: "x".repeat(256) })).status).to.equal(201);
    expect((await create("B", { description: "x".repeat(257) })).body.errorCode).to.equal("InvalidInput");
  });

  const refusals: [string, object, string][] = [
    ["an unknown type", { type: "Nothing" }, "InvalidItemType"],
    ["an unknown folder", { folderId: "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb" }, "FolderNotFound"],
    ["an empty name", { displayName: " " }, "InvalidInput"],
  ];
  for (const [what, more, errorCode] of refusals) {
    it(`are refused with ${what}: ${errorCode}`, async () => {
      expect((await create("X", more)).body.errorCode).to.equal(errorCode);
    });
  }

  it("are refused without a capacity and beyond the workspace's limit, which includes soft-deleted items except dataflows", async () => {
    const bare = emulator.addWorkspace({ displayName: "Bare", hasCapacity: false });
    const path = `/workspaces/${bare.id}/dataflows`;
    expect((await client.call("POST", path, { displayName: "X" })).body.errorCode).to.equal(
      "WorkspaceHasNoCapacityAssigned",
    );
    emulator.set({ switches: { stagingItems: false }, limits: { itemsPerWorkspace: 2 } });
    await client.call("DELETE", `${client.root}/dataflows/${await client.dataflow("Sales")}`);
    const id = await client.dataflow("Again");
    emulator.set({ switches: { dataflowsInRecycleBin: true } });
    await client.call("DELETE", `${client.root}/dataflows/${id}`);
    expect((await create("Next")).body.errorCode).to.equal("WorkspaceItemsLimitExceeded");
  });

  it("refuse a soft delete with the switch's error code, and allow a hard one", async () => {
    const id = await client.dataflow("Sales");
    for (const softDelete of ["FeatureNotAvailable", "TenantSwitchDisabled", "UnsupportedItemType"] as const) {
      emulator.set({ switches: { softDelete } });
      const refused = await client.call("DELETE", `${client.root}/dataflows/${id}`);
      expect(refused.body.errorCode).to.equal(softDelete);
    }
    expect((await client.call("DELETE", `${client.root}/dataflows/${id}?hardDelete=true`)).status).to.equal(200);
  });

  it("in the recycle bin are removed by a hard delete", async () => {
    emulator.set({ switches: { dataflowsInRecycleBin: true } });
    const path = `${client.root}/dataflows/${await client.dataflow("Sales")}`;
    await client.call("DELETE", path);
    expect((await client.call("DELETE", path)).body.errorCode).to.equal("ItemNotFound");
    expect((await client.call("DELETE", `${path}?hardDelete=true`)).status).to.equal(200);
    expect((await client.call("DELETE", `${path}?hardDelete=true`)).body.errorCode).to.equal("ItemNotFound");
  });

  it("are deleted with their workspace; its creator is its admin, and it may appear late", async () => {
    emulator.addPrincipal({ token: "maker", role: "None" });
    const { call } = new Client(emulator, "maker");
    const capacityId = "0f084df7-c13d-451b-af5f-ed0c466403b2";
    emulator.set({ timings: { workspaceLagMs: 1_000, capacityLagMs: 2_000 } });
    const { status, body, headers } = await call("POST", "/workspaces", { displayName: "New", capacityId });
    expect([status, headers.get("location")]).to.deep.equal([201, `${emulator.endpoint}/workspaces/${body.id}`]);
    const create = () => call("POST", `/workspaces/${body.id}/dataflows`, { displayName: "Sales" });
    expect((await create()).body.errorCode).to.equal("WorkspaceNotFound");
    emulator.advance(1_000);
    expect((await create()).body.errorCode).to.equal("WorkspaceHasNoCapacityAssigned");
    emulator.advance(1_000);
    expect((await create()).status).to.equal(201);
    expect((await call("DELETE", `/workspaces/${body.id}`)).status).to.equal(200);
    expect((await create()).body.errorCode).to.equal("WorkspaceNotFound");
    expect((await call("POST", "/workspaces", { displayName: " " })).body.errorCode).to.equal("InvalidInput");
  });

  it("are available by a typed path only if they have its type", async () => {
    const path = `${client.root}/dataflows/${emulator.lakehouseId}`;
    expect((await client.call("GET", path)).body.errorCode).to.equal("ItemNotFound");
    const lakehouse = `${client.root}/items/${emulator.lakehouseId}`;
    expect((await client.call("POST", `${lakehouse}/getDefinition`)).body.errorCode).to.equal(
      "OperationNotSupportedForItem",
    );
    expect(
      (await client.call("GET", `${client.root}/dataflows/${emulator.lakehouseId}/getDefinition`)).status,
    ).to.equal(405);
  });

  it("make the service create hidden staging items, once in each workspace", async () => {
    await client.dataflow("A");
    await client.dataflow("B");
    const { body } = await client.call("GET", `${client.root}/items`);
    const staging = (body.value as { displayName: string }[]).filter(({ displayName }) => /^Staging/.test(displayName));
    expect(staging).to.have.length(2);
  });

  it("get a label on create; if it cannot be applied, ApplyOrFail fails and Ignore creates without a label", async () => {
    const { id: labelId } = emulator.addLabel();
    const labelled = (sensitivityLabelApplyStrategy: string, name: string) =>
      create(name, { sensitivityLabelSettings: { labelId, sensitivityLabelApplyStrategy } });
    expect((await labelled("ApplyOrFail", "A")).body.sensitivityLabel).to.deep.equal({ id: labelId });
    emulator.set({ switches: { labelsCanBeApplied: false } });
    expect((await labelled("ApplyOrFail", "B")).status).to.equal(400);
    expect((await labelled("Ignore", "C")).body).not.to.have.property("sensitivityLabel");
  });

  it("get and lose tags; an unknown tag is EntityNotFound", async () => {
    const tag = emulator.addTag("Finance");
    const id = await client.dataflow("Sales");
    const path = `${client.root}/items/${id}`;
    await client.call("POST", `${path}/applyTags`, { tags: [tag.id] });
    expect((await client.call("GET", path)).body.tags).to.deep.equal([tag]);
    await client.call("POST", `${path}/unapplyTags`, { tags: [tag.id] });
    expect((await client.call("GET", path)).body).not.to.have.property("tags");
    const unknown = await client.call("POST", `${path}/applyTags`, { tags: [emulator.workspaceId] });
    expect(unknown.body.errorCode).to.equal("EntityNotFound");
    expect((await client.call("POST", `${path}/applyTags`, { tags: [] })).body.errorCode).to.equal("InvalidInputs");
  });
});
