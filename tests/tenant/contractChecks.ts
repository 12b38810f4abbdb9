import { columnsDocument, tableDocument, type TestDocument } from "../../sdk/dataTests/document";
import { givenColumns } from "../../sdk/dataTests/columns";
import { FabricClient } from "../../sdk/fabric/client";
import { Check } from "./check";
import { MASHUP, Tenant } from "./tenant";

/** The result of a lakehouse's hidden destination query while its table does not exist. */
const MISSING = `${MASHUP}shared Target = #table({"Id", "ItemKind", "Data"}, {}){[Id = "Orders", ItemKind = "Table"]}?[Data]?;\n`;

async function columnsOf(tenant: Tenant, document: TestDocument): Promise<string> {
  const { endpoint, token, workspaceId } = tenant.options;
  const getToken = () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
  const client = new FabricClient({ credential: { description: "the tenant's checks", getToken }, endpoint });
  const id = await tenant.dataflow();
  const columns = await givenColumns((body) => client.dataflows.executeQuery(workspaceId, id, body), document);
  return columns.map(({ name }) => name).join(", ") || "none";
}

export const contractChecks: Check[] = [
  {
    id: "columns-without-rows",
    title: "the columns of a query whose rows are not requested",
    source: "assumption",
    expected: "n",
    observe: (tenant) => columnsOf(tenant, columnsDocument(MASHUP, "Numbers")),
  },
  {
    id: "columns-of-a-missing-table",
    title: "the columns of a table that does not exist, by a null-safe navigation",
    source: "assumption",
    expected: "none",
    observe: (tenant) => columnsOf(tenant, tableDocument(MISSING, "Target", undefined)),
  },
];
