import { expect } from "chai";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "../emulator/index";
import { addConnections, copyExample } from "../tools/exampleProject";
import { root } from "../tools/layout.mjs";
import { Project } from "./harness/project";
import { languageHost, withProjectStack } from "./harness/projectStack";
import { engineTestMs } from "./harness/stack";

describe("the Pulumi.yaml at the repository's root", function () {
  this.timeout(engineTestMs);

  const host = languageHost().own ? "Pulumi's own language host" : "the stand-in for the language host";
  it(`is deployed by a plain pulumi up, and a second one sends no request (${host})`, async () => {
    const emulator = await startEmulator();
    let failed = true;
    // A copy of the root, because the stack's configuration is written beside the Pulumi.yaml.
    const copy = new Project("root");
    try {
      cpSync(join(root, "Pulumi.yaml"), join(copy.directory, "Pulumi.yaml"));
      const example = join(copy.directory, "examples", "quickstart");
      mkdirSync(example, { recursive: true });
      copyExample("quickstart", example);
      addConnections(emulator, join(example, "Sales.Dataflow"));
      const config = {
        "fabric-dataflow:endpoint": emulator.endpoint,
        "fabric-dataflow:token": { value: emulator.token, secret: true },
        "quickstart:workspaceId": emulator.workspaceId,
      };
      await withProjectStack({ directory: copy.directory, config }, async (stack) => {
        expect((await stack.up()).changes).to.deep.equal({ create: 5 });
        emulator.clearRequests();
        expect((await stack.up()).changes).to.deep.equal({ same: 5 });
        expect(emulator.counts()).to.deep.equal({});
        expect((await stack.destroy()).changes).to.deep.equal({ delete: 5 });
      });
      failed = false;
    } finally {
      copy.remove();
      await emulator.close({ allowViolations: failed });
    }
  });
});
