import type { FabricClient } from "../../sdk/fabric/client";
import type { Idempotency } from "../../sdk/fabric/retry";
import type { CallOptions } from "../../sdk/fabric/callOptions";
import { Client, definitionOf } from "../emulator/caller";
import type { Emulator, EmulatorOptions } from "../emulator/index";
import { given, type OwnMethod } from "./clientMethods";
import { collect, definition } from "./support";

/** The world of a subject. Each case makes a new one. */
export interface Fixture {
  emulator: Emulator;
  /** A client without faults, to prepare and to check. */
  clean: FabricClient;
  ws: string;
  id: string;
  tagId: string;
  connectionId: string;
  folderId: string;
  /** A dataflow whose definition is parametric. */
  parametricId: string;
  jobInstanceId: string;
  scheduleId: string;
  name: string;
}

/** Shared by all cases. */
export type Shared = Pick<Fixture, "tagId" | "connectionId" | "folderId" | "parametricId">;

/** An operation of the client that the faults apply to. */
export interface Subject {
  /** The emulator's name of the operation. */
  operation: string;
  idempotency: Idempotency;
  /** True if the client needs the content of a successful response. */
  content: boolean;
  run(client: FabricClient, fixture: Fixture, options: CallOptions): Promise<unknown>;
  /** The number of effects, if the call must never take effect twice. */
  effects?(fixture: Fixture): number;
}

const schedule = {
  enabled: true,
  configuration: {
    type: "Daily" as const,
    startDateTime: "2040-01-01T00:00:00",
    endDateTime: "2041-01-01T00:00:00",
    localTimeZoneId: "Central Standard Time",
    times: ["06:00"],
  },
};

const reads = (operation: string, run: Subject["run"]): Subject => ({
  operation,
  idempotency: "safe",
  content: true,
  run,
});
const changes = (operation: string, content: boolean, run: Subject["run"]): Subject => ({
  operation,
  idempotency: "idempotent",
  content,
  run,
});

const runsOf = ({ emulator, id }: Fixture): number => emulator.item(id).runs.length;

