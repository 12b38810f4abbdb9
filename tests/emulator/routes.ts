import { ApiResponse, Call } from "./http";
import {
  createConnection,
  deleteConnection,
  getConnection,
  listConnections,
  listItemConnections,
  testConnection,
} from "./connections";
import { bulkExportDefinitions } from "./bulkExport";
import { listCapacities } from "./capacities";
import { listSupportedConnectionTypes } from "./connectionTypes";
import { createFolder, deleteFolder, getFolder, listFolders, moveFolder, updateFolder } from "./folders";
import { getDefinition, updateDefinition } from "./itemDefinitions";
import { createItem, deleteItem, getItem, listItems, updateItem } from "./items";
import { cancelJobInstance, getJobInstance, jobTypeOf, listJobInstances, startJob } from "./jobs";
import { bulkMoveItems, moveItem } from "./moves";
import { getOperation, getOperationResult } from "./operations";
import { discoverParameters } from "./parameters";
import { executeQuery } from "./queries";
import { getRelations } from "./relations";
import {
  addRoleAssignment,
  deleteRoleAssignment,
  getRoleAssignment,
  listRoleAssignments,
  updateRoleAssignment,
} from "./roleAssignments";
import { createSchedule, deleteSchedule, getSchedule, listSchedules, updateSchedule } from "./schedules";
import { applyTags, listTags, unapplyTags } from "./tags";
import { createWorkspace, deleteWorkspace, getWorkspace, listWorkspaces, updateWorkspace } from "./workspaces";

export interface Route {
  /** The name in the request log and in fault rules. The same for both equivalent APIs. */
  operation: string | ((params: Record<string, string>, query: URLSearchParams) => string);
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** The path as the specification writes it. */
  path: string;
  /** The specification's operation. It mentions the first published way to start a job and does not define it. */
  operationId: string;
  /** The service's rate-limit group that counts the call. */
  bucket: "platform" | "jobs" | "operations";
  handle: (call: Call) => ApiResponse | Promise<ApiResponse>;
}

const route = (
  operation: Route["operation"],
  request: `${Route["method"]} /${string}`,
  operationId: string,
  handle: Route["handle"],
  bucket: Route["bucket"] = "platform",
): Route => {
  const [method, path] = request.split(" ") as [Route["method"], string];
  return { operation, method, path, operationId, handle, bucket };
};

const runOperation = (sentType: string | null | undefined): string => {
  try {
    return `run${jobTypeOf(sentType ?? "")}`;
  } catch {
    return "runUnknown";
  }
};

function surface(segment: string, id: string, suffix: string, prefix: string): Route[] {
  const list = `/workspaces/{workspaceId}/${segment}` as const;
  const item = `${list}/{${id}}` as const;
  return [
    route("listItems", `GET ${list}`, `${prefix}List${suffix}s`, listItems),
    route("createItem", `POST ${list}`, `${prefix}Create${suffix}`, createItem),
    route("getItem", `GET ${item}`, `${prefix}Get${suffix}`, getItem),
    route("updateItem", `PATCH ${item}`, `${prefix}Update${suffix}`, updateItem),
    route("deleteItem", `DELETE ${item}`, `${prefix}Delete${suffix}`, deleteItem),
  ];
}

const ITEM = "/workspaces/{workspaceId}/items/{itemId}";
const DATAFLOW = "/workspaces/{workspaceId}/dataflows/{dataflowId}";

const definitions: Route[] = [
  route("getDefinition", `POST ${ITEM}/getDefinition`, "Items_GetItemDefinition", getDefinition),
  route("updateDefinition", `POST ${ITEM}/updateDefinition`, "Items_UpdateItemDefinition", updateDefinition),
  route(
    "bulkExportDefinitions",
    "POST /workspaces/{workspaceId}/items/bulkExportDefinitions",
    "Items_Bulk_Export_Item_Definitions_(beta)",
    bulkExportDefinitions,
  ),
  route("getDefinition", `POST ${DATAFLOW}/getDefinition`, "Items_GetDataflowDefinition", getDefinition),
  route("updateDefinition", `POST ${DATAFLOW}/updateDefinition`, "Items_UpdateDataflowDefinition", updateDefinition),
];

