import { visibleJson } from "../../common/harmless";
import type { Workspace } from "../../fabric/types";
import { STATE_VERSION } from "../../lifecycle/state";
import { providerText, typeToken } from "../../model/providerText";
import type { Exported } from "./collect";

/**
 * Returns a file for `pulumi import --file`, from release 3.254 on. With `outputs` in it, Pulumi reads nothing, which
 * dynamic resources could not do. The next `pulumi up` compares the definition, and writes nothing if it is as
 * declared.
 * https://www.pulumi.com/docs/iac/cli/commands/pulumi_import/
 */
export function importFile(exported: readonly Exported[], workspace: Workspace): string {
  const resources = exported.map(({ name, item }) => {
    const inputs = {
      __provider: providerText("dataflow"),
      workspaceId: workspace.id,
      displayName: item.displayName,
      ...(item.description && { description: item.description }),
      ...(item.folderId && { folderId: item.folderId }),
      ...(item.tags && item.tags.length > 0 && { tags: item.tags.map(({ id }) => id) }),
    };
    const outputs = { ...inputs, stateVersion: STATE_VERSION };
    return { type: typeToken("Dataflow"), name, id: item.id, inputs, outputs };
  });
  return `${visibleJson({ resources }, 2)}\n`;
}
