import { expect } from "chai";
import { Client, definitionOf } from "./caller";
import { Emulator, startEmulator } from "./index";

const NOWHERE = "00000000-0000-4000-8000-000000000000";
const SCHEDULE = {
  enabled: false,
  configuration: {
    ...{ type: "Cron", interval: 60, localTimeZoneId: "UTC" },
    ...{ startDateTime: "2090-01-01T00:00:00Z", endDateTime: "2091-01-01T00:00:00Z" },
  },
};

/** The ids of existing objects, and the client of an admin. */
interface Scene {
  emulator: Emulator;
  client: Client;
  id: string;
  folder: string;
}

type Case = [method: string, path: (scene: Scene) => string, body?: (scene: Scene) => object];

const on =
  (segment: string, suffix = "") =>
  (scene: Scene) =>
    `${segment}/${scene.id}${suffix}`;
const missing =
  (segment: string, suffix = "") =>
  () =>
    `${segment}/${NOWHERE}${suffix}`;
const schedules = "/jobs/Execute/schedules";

const ITEM_NOT_FOUND: Case[] = [
  ...["items", "dataflows", "lakehouses"].flatMap((segment): Case[] => [
    ["GET", missing(segment)],
    ["PATCH", missing(segment), () => ({ displayName: "X" })],
    ["DELETE", missing(segment)],
  ]),
  ["POST", missing("items", "/move"), () => ({})],
  ["GET", missing("items", "/connections")],
  ["POST", missing("items", "/applyTags"), () => ({ tags: [NOWHERE] })],
  ["POST", missing("items", "/unapplyTags"), () => ({ tags: [NOWHERE] })],
  ["GET", missing("dataflows", "/parameters")],
  ["GET", missing("items", "/jobs/instances")],
  ["GET", on("items", `/jobs/instances/${NOWHERE}`)],
  ["POST", on("items", `/jobs/instances/${NOWHERE}/cancel`)],
  ["POST", missing("items", "/jobs/Execute/instances")],
  ["POST", missing("dataflows", "/jobs/execute/instances")],
  ["POST", missing("dataflows", "/jobs/applyChanges/instances")],
  ["GET", missing("items", schedules)],
  ["POST", missing("items", schedules), () => SCHEDULE],
  ["GET", on("items", `${schedules}/${NOWHERE}`)],
  ["PATCH", on("items", `${schedules}/${NOWHERE}`), () => SCHEDULE],
  ["DELETE", on("items", `${schedules}/${NOWHERE}`)],
  ["POST", missing("dataflows", "/jobs/execute/schedules"), () => SCHEDULE],
  ["POST", missing("dataflows", "/jobs/applyChanges/schedules"), () => SCHEDULE],
  ["POST", () => "items/bulkMove", () => ({ items: [NOWHERE] })],
];

const NEEDS_A_ROLE: Case[] = [
  ["GET", on("items", "/jobs/instances")],
  ["GET", on("items", `/jobs/instances/${NOWHERE}`)],
  ["POST", on("items", `/jobs/instances/${NOWHERE}/cancel`)],
  ["POST", on("items", "/jobs/Execute/instances")],
  ["POST", on("dataflows", "/jobs/execute/instances")],
  ["POST", on("dataflows", "/jobs/applyChanges/instances")],
  ["GET", on("items", schedules)],
  ["POST", on("items", schedules), () => SCHEDULE],
  ["GET", on("items", `${schedules}/${NOWHERE}`)],
  ["PATCH", on("items", `${schedules}/${NOWHERE}`), () => SCHEDULE],
  ["DELETE", on("items", `${schedules}/${NOWHERE}`)],
  ["POST", on("dataflows", "/jobs/execute/schedules"), () => SCHEDULE],
  ["POST", on("dataflows", "/jobs/applyChanges/schedules"), () => SCHEDULE],
];

const FOLDER_NOT_FOUND: Case[] = [
  ["GET", () => `items?rootFolderId=${NOWHERE}`],
  ["GET", () => `folders?rootFolderId=${NOWHERE}`],
  ["GET", missing("folders")],
  ["PATCH", missing("folders"), () => ({ displayName: "X" })],
  ["DELETE", missing("folders")],
  ["POST", missing("folders", "/move"), () => ({})],
  ["POST", () => "folders", () => ({ displayName: "X", parentFolderId: NOWHERE })],
  ["POST", on("items", "/move"), () => ({ targetFolderId: NOWHERE })],
  ["POST", () => "items/bulkMove", ({ id }) => ({ items: [id], targetFolderId: NOWHERE })],
  ["POST", () => "items", () => ({ displayName: "X", type: "Dataflow", folderId: NOWHERE })],
];