const jobs: Route[] = [
  route(
    (_params, query) => runOperation(query.get("jobType")),
    `POST ${ITEM}/jobs/instances`,
    "JobScheduler_RunOnDemandItemJob",
    (call) => startJob(call, "query", call.query.get("jobType") ?? ""),
    "jobs",
  ),
  route(
    (params) => runOperation(params.jobType),
    `POST ${ITEM}/jobs/{jobType}/instances`,
    "JobScheduler_RunOnDemandItemJob",
    (call) => startJob(call, "path", call.params.jobType ?? ""),
    "jobs",
  ),
  route(
    "runExecute",
    `POST ${DATAFLOW}/jobs/execute/instances`,
    "BackgroundJobs_RunOnDemandExecute",
    (call) => startJob(call, "typed", "Execute"),
    "jobs",
  ),
  route(
    "runApplyChanges",
    `POST ${DATAFLOW}/jobs/applyChanges/instances`,
    "BackgroundJobs_RunOnDemandApplyChanges",
    (call) => startJob(call, "typed", "ApplyChanges"),
    "jobs",
  ),
  route(
    "listJobInstances",
    `GET ${ITEM}/jobs/instances`,
    "JobScheduler_ListItemJobInstances",
    listJobInstances,
    "jobs",
  ),
  route(
    "getJobInstance",
    `GET ${ITEM}/jobs/instances/{jobInstanceId}`,
    "JobScheduler_GetItemJobInstance",
    getJobInstance,
    "jobs",
  ),
  route(
    "cancelJobInstance",
    `POST ${ITEM}/jobs/instances/{jobInstanceId}/cancel`,
    "JobScheduler_CancelItemJobInstance",
    cancelJobInstance,
    "jobs",
  ),
];

const operations: Route[] = [
  route(
    "getOperation",
    "GET /operations/{operationId}",
    "LongRunningOperations_GetOperationState",
    getOperation,
    "operations",
  ),
  route(
    "getOperationResult",
    "GET /operations/{operationId}/result",
    "LongRunningOperations_GetOperationResult",
    getOperationResult,
    "operations",
  ),
];

const SCHEDULES = `${ITEM}/jobs/{jobType}/schedules` as const;
const SCHEDULE = `${SCHEDULES}/{scheduleId}` as const;

const withJobType =
  (jobType: string): Route["handle"] =>
  (call) =>
    createSchedule({ ...call, params: { ...call.params, jobType } });

const schedules: Route[] = [
  route("listSchedules", `GET ${SCHEDULES}`, "JobScheduler_ListItemSchedules", listSchedules, "jobs"),
  route("createSchedule", `POST ${SCHEDULES}`, "JobScheduler_CreateItemSchedule", createSchedule, "jobs"),
  route("getSchedule", `GET ${SCHEDULE}`, "JobScheduler_GetItemSchedule", getSchedule, "jobs"),
  route("updateSchedule", `PATCH ${SCHEDULE}`, "JobScheduler_UpdateItemSchedule", updateSchedule, "jobs"),
  route("deleteSchedule", `DELETE ${SCHEDULE}`, "JobScheduler_DeleteItemSchedule", deleteSchedule, "jobs"),
  route(
    "createSchedule",
    `POST ${DATAFLOW}/jobs/execute/schedules`,
    "BackgroundJobs_ScheduleExecute",
    withJobType("Execute"),
    "jobs",
  ),
  route(
    "createSchedule",
    `POST ${DATAFLOW}/jobs/applyChanges/schedules`,
    "BackgroundJobs_ScheduleApplyChanges",
    withJobType("ApplyChanges"),
    "jobs",
  ),
];

const FOLDERS = "/workspaces/{workspaceId}/folders";
const FOLDER = `${FOLDERS}/{folderId}` as const;

