import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { commandLine, type Peer, type PeerWorld } from "./peer";

const parts = ["mashup.pq", "queryMetadata.json"];

const configuration = ({ endpoint, workspaceId, count }: PeerWorld): string => `
terraform {
  required_providers {
    fabric = {
      source = "microsoft/fabric"
    }
  }
}
provider "fabric" {
  preview  = true
  use_cli  = true
  endpoint = ${JSON.stringify(new URL(endpoint).origin)}
}
resource "fabric_dataflow" "flow" {
  count        = ${count}
  workspace_id = ${JSON.stringify(workspaceId)}
  display_name = "flow-\${count.index}"
  format       = "Default"
  definition = {
${parts.map((part) => `    "${part}" = { source = "\${path.module}/flow-\${count.index}.Dataflow/${part}", processing_mode = "None" }`).join("\n")}
  }
}
`;

/** A built provider instead of one that `init` would install. */
const settings = (provider: string): string => `
provider_installation {
  dev_overrides {
    "microsoft/fabric" = ${JSON.stringify(dirname(provider))}
  }
  direct {}
}
`;

/** `cli`: Terraform or OpenTofu; `provider`: the executable terraform-provider-fabric. */
export const terraform = (cli: string, provider: string): Peer =>
  commandLine("Terraform provider", (world, folder, run) => {
    const write = (file: string, text: string, mode?: number): string => {
      writeFileSync(join(folder, file), text, { mode });
      return join(folder, file);
    };
    write("main.tf", configuration(world));
    // The provider accepts no token. It gets one from the Azure CLI, which this script replaces.
    const token = { accessToken: world.token, expires_on: 2 ** 31, expiresOn: "2038-01-19 03:14:07.000000" };
    write("az", `#!/bin/sh\necho '${JSON.stringify(token)}'\n`, 0o755);
    const env = {
      TF_CLI_CONFIG_FILE: write("settings.tfrc", settings(provider)),
      CHECKPOINT_DISABLE: "1",
      SSL_CERT_FILE: world.certificate,
    };
    const command = (name: string) => () =>
      run(cli, [name, "-auto-approve", "-no-color", `-parallelism=${world.parallel}`], env);
    return { deploy: command("apply"), putRight: command("apply"), remove: command("destroy") };
  });