const INVALID_TYPE: Case[] = [
  ["GET", () => "items?type=Nothing"],
  ["POST", () => "items", () => ({ displayName: "X", type: "Nothing" })],
];

const SPOILT = () => ({ definition: { parts: definitionOf().parts.map((part) => ({ ...part, payload: "*" })) } });
const CORRUPTED: Case[] = [
  ["POST", () => "items", () => ({ displayName: "X", type: "Dataflow", ...SPOILT() })],
  ["POST", () => "dataflows", () => ({ displayName: "X", ...SPOILT() })],
  ["POST", on("items", "/updateDefinition"), SPOILT],
  ["POST", on("dataflows", "/updateDefinition"), SPOILT],
];

const CHANGES_NOTHING: Case[] = [
  ["PATCH", on("items"), () => ({})],
  ["PATCH", on("dataflows"), () => ({})],
  ["PATCH", ({ emulator }) => `lakehouses/${emulator.lakehouseId}`, () => ({})],
];

const NOT_FOR_A_LAKEHOUSE: Case[] = [
  ["POST", ({ emulator }) => `items/${emulator.lakehouseId}/getDefinition`],
  ["POST", ({ emulator }) => `items/${emulator.lakehouseId}/updateDefinition`, () => ({ definition: definitionOf() })],
];

const TOO_MANY_JOBS: Case[] = [
  ["POST", on("items", "/jobs/Execute/instances")],
  ["POST", on("dataflows", "/jobs/execute/instances")],
  ["POST", on("dataflows", "/jobs/applyChanges/instances")],
];

const FOLDERS: [string, Case][] = [
  ["FolderDisplayNameAlreadyInUse", ["PATCH", ({ folder }) => `folders/${folder}`, () => ({ displayName: "Other" })]],
  ["InvalidFolderDisplayName", ["PATCH", ({ folder }) => `folders/${folder}`, () => ({ displayName: "a|b" })]],
  ["CannotMoveChildOnly", ["POST", on("items", "/move"), () => ({})]],
  ["CannotMoveChildOnly", ["POST", () => "items/bulkMove", ({ id }) => ({ items: [id] })]],
  ["EntityNotFound", ["POST", on("items", "/unapplyTags"), () => ({ tags: [NOWHERE] })]],
  ["InvalidInputs", ["POST", on("items", "/unapplyTags"), () => ({ tags: [] })]],
];

