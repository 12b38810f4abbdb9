import type { FabricClient } from "../../sdk/fabric/client";
import type { Idempotency } from "../../sdk/fabric/retry";
import type { CallOptions } from "../../sdk/fabric/callOptions";
import type { Emulator } from "../emulator/index";
import { collect, definition } from "./support";

/** What a subject works on: made anew for each case. */
export interface Fixture {
  emulator: Emulator;
  /** A client that meets no fault, for preparing and for looking. */
  clean: FabricClient;
  ws: string;
  id: string;
  tagId: string;
  connectionId: string;
  jobInstanceId: string;
  scheduleId: string;
  name: string;
}

/** An operation of the client that faults are tried on. */
export interface Subject {
  /** The emulator's name for it. */
  operation: string;
  idempotency: Idempotency;
  /** Whether a good answer has content that the client needs. */
  content: boolean;
  run(client: FabricClient, fixture: Fixture, options: CallOptions): Promise<unknown>;
  /** How often it took effect, for what must never happen twice. */
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

export const subjects: Subject[] = [
  reads("listWorkspaces", (client, _, o) => collect(client.workspaces.list(o))),
  reads("getWorkspace", (client, { ws }, o) => client.workspaces.get(ws, o)),
  reads("listItems", (client, { ws }, o) => collect(client.items.list(ws, { type: "Dataflow", ...o }))),
  reads("getItem", (client, { ws, id }, o) => client.dataflows.get(ws, id, o)),
  reads("getDefinition", (client, { ws, id }, o) => client.items.getDefinition(ws, id, o)),
  reads("bulkExportDefinitions", (client, { ws, id }, o) => client.items.bulkExportDefinitions(ws, [id], o)),
  reads("listJobInstances", (client, { ws, id }, o) => collect(client.jobs.list(ws, id, o))),
  reads("getJobInstance", (client, { ws, id, jobInstanceId }, o) => client.jobs.get(ws, id, jobInstanceId, o)),
  reads("listTags", (client, _, o) => collect(client.tags.list(o))),
  reads("listFolders", (client, { ws }, o) => collect(client.folders.list(ws, o))),
  reads("listConnections", (client, _, o) => collect(client.connections.list(o))),
  reads("getConnection", (client, { connectionId }, o) => client.connections.get(connectionId, o)),
  reads("testConnection", (client, { connectionId }, o) => client.connections.test(connectionId, o)),
  reads("listItemConnections", (client, { ws, id }, o) => collect(client.items.listConnections(ws, id, o))),
  reads("listSchedules", (client, { ws, id }, o) => collect(client.schedules.list(ws, id, "Refresh", o))),
  reads("getSchedule", (client, { ws, id, scheduleId }, o) => client.schedules.get(ws, id, "Refresh", scheduleId, o)),
  changes("updateItem", true, (client, { ws, id }, o) => client.items.update(ws, id, { description: "new" }, o)),
  changes("deleteItem", false, (client, { ws, id }, o) => client.dataflows.delete(ws, id, o)),
  changes("updateDefinition", false, (client, { ws, id }, o) => client.items.updateDefinition(ws, id, definition, o)),
  changes("applyTags", false, (client, { ws, id, tagId }, o) => client.items.applyTags(ws, id, [tagId], o)),
  changes("cancelJobInstance", false, (client, { ws, id, jobInstanceId }, o) =>
    client.jobs.cancel(ws, id, jobInstanceId, o),
  ),
  changes("updateSchedule", true, (client, { ws, id, scheduleId }, o) =>
    client.schedules.update(ws, id, "Refresh", scheduleId, schedule, o),
  ),
  {
    operation: "createItem",
    idempotency: "none",
    content: true,
    run: (client, { ws, name }, o) => client.items.create(ws, { displayName: `${name} new`, definition }, o),
    effects: ({ emulator, name }) => emulator.items().filter((item) => item.displayName === `${name} new`).length,
  },
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
  {
    operation: "createSchedule",
    idempotency: "none",
    content: true,
    run: (client, { ws, id }, o) => client.schedules.create(ws, id, "Refresh", schedule, o),
    effects: ({ emulator, id }) => emulator.item(id).schedules.length - 1,
  },
];

let made = 0;

export async function fixture(
  emulator: Emulator,
  clean: FabricClient,
  shared: Pick<Fixture, "tagId" | "connectionId">,
): Promise<Fixture> {
  const ws = emulator.workspaceId;
  const name = `case ${made++}`;
  const { id } = await clean.items.create(ws, { displayName: name, definition });
  const { jobInstanceId } = await clean.jobs.start(ws, id, "Refresh", {
    executionData: { executeOption: "ApplyChangesIfNeeded" },
  });
  const { id: scheduleId } = await clean.schedules.create(ws, id, "Refresh", schedule);
  return { emulator, clean, ws, id, ...shared, jobInstanceId, scheduleId, name };
}
