import * as pulumi from "@pulumi/pulumi";
import { Dataflow } from "pulumi-fabric-dataflow";
import { inStack } from "../stacks";
import type { Peer } from "./peer";

export const ours: Peer = {
  name: "pulumi-fabric-dataflow",
  within: ({ endpoint, token, certificate, workspaceId, count, parallel, files }, use) => {
    const program = (): void => {
      for (let index = 0; index < count; index++) {
        const definition = new pulumi.asset.FileArchive(`./flow-${index}.Dataflow`);
        new Dataflow(`flow-${index}`, { workspaceId, definition });
      }
    };
    const config = { FABRIC_ENDPOINT: endpoint, FABRIC_TOKEN: token, NODE_EXTRA_CA_CERTS: certificate };
    return inStack({ parallel, files, config }, program, ({ stack }) =>
      use({
        edit: (edited) => {
          for (const [file, text] of Object.entries(edited)) stack.edit(file, text);
        },
        deploy: () => stack.up({ parallel }),
        putRight: () => stack.up({ parallel, refresh: true }),
        remove: () => stack.destroy({ parallel }),
      }),
    );
  },
};
