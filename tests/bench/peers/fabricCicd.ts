import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine, type Peer } from "./peer";

/** Calls its functions as its guide shows. The addresses are replaced, because it accepts only the service's own. */
const SCRIPT = `
import os, sys, time
from azure.core.credentials import AccessToken
from fabric_cicd import FabricWorkspace, constants, publish_all_items, unpublish_all_orphan_items

constants.DEFAULT_API_ROOT_URL = constants.FABRIC_API_ROOT_URL = os.environ["ROOT"]

class Credential:
    def get_token(self, *scopes, **options):
        return AccessToken(os.environ["TOKEN"], int(time.time()) + 3600)

workspace = FabricWorkspace(
    workspace_id=os.environ["WORKSPACE"],
    repository_directory=sys.argv[2],
    item_type_in_scope=["Dataflow"],
    token_credential=Credential(),
)
(publish_all_items if sys.argv[1] == "publish" else unpublish_all_orphan_items)(workspace)
`;

/** `python`: an interpreter that has the package. The tool has no state, and deletes items that a folder does not have. */
export const fabricCicd = (python: string): Peer =>
  commandLine("fabric-cicd", ({ endpoint, token, workspaceId, certificate, count }, folder, run) => {
    writeFileSync(join(folder, "deploy.py"), SCRIPT);
    mkdirSync(join(folder, "empty"));
    for (let index = 0; index < count; index++) {
      const metadata = { type: "Dataflow", displayName: `flow-${index}` };
      const text = JSON.stringify({ metadata, config: { version: "2.0", logicalId: randomUUID() } });
      writeFileSync(join(folder, `flow-${index}.Dataflow`, ".platform"), text);
    }
    const root = new URL(endpoint).origin;
    const env = { ROOT: root, TOKEN: token, WORKSPACE: workspaceId, REQUESTS_CA_BUNDLE: certificate };
    const script =
      (...args: string[]) =>
      () =>
        run(python, ["deploy.py", ...args], env);
    return { deploy: script("publish", "."), putRight: script("publish", "."), remove: script("unpublish", "empty") };
  });
