import { expect } from "chai";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { type Emulator } from "../emulator/index";
import { Project } from "../engine/harness/project";
import { withProjectStack } from "../engine/harness/projectStack";
import { addConnections, copyExample } from "../tools/exampleProject";
import { root } from "../tools/layout.mjs";
import { withEmulator } from "./lives";

interface Example {
  config: (emulator: Emulator) => Record<string, string>;
  before?: (emulator: Emulator, directory: string) => void;
  creates: number;
}

const id = (last: string) => `aaaaaaaa-0000-4000-8000-00000000000${last}`;

// The quickstart is deployed by tests/engine/project.test.ts, the platform by tests/examples, the pipelines of ci-cd by pipelines.test.ts.
const examples: Record<string, Example> = {
  adopt: { config: ({ workspaceId }) => ({ "adopt:workspaceId": workspaceId }), creates: 2 },
  environments: {
    config: ({ workspaceId }) => ({
      "environments:workspaceId": workspaceId,
      "environments:lakehouseId": id("b"),
      "environments:sqlConnectionId": id("c"),
      "environments:lakehouseConnectionId": id("d"),
      "environments:server": "test-sql.example.org",
      "environments:maxRows": "100",
    }),
    before: (emulator) => {
      // The cluster of the file's entries.
      const clusterId = "c0000000-0000-4000-8000-000000000001";
      emulator.addConnection({ id: id("c"), clusterId, type: "Sql", path: "test-sql.example.org;Sales" });
      emulator.addConnection({ id: id("d"), clusterId, type: "Lakehouse", path: "Lakehouse" });
    },
    creates: 3,
  },
  monitoring: {
    config: ({ workspaceId }) => ({ "monitoring:workspaceId": workspaceId }),
    before: (emulator, directory) => addConnections(emulator, join(directory, "Orders.Dataflow")),
    creates: 5,
  },
  tested: {
    config: ({ workspaceId }) => ({ "tested:workspaceId": workspaceId }),
    creates: 3,
  },
};

describe("an example, by pulumi up in its folder,", function () {
  this.timeout(180_000);

  for (const [name, { config, before, creates }] of Object.entries(examples))
    it(`is created, unchanged and destroyed: ${name}`, () =>
      withEmulator(async (emulator) => {
        const project = new Project(name);
        const { directory } = project;
        try {
          copyExample(name, directory);
          cpSync(join(root, "examples", name, "Pulumi.yaml"), join(directory, "Pulumi.yaml"));
          before?.(emulator, directory);
          const fabric = {
            "fabric-dataflow:endpoint": emulator.endpoint,
            "fabric-dataflow:token": { value: emulator.token, secret: true },
          };
          await withProjectStack({ directory, config: { ...fabric, ...config(emulator) } }, async (stack) => {
            const up = await stack.up();
            expect(up.changes).to.deep.equal({ create: creates });
            expect((await stack.up()).changes).to.deep.equal({ same: creates });
            expect((await stack.destroy()).changes).to.deep.equal({ delete: creates });
          });
        } finally {
          project.remove();
        }
      }));
});
