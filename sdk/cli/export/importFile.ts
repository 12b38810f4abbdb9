import { visibleJson } from "../../common/harmless";
import type { Workspace } from "../../fabric/types";
import { computedOfStored } from "../../lifecycle/dataflow/computedOfStored";
import { bindsConnections, toRequest } from "../../lifecycle/dataflow/definition";
import { newOwnerToken } from "../../lifecycle/ownership";
import { STATE_VERSION } from "../../lifecycle/state";
import { providerText, typeToken } from "../../model/providerText";
import type { Exported } from "./collect";

/** The file's name in the export. */
export const IMPORT_FILE = "import.json";

/** Without `--generate-code=false`, Pulumi asks for a schema that dynamic resources do not have. */
export const IMPORT_COMMAND = `pulumi import --file ${IMPORT_FILE} --generate-code=false`;

/**
 * Returns a file for `pulumi import --file`, from release 3.254 on. With `outputs` in it, Pulumi reads nothing, which
 * dynamic resources could not do. The outputs say what the service stores, as after the resource option `import`. So the
 * next `pulumi up` writes and publishes nothing, and an edit made after the export is drift.
 * https://www.pulumi.com/docs/iac/cli/commands/pulumi_import/
 */
export async function importFile(exported: readonly Exported[], workspace: Workspace): Promise<string> {
  const resources = await Promise.all(exported.map((one) => resource(one, workspace)));
  return `${visibleJson({ resources }, 2)}\n`;
}

async function resource({ name, item, parts }: Exported, workspace: Workspace): Promise<object> {
  const inputs = {
    __provider: providerText("dataflow"),
    workspaceId: workspace.id,
    displayName: item.displayName,
    ...(item.description && { description: item.description }),
    ...(item.folderId && { folderId: item.folderId }),
    ...(item.tags && item.tags.length > 0 && { tags: item.tags.map(({ id }) => id) }),
    // The files hold every value in clear. The first `up` computes these keys again, without values that are secret.
    ...(await computedOfStored(toRequest(parts), {})),
  };
  const outputs = {
    ...inputs,
    ownerToken: newOwnerToken(item.id),
    stateVersion: STATE_VERSION,
    ...(bindsConnections(parts) && { bindingsUntried: true }),
  };
  return { type: typeToken("Dataflow"), name, id: item.id, inputs, outputs };
}