describe("the emulator refuses with the specification's error code", () => {
  let scene: Scene;
  beforeEach(async () => {
    const emulator = await startEmulator();
    const client = new Client(emulator);
    const id = await client.dataflow("Sales");
    const newFolder = (displayName: string) => client.call("POST", `${client.root}/folders`, { displayName });
    await newFolder("Other");
    scene = { emulator, client, id, folder: (await newFolder("Top")).body.id };
  });
  afterEach(() => scene.emulator.close());

  const codeOf = async ([method, path, body]: Case, client = scene.client): Promise<string> =>
    (await client.call(method, `${client.root}/${path(scene)}`, body?.(scene))).body.errorCode;
  const nameOf = ([method, path]: Case) => `${method} ${path({ id: "<id>", folder: "<id>", emulator: {} } as Scene)}`;

  const plain: [string, Case[]][] = [
    ["ItemNotFound", ITEM_NOT_FOUND],
    ["FolderNotFound", FOLDER_NOT_FOUND],
    ["InvalidItemType", INVALID_TYPE],
    ["CorruptedPayload", CORRUPTED],
    ["InvalidRequest", CHANGES_NOTHING],
    ["OperationNotSupportedForItem", NOT_FOR_A_LAKEHOUSE],
  ];
  for (const [errorCode, cases] of plain) {
    for (const request of cases) {
      it(`${errorCode}: ${nameOf(request)}`, async () => expect(await codeOf(request)).to.equal(errorCode));
    }
  }

  for (const request of NEEDS_A_ROLE) {
    it(`InsufficientPrivileges: ${nameOf(request)}, for somebody without a role`, async () => {
      scene.emulator.addPrincipal({ token: "stranger", role: "None" });
      expect(await codeOf(request, new Client(scene.emulator, "stranger"))).to.equal("InsufficientPrivileges");
    });
  }

  for (const request of TOO_MANY_JOBS) {
    it(`TooManyRequestsForJobs: ${nameOf(request)}`, async () => {
      scene.emulator.set({ limits: { jobsPerWindow: 1 } });
      await codeOf(request);
      expect(await codeOf(request)).to.equal("TooManyRequestsForJobs");
    });
  }

  for (const [errorCode, request] of FOLDERS) {
    it(`${errorCode}: ${nameOf(request)}`, async () => {
      if (errorCode === "CannotMoveChildOnly") {
        const body = { displayName: "Endpoint", type: "SQLEndpoint" };
        scene.id = (await scene.client.call("POST", `${scene.client.root}/items`, body)).body.id;
      }
      expect(await codeOf(request)).to.equal(errorCode);
    });
  }

  for (const segment of ["items", "dataflows", "lakehouses"]) {
    it(`a soft delete with each of its codes, and a hard delete with InsufficientWorkspaceRole: /${segment}`, async () => {
      const { emulator, client, id } = scene;
      const path = `${client.root}/${segment}/${segment === "lakehouses" ? emulator.lakehouseId : id}`;
      for (const softDelete of [
        "FeatureNotAvailable",
        "TenantSwitchDisabled",
        "UnsupportedItemType",
        "InvalidTargetItemStateForSoftDeletion",
        "InvalidParentItemStateForSoftDeletion",
      ] as const) {
        emulator.set({ switches: { softDelete } });
        expect((await client.call("DELETE", path)).body.errorCode).to.equal(softDelete);
      }
      emulator.addPrincipal({ token: "member", role: "Member" });
      const refused = await new Client(emulator, "member").call("DELETE", `${path}?hardDelete=true`);
      expect(refused.body.errorCode).to.equal("InsufficientWorkspaceRole");
    });
  }

  it("the twenty-first schedule by the typed paths: ScheduleExceedsLimit", async () => {
    scene.emulator.set({ limits: { schedulesPerItem: 0 } });
    for (const jobType of ["execute", "applyChanges"]) {
      const request: Case = ["POST", on("dataflows", `/jobs/${jobType}/schedules`), () => SCHEDULE];
      expect(await codeOf(request)).to.equal("ScheduleExceedsLimit");
    }
  });

  it("a lakehouse with a taken name, and one too many", async () => {
    const create: Case = ["POST", () => "lakehouses", () => ({ displayName: "Lakehouse" })];
    expect(await codeOf(create)).to.equal("ItemDisplayNameAlreadyInUse");
    scene.emulator.set({ limits: { itemsPerWorkspace: 1 } });
    expect(await codeOf(create)).to.equal("WorkspaceItemsLimitExceeded");
  });

  it("a folder that is moved too deep, or beside one with its name; a folder in a workspace without folders", async () => {
    const { emulator, client, folder } = scene;
    const inner = (
      await client.call("POST", `${client.root}/folders`, { displayName: "Other", parentFolderId: folder })
    ).body.id;
    const move: Case = ["POST", () => `folders/${inner}/move`, () => ({})];
    expect(await codeOf(move)).to.equal("FolderDisplayNameAlreadyInUse");
    emulator.set({ limits: { folderDepth: 1 } });
    const deeper: Case = ["POST", () => `folders/${inner}/move`, () => ({ targetFolderId: folder })];
    expect(await codeOf(deeper)).to.equal("FolderDepthOutOfRange");
    const { id } = emulator.addWorkspace({ displayName: "Personal", hasFolders: false });
    const refused = await client.call("POST", `/workspaces/${id}/folders`, { displayName: "X" });
    expect(refused.body.errorCode).to.equal("WorkspaceNotSupported");
  });

  for (const testRefusal of ["InsufficientPermissionsToManageConnection", "IncorrectCredentials"] as const) {
    it(`${testRefusal}: the test of a connection`, async () => {
      const { id } = scene.emulator.addConnection({ type: "Web", path: "https://a.example", testRefusal });
      expect((await scene.client.call("POST", `/connections/${id}/testConnection`)).body.errorCode).to.equal(
        testRefusal,
      );
    });
  }

  it("an unknown connection: EntityNotFound", async () => {
    for (const [method, suffix] of [
      ["GET", ""],
      ["POST", "/testConnection"],
    ] as const) {
      const reply = await scene.client.call(method, `/connections/${NOWHERE}${suffix}`);
      expect(reply.body.errorCode).to.equal("EntityNotFound");
    }
  });

  it("workspaces by an unknown role: InvalidParameter", async () => {
    expect((await scene.client.call("GET", "/workspaces?roles=Owner")).body.errorCode).to.equal("InvalidParameter");
  });
});
