import { Json, Reply } from "../emulator/caller";
import { Check } from "./check";
import { definition, Tenant } from "./tenant";

/*
 * Objects that are too new for parts of the service, and deleted objects. These checks need more than a workspace: a connection
 * (--connection, --cluster), the permission to create workspaces, the role Admin.
 */

const ARROW = "application/vnd.apache.arrow.stream;pq-arrow-version=1";

/** M that reads through the connection and accepts any content. */
function readsThrough({ type, path }: { type: string; path: string }): string {
  const text = (value: string) => `"${value.replaceAll('"', '""')}"`;
  const [server = "", database = ""] = path.split(";");
  if (/^sql$/i.test(type)) return `Table.RowCount(Sql.Database(${text(server)}, ${text(database)}))`;
  if (/^web$/i.test(type)) return `Binary.Length(Web.Contents(${text(path)}))`;
  throw new Error(`a connection of type SQL or Web is needed, this one is ${type}`);
}

type Connection = NonNullable<Tenant["options"]["connection"]>;

/** The connection of the options, and its path. */
async function connected(tenant: Tenant): Promise<{ connection: Connection; details: { type: string; path: string } }> {
  const { connection } = tenant.options;
  if (!connection) throw new Error("no connection was given: --connection and --cluster");
  const { status, body } = await tenant.call("GET", `/connections/${connection.id}`);
  if (status !== 200) throw new Error(`the request for the connection returns ${status} ${body.errorCode ?? ""}`);
  return { connection, details: body.connectionDetails as { type: string; path: string } };
}

export const readsThroughConnection = async (tenant: Tenant): Promise<string> =>
  readsThrough((await connected(tenant)).details);

/** A definition that is bound to the connection of the options. */
export async function boundDefinition(tenant: Tenant): Promise<object> {
  const { connection, details } = await connected(tenant);
  const connectionId = JSON.stringify({ ClusterId: connection.clusterId, DatasourceId: connection.id });
  const kind = /^sql$/i.test(details.type) ? "Sql" : details.type;
  const mashup = `section Section1;\nshared Numbers = #table(type table [n = number], {{${readsThrough(details)}}});\n`;
  return definition(mashup, { connections: [{ kind, path: details.path, connectionId }] });
}

/** True if a query uses the connections of the stored definition. */
async function sees(tenant: Tenant, id: string): Promise<string> {
  const path = `${tenant.root}/dataflows/${id}/executeQuery`;
  const response = await tenant.call("POST", path, { queryName: "Numbers" }, { accept: ARROW });
  const { status, body } = await tenant.settled(response);
  const text = typeof body === "string" ? body : JSON.stringify(body);
  if (/credentials/i.test(text)) return "unseen";
  if (status === 200 && !/\\?"(Error|FaultString)\\?":/.test(text)) return "seen";
  throw new Error(`the query returned ${status} ${text.replace(/[^ -~]+/g, " ").slice(0, 300)}`);
}

const codeOf = ({ body }: Reply): string => body.errorCode ?? body.error?.errorCode ?? "no error code";

/** The service's error for objects that will exist soon. */
const IS_NEW = ["WorkspaceNotFound", "WorkspaceHasNoCapacityAssigned", "CapacityNotActive"];

export const newThingsChecks: Check[] = [
  {
    id: "bindings-of-create",
    title: "the connections of a create's payload, by a query before and after an update",
    source: "assumption",
    expected: ({ bindingsOfCreate }) => (bindingsOfCreate === "visible" ? "seen, then seen" : "unseen, then seen"),
    observe: async (tenant) => {
      const given = await boundDefinition(tenant);
      const id = await tenant.dataflow({ definition: given });
      const before = await sees(tenant, id);
      await tenant.update(id, given);
      return `${before}, then ${await sees(tenant, id)}`;
    },
  },
  {
    id: "new-workspace",
    title: "a dataflow in a workspace that was just created",
    source: "assumption",
    expected: "at once",
    observe: async (tenant) => {
      const { capacityId } = (await tenant.call("GET", tenant.root)).body as Json;
      const made = await tenant.call("POST", "/workspaces", { displayName: tenant.newName(), capacityId });
      if (made.status !== 201) throw new Error(`no workspace can be made: ${made.status} ${codeOf(made)}`);
      tenant.rememberWorkspace(made.body.id);
      const body = { displayName: "Conformance", definition: definition() };
      const create = async () =>
        tenant.settled(await tenant.call("POST", `/workspaces/${made.body.id}/dataflows`, body));
      const first = await create();
      if (first.status < 300) return "at once";
      if (!IS_NEW.includes(codeOf(first))) return `refused: ${codeOf(first)}`;
      const last = await tenant.until(create, (reply) => !IS_NEW.includes(codeOf(reply)));
      return last.status < 300 ? `later, after ${codeOf(first)}` : `refused: ${codeOf(last)}`;
    },
  },
  {
    id: "recycle-bin",
    title: "a deleted dataflow, by a hard delete of the same id",
    source: "assumption",
    expected: ({ dataflowsInRecycleBin }) => (dataflowsInRecycleBin ? "was kept" : "is gone"),
    observe: async (tenant) => {
      const id = await tenant.dataflow({});
      await tenant.delete(id);
      const hard = await tenant.call("DELETE", `${tenant.root}/items/${id}?hardDelete=true`);
      if (hard.status === 200) return "was kept";
      if (codeOf(hard) === "ItemNotFound") return "is gone";
      throw new Error(`a hard delete returns ${hard.status} ${codeOf(hard)}; it needs the role Admin`);
    },
  },
];
