import { emptyDefinition } from "./definitions";
import { definitionOf, type Json } from "./caller";
import type { Emulator } from "./index";
import type { SpecExample } from "./specExamples";
import { ScheduleConfig } from "./scheduleTimes";
import { Item } from "./world";

const PARAMETERS: [string, string, string, boolean][] = [
  ["manufacturer", '"test-value"', '"Text"', true],
  ["OrderKey", "25", "Int64.Type", false],
  ["Threshold", '"start"', '"Text"', false],
  ["param1", '"value1"', '"Text"', false],
  ["param2", "true", '"Logical"', false],
  ["param3", "123", '"Number"', false],
];

const member = ([name, value, type, isRequired]: [string, string, string, boolean]) =>
  `shared ${name} = ${value} meta [IsParameterQuery = true, IsParameterQueryRequired = ${isRequired}, Type = ${type}];`;

/** A dataflow with the examples' parameters. Required ones are omitted if the service would refuse an example because of them. */
function definition(withRequired: boolean) {
  const stored = emptyDefinition("Example", 0);
  const parameters = withRequired ? PARAMETERS : PARAMETERS.filter(([, , , isRequired]) => !isRequired);
  stored.parts.set("mashup.pq", Buffer.from(`section Section1;\n${parameters.map(member).join("\n")}`));
  const metadata = { formatVersion: "202502", name: "Example", parametric: true, queriesMetadata: {} };
  stored.parts.set("queryMetadata.json", Buffer.from(JSON.stringify(metadata)));
  return stored;
}

/** The item in the example's path and response. The examples have jobs of other items; they are used as jobs of a dataflow. */
function exampleItem(emulator: Emulator, example: SpecExample, workspaceId: string, id: string): Item {
  const isDataflow = /\/dataflows\/|\/jobs\/|Definition$|\/bulkExportDefinitions$|\/connections$/.test(example.path);
  const withRequired = example.operationId === "Items_DiscoverDataflowParameters";
  const item: Item = {
    ...{ id, logicalId: id, workspaceId, displayName: "Example", description: "An example.", tags: [] },
    ...{ ownerId: emulator.world.principals.get(emulator.token)?.id ?? "", createdAt: 0, jobs: [], schedules: [] },
    type: example.path.includes("/lakehouses/") ? "Lakehouse" : isDataflow ? "Dataflow" : "Lakehouse",
  };
  if (isDataflow) {
    const edited = definition(withRequired);
    const materialised = [...emulator.world.connections.keys()];
    item.dataflow = { edited, published: edited, materialised };
  }
  return item;
}

function addWorkspaceOf(emulator: Emulator, example: SpecExample): void {
  const { parameters, responses } = example;
  const body: Json = parameters[example.declared.find((parameter) => parameter.in === "body")?.name ?? ""] ?? {};
  const workspace = emulator.world.addWorkspace({ id: parameters.workspaceId, displayName: "Example" });
  const shown: Json = responses["200"]?.body ?? {};
  const folderIds = [
    parameters.folderId,
    parameters.rootFolderId,
    body.folderId,
    body.parentFolderId,
    body.targetFolderId,
  ];
  for (const id of folderIds.filter(Boolean)) {
    workspace.folders.set(id, { id, displayName: `Folder ${id}`, workspaceId: workspace.id });
  }
  const { domainId, workspaceIdentity: identity } = shown;
  const tagIds = (shown.tags ?? []).map((tag: Json) => emulator.addTag(tag.displayName, tag.id).id);
  Object.assign(workspace, { domainId, identity, tags: tagIds });
  const folder = workspace.folders.get(parameters.folderId);
  if (folder && shown.parentFolderId) folder.parentFolderId = shown.parentFolderId;
  for (const entry of example.operationId === "Folders_ListFolders" ? shown.value : []) {
    const parentFolderId = entry.parentFolderId ?? parameters.rootFolderId;
    workspace.folders.set(entry.id, { ...entry, workspaceId: workspace.id, parentFolderId });
    if (parentFolderId && !workspace.folders.has(parentFolderId)) {
      workspace.folders.set(parentFolderId, { id: parentFolderId, displayName: "Above", workspaceId: workspace.id });
    }
  }
  const itemId: string | undefined = parameters.itemId ?? parameters.dataflowId ?? parameters.lakehouseId;
  const named = [...(body.items ?? []), ...(shown.itemDefinitionsIndex ?? [])].map((item: Json) => item.id ?? item);
  for (const id of [itemId, ...named].filter(Boolean)) {
    workspace.items.set(id, exampleItem(emulator, example, workspace.id, id));
  }
  // The entries of a list exist before the request, at the example's position.
  for (const entry of /Items_List(Items|Dataflows|Lakehouses)/.test(example.operationId) ? shown.value : []) {
    const item = exampleItem(emulator, example, workspace.id, entry.id);
    const folderId = entry.folderId ?? parameters.rootFolderId;
    if (folderId) workspace.folders.set(folderId, { id: folderId, displayName: folderId, workspaceId: workspace.id });
    workspace.items.set(entry.id, { ...item, ...entry, tags: [], folderId, labelId: entry.sensitivityLabel?.id });
  }
  for (const item of workspace.items.values()) {
    if (shown.sensitivityLabel) item.labelId = shown.sensitivityLabel.id;
    if (shown.folderId) item.folderId = shown.folderId;
    item.tags.push(...tagIds);
    item.hasSchemas = shown.properties?.defaultSchema !== undefined;
  }
}

