import { JsonObject } from "./http";
import { Item } from "./world";

const ONELAKE = "https://onelake.dfs.fabric.microsoft.com";

/** The properties of a lakehouse that only the typed path returns. */
export function lakehouseProperties(item: Item): JsonObject {
  const root = `${ONELAKE}/${item.workspaceId}/${item.id}`;
  return {
    oneLakeTablesPath: `${root}/Tables`,
    oneLakeFilesPath: `${root}/Files`,
    sqlEndpointProperties: {
      connectionString: `${item.id.replace(/-/g, "")}.datawarehouse.fabric.microsoft.com`,
      id: item.logicalId,
      provisioningStatus: "Success",
    },
    ...(item.hasSchemas && { defaultSchema: "dbo" }),
  };
}