/** The subject of each method of the client, or the reason why it has none. */
export const byMethod: Record<OwnMethod, Subject | Subject[] | string> = {
  "workspaces.list": reads("listWorkspaces", (client, _, o) => collect(client.workspaces.list(o))),
  "workspaces.get": reads("getWorkspace", (client, { ws }, o) => client.workspaces.get(ws, o)),
  "workspaces.roleAssignments": reads("listRoleAssignments", (client, { ws }, o) =>
    collect(client.workspaces.roleAssignments(ws, o)),
  ),
  "items.list": reads("listItems", (client, { ws }, o) => collect(client.items.list(ws, { type: "Dataflow", ...o }))),
  "items.get": reads("getItem", (client, { ws, id }, o) => client.dataflows.get(ws, id, o)),
  "items.getDefinition": reads("getDefinition", (client, { ws, id }, o) => client.items.getDefinition(ws, id, o)),
  "items.bulkExportDefinitions": reads("bulkExportDefinitions", (client, { ws, id }, o) =>
    client.items.bulkExportDefinitions(ws, [id], o),
  ),
  "items.downstreamRelations": reads("downstreamRelations", (client, { ws, id }, o) =>
    client.items.downstreamRelations(ws, id, o),
  ),
  "items.listConnections": reads("listItemConnections", (client, { ws, id }, o) =>
    collect(client.items.listConnections(ws, id, o)),
  ),
  "items.create": {
    operation: "createItem",
    idempotency: "none",
    content: true,
    run: (client, { ws, name }, o) => client.items.create(ws, { displayName: `${name} new`, definition }, o),
    effects: ({ emulator, name }) => emulator.items().filter((item) => item.displayName === `${name} new`).length,
  },
  "items.update": changes("updateItem", true, (client, { ws, id }, o) =>
    client.items.update(ws, id, { description: "new" }, o),
  ),
  "items.delete": changes("deleteItem", false, (client, { ws, id }, o) => client.dataflows.delete(ws, id, o)),
  "items.updateDefinition": changes("updateDefinition", false, (client, { ws, id }, o) =>
    client.items.updateDefinition(ws, id, definition, o),
  ),
  "items.move": changes("moveItem", false, (client, { ws, id }, o) => client.items.move(ws, id, undefined, o)),
  "items.applyTags": changes("applyTags", false, (client, { ws, id, tagId }, o) =>
    client.items.applyTags(ws, id, [tagId], o),
  ),
  "items.unapplyTags": changes("unapplyTags", false, (client, { ws, id, tagId }, o) =>
    client.items.unapplyTags(ws, id, [tagId], o),
  ),
  "dataflows.discoverParameters": reads("discoverParameters", (client, { ws, parametricId }, o) =>
    collect(client.dataflows.discoverParameters(ws, parametricId, o)),
  ),
  "dataflows.executeQuery": "its response is a stream: connections.test.ts, queries of the emulator",
  "jobs.start": [
    {
      operation: "runExecute",
      idempotency: "none",
      content: true,
      run: (client, { ws, id }, o) =>
        client.jobs.start(ws, id, "Refresh", { executionData: { executeOption: "ApplyChangesIfNeeded" }, ...o }),
      effects: (fixture) => runsOf(fixture) - 1,
    },
    {
      operation: "runApplyChanges",
      idempotency: "none",
      content: true,
      run: (client, { ws, id }, o) => client.jobs.start(ws, id, "Publish", { form: "query", ...o }),
      effects: (fixture) => runsOf(fixture) - 1,
    },
  ],
  "jobs.list": reads("listJobInstances", (client, { ws, id }, o) => collect(client.jobs.list(ws, id, o))),
  "jobs.get": reads("getJobInstance", (client, { ws, id, jobInstanceId }, o) =>
    client.jobs.get(ws, id, jobInstanceId, o),
  ),
  "jobs.cancel": changes("cancelJobInstance", false, (client, { ws, id, jobInstanceId }, o) =>
    client.jobs.cancel(ws, id, jobInstanceId, o),
  ),
  "jobs.wait": "it sends what jobs.get sends, again and again: jobFaults.test.ts",
  "jobs.findStartedWithin": "it sends what jobs.list sends",
  "schedules.list": reads("listSchedules", (client, { ws, id }, o) =>
    collect(client.schedules.list(ws, id, "Refresh", o)),
  ),
  "schedules.get": reads("getSchedule", (client, { ws, id, scheduleId }, o) =>
    client.schedules.get(ws, id, "Refresh", scheduleId, o),
  ),
  "schedules.create": {
    operation: "createSchedule",
    idempotency: "none",
    content: true,
    run: (client, { ws, id }, o) => client.schedules.create(ws, id, "Refresh", schedule, o),
    effects: ({ emulator, id }) => emulator.item(id).schedules.length - 1,
  },
  "schedules.update": changes("updateSchedule", true, (client, { ws, id, scheduleId }, o) =>
    client.schedules.update(ws, id, "Refresh", scheduleId, schedule, o),
  ),
  "schedules.delete": changes("deleteSchedule", false, (client, { ws, id, scheduleId }, o) =>
    client.schedules.delete(ws, id, "Refresh", scheduleId, o),
  ),
  "operations.get": "an operation of the service is followed: longRunningFaults.test.ts",
  "operations.getResult": "an operation of the service is followed: longRunningFaults.test.ts",
  "operations.wait": "an operation of the service is followed: longRunningFaults.test.ts",
  "folders.list": reads("listFolders", (client, { ws }, o) => collect(client.folders.list(ws, o))),
  "folders.get": reads("getFolder", (client, { ws, folderId }, o) => client.folders.get(ws, folderId, o)),
  "connections.list": reads("listConnections", (client, _, o) => collect(client.connections.list(o))),
  "connections.get": reads("getConnection", (client, { connectionId }, o) => client.connections.get(connectionId, o)),
  "connections.test": reads("testConnection", (client, { connectionId }, o) =>
    client.connections.test(connectionId, o),
  ),
  "tags.list": reads("listTags", (client, _, o) => collect(client.tags.list(o))),
  "gatewayClusters.list": "another service, which the emulator is not: gatewayClusters.test.ts",
};

export const subjects: Subject[] = given(byMethod).flatMap(([, subject]) => subject);

/** The subject's name in an emulator with many subjects. */
export const worldOptions: EmulatorOptions = {
  timings: { executeMs: 3_600_000, queuedMs: 0 },
  switches: { dedupe: false },
  limits: { pageSize: 100_000 },
};

export async function sharedOf(emulator: Emulator): Promise<Shared> {
  const caller = new Client(emulator);
  const mashup = 'section Section1; shared Region = "EU" meta [IsParameterQuery = true, Type = "Text"];';
  const folder = await caller.call("POST", `${caller.root}/folders`, { displayName: "folder" });
  return {
    tagId: emulator.addTag("tag").id,
    connectionId: emulator.addConnection({ type: "SQL", path: "server;database" }).id,
    folderId: (folder.body as { id: string }).id,
    parametricId: await caller.dataflow("Parametric", definitionOf(mashup, { parametric: true })),
  };
}

let made = 0;

export async function fixture(emulator: Emulator, clean: FabricClient, shared: Shared): Promise<Fixture> {
  const ws = emulator.workspaceId;
  const name = `case ${made++}`;
  const { id } = await clean.items.create(ws, { displayName: name, definition });
  const { jobInstanceId } = await clean.jobs.start(ws, id, "Refresh", {
    executionData: { executeOption: "ApplyChangesIfNeeded" },
  });
  // Long ago, so that it cannot be confused with a run that has just started.
  emulator.advance(10_000);
  const { id: scheduleId } = await clean.schedules.create(ws, id, "Refresh", schedule);
  return { emulator, clean, ws, id, ...shared, jobInstanceId, scheduleId, name };
}