const CONFIGURATION: ScheduleConfig = {
  ...{ type: "Cron", interval: 10, localTimeZoneId: "Central Standard Time" },
  ...{ startDateTime: "2024-04-28T00:00:00", endDateTime: "2024-04-30T23:59:00" },
};

function addJobAndSchedule(emulator: Emulator, { parameters, operationId, responses }: SpecExample): void {
  const item = emulator.world.findItem(parameters.itemId ?? parameters.dataflowId ?? "");
  const owner = emulator.world.principals.get(emulator.token);
  if (!item || !owner) return;
  const shown: Json = responses["200"]?.body ?? {};
  const run = { executeOption: "SkipApplyChanges", parameters: {}, callerId: "", callerType: "User" } as const;
  const status = operationId === "JobScheduler_CancelItemJobInstance" ? "InProgress" : "Completed";
  const types = { jobType: "Execute", sentType: "Execute" } as const;
  const job = { itemId: item.id, ...types, invokeType: "Manual", createdAt: 0, startedAt: 0, status, run } as const;
  const ids = [parameters.jobInstanceId ?? item.id, emulator.workspaceId];
  for (const id of operationId.includes("RunOnDemand") ? [] : ids) item.jobs.push({ ...job, id, rootActivityId: id });
  const { configuration = CONFIGURATION, executionData } = shown;
  item.schedules.push({
    ...{ id: parameters.scheduleId ?? item.id, ...types, enabled: true, createdAt: 0, owner, version: 0 },
    ...{ configuration, executionData },
  });
}

function addConnections(emulator: Emulator, { name, parameters: { connectionId } }: SpecExample): void {
  const type = "Web";
  for (const path of ["https://a.example", "https://b.example"]) emulator.addConnection({ type, path });
  const isOnline = name !== "TestConnectionOffline";
  if (connectionId) emulator.addConnection({ id: connectionId, type, path: "https://c.example", isOnline });
}

/** Adds one item that uses this item, and one that this item uses. */
function addRelations({ world, workspaceId }: Emulator, id: string): void {
  const related = { workspaceId, type: "Report", displayName: "Example" };
  const [item, other] = [
    { ...related, id },
    { ...related, id: workspaceId },
  ];
  world.relations.push({ user: other, used: item, relationType: "Datasource" });
  world.relations.push({ user: item, used: other, relationType: "Datasource" });
}

/** Makes the example's preconditions and returns the request that it describes. */
export function prepareFor(emulator: Emulator, example: SpecExample, status: number): { path: string; body?: Json } {
  const { parameters, responses, declared } = example;
  const { switches, world, limits } = emulator;
  for (const key of Object.keys(switches.longRunning) as (keyof typeof switches.longRunning)[]) {
    switches.longRunning[key] = status === 202;
  }
  if (responses["200"]?.body?.continuationUri) limits.pageSize = 1;
  addConnections(emulator, example);
  emulator.addPrincipal({ token: "second" });
  const bodyName = declared.find((parameter) => parameter.in === "body")?.name ?? "";
  const body: Json = parameters[bodyName];
  for (const id of body?.tags ?? []) emulator.addTag("Example", id);
  for (const tag of ["Finance", "Sales"]) emulator.addTag(tag);
  const label = responses["201"]?.body?.sensitivityLabel?.id;
  if (label) emulator.addLabel({ id: label });
  // The operation's examples have the parts of a report.
  if (example.operationId === "Items_UpdateItemDefinition") body.definition = definitionOf();
  if (body && label) body.sensitivityLabelSettings = { labelId: label };
  const holder = parameters.workspaceRoleAssignmentId;
  if (holder) emulator.addPrincipal({ token: "holder", id: holder });
  if (parameters.workspaceId) addWorkspaceOf(emulator, example);
  else emulator.addWorkspace({ displayName: "Second" });
  if (example.path.includes("/relations/")) addRelations(emulator, parameters.itemId);
  addJobAndSchedule(emulator, example);
  const now = world.clock.now();
  const isDone = !example.name.endsWith("Running");
  world.operations.set(parameters.operationId, {
    ...{ id: parameters.operationId, createdAt: now, updatedAt: now, resultRead: false },
    ...{ status: isDone ? "Succeeded" : "Running", percentComplete: isDone ? 100 : 25 },
    result: { status: 200, body: responses["200"]?.body },
  });
  // The examples have jobs of another item type. A dataflow's are Execute and ApplyChanges.
  const known: Record<string, string> = { ...parameters, jobType: "Execute" };
  const query = new URLSearchParams();
  for (const { name, in: place } of declared) {
    if (place === "query" && parameters[name] !== undefined) query.set(name, String(parameters[name]));
  }
  query.delete("continuationToken");
  const path = example.path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(known[name] ?? ""));
  return { path: query.size > 0 ? `${path}?${query}` : path, body };
}