const organising: Route[] = [
  route("listFolders", `GET ${FOLDERS}`, "Folders_ListFolders", listFolders),
  route("createFolder", `POST ${FOLDERS}`, "Folders_CreateFolder", createFolder),
  route("getFolder", `GET ${FOLDER}`, "Folders_GetFolder", getFolder),
  route("updateFolder", `PATCH ${FOLDER}`, "Folders_UpdateFolder", updateFolder),
  route("deleteFolder", `DELETE ${FOLDER}`, "Folders_DeleteFolder", deleteFolder),
  route("moveFolder", `POST ${FOLDER}/move`, "Folders_MoveFolder", moveFolder),
  route("moveItem", `POST ${ITEM}/move`, "Items_MoveItem", moveItem),
  route("bulkMoveItems", "POST /workspaces/{workspaceId}/items/bulkMove", "Items_BulkMoveItems", bulkMoveItems),
  route("listCapacities", "GET /capacities", "Capacities_ListCapacities", listCapacities),
  route("listTags", "GET /tags", "Tags_ListTags", listTags),
  route("applyTags", `POST ${ITEM}/applyTags`, "Tags_ApplyTags", applyTags),
  route("unapplyTags", `POST ${ITEM}/unapplyTags`, "Tags_UnapplyTags", unapplyTags),
];

const CONNECTION = "/connections/{connectionId}";

const data: Route[] = [
  route("listConnections", "GET /connections", "Connections_ListConnections", listConnections),
  route(
    "listSupportedConnectionTypes",
    "GET /connections/supportedConnectionTypes",
    "Connections_ListSupportedConnectionTypes",
    listSupportedConnectionTypes,
  ),
  route("getConnection", `GET ${CONNECTION}`, "Connections_GetConnection", getConnection),
  route("createConnection", "POST /connections", "Connections_CreateConnection", createConnection),
  route("deleteConnection", `DELETE ${CONNECTION}`, "Connections_DeleteConnection", deleteConnection),
  route("testConnection", `POST ${CONNECTION}/testConnection`, "Connections_TestConnection", testConnection),
  route("listItemConnections", `GET ${ITEM}/connections`, "Items_ListItemConnections", listItemConnections),
  route("discoverParameters", `GET ${DATAFLOW}/parameters`, "Items_DiscoverDataflowParameters", discoverParameters),
  route("executeQuery", `POST ${DATAFLOW}/executeQuery`, "QueryExecution_ExecuteQuery", executeQuery),
];

const ROLES = "/workspaces/{workspaceId}/roleAssignments";
const ROLE = `${ROLES}/{workspaceRoleAssignmentId}` as const;

const roles: Route[] = [
  route("listRoleAssignments", `GET ${ROLES}`, "Workspaces_ListWorkspaceRoleAssignments", listRoleAssignments),
  route("addRoleAssignment", `POST ${ROLES}`, "Workspaces_AddWorkspaceRoleAssignment", addRoleAssignment),
  route("getRoleAssignment", `GET ${ROLE}`, "Workspaces_GetWorkspaceRoleAssignment", getRoleAssignment),
  route("updateRoleAssignment", `PATCH ${ROLE}`, "Workspaces_UpdateWorkspaceRoleAssignment", updateRoleAssignment),
  route("deleteRoleAssignment", `DELETE ${ROLE}`, "Workspaces_DeleteWorkspaceRoleAssignment", deleteRoleAssignment),
];

const relations: Route[] = (["downstream", "upstream"] as const).map((direction) =>
  route(
    `${direction}Relations`,
    `GET ${ITEM}/relations/${direction}`,
    `Items_Get_${direction === "downstream" ? "Downstream" : "Upstream"}_Relations_(beta)`,
    (call) => getRelations(call, direction),
  ),
);

export const ROUTES: Route[] = [
  route("listWorkspaces", "GET /workspaces", "Workspaces_ListWorkspaces", listWorkspaces),
  route("getWorkspace", "GET /workspaces/{workspaceId}", "Workspaces_GetWorkspace", getWorkspace),
  route("createWorkspace", "POST /workspaces", "Workspaces_CreateWorkspace", createWorkspace),
  route("updateWorkspace", "PATCH /workspaces/{workspaceId}", "Workspaces_UpdateWorkspace", updateWorkspace),
  route("deleteWorkspace", "DELETE /workspaces/{workspaceId}", "Workspaces_DeleteWorkspace", deleteWorkspace),
  ...roles,
  ...surface("items", "itemId", "Item", "Items_"),
  ...surface("dataflows", "dataflowId", "Dataflow", "Items_"),
  ...surface("lakehouses", "lakehouseId", "Lakehouse", "Items_"),
  ...relations,
  ...definitions,
  ...organising,
  ...schedules,
  ...data,
  ...jobs,
  ...operations,
];
