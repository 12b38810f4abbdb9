import { expect } from "chai";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getWorkspace } from "pulumi-fabric-dataflow";
import { onPath } from "../tools/pipelines";
import { Project } from "./harness/project";
import { withProjectStack } from "./harness/projectStack";
import { engineTestMs, type Outcome } from "./harness/stack";
import { withFabric } from "./support";

const ADVICE = "This program runs inline, in the process that calls the Automation API";
const SETTINGS = ["FABRIC_TOKEN", "FABRIC_ENDPOINT"];

const textOf = ({ stdout, stderr }: Outcome): string => stdout + stderr;

/** Writes an Azure CLI with which nobody is signed in, and returns its folder. */
function nobodySignedIn(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const name of ["az", "azd"])
    writeFileSync(join(folder, name), "#!/bin/sh\necho 'ERROR: Please run az login' >&2\nexit 1\n", { mode: 0o755 });
  return folder;
}

/** Runs `use` with other environment variables in this process. */
async function withEnv(env: Record<string, string | undefined>, use: () => Promise<void>): Promise<void> {
  const set = (values: typeof env): void => {
    for (const [name, value] of Object.entries(values))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  set(env);
  try {
    await use();
  } finally {
    set(before);
  }
}

describe("a look-up that finds no identity, on the real engine", function () {
  this.timeout(engineTestMs);

  it("in an inline program says that envVars do not reach it, and both ways that it names work", async () => {
    const program = async () => void (await getWorkspace({ displayName: "Emulated workspace" }));
    await withFabric({ program }, async ({ emulator, stack, newRequests }) => {
      const nobody = {
        ...Object.fromEntries(SETTINGS.map((name) => [name, undefined])),
        PATH: onPath(nobodySignedIn(join(stack.directory, "bin"))),
        XDG_CONFIG_HOME: stack.directory,
      };
      await withEnv(nobody, async () => {
        const refused = await stack.tryPreview();
        expect(refused.succeeded).to.equal(false);
        expect(textOf(refused))
          .to.contain(ADVICE)
          .and.contain("the envVars of its workspace do not reach that process");
        expect(newRequests()).to.deep.equal({});
        const { token, endpoint } = emulator;
        await withEnv({ FABRIC_TOKEN: token, FABRIC_ENDPOINT: endpoint }, async () => void (await stack.preview()));
        expect(newRequests()).to.deep.equal({ listWorkspaces: 1 });
        // As the message writes it.
        expect(textOf(refused)).to.match(
          /process\.env .* stack\.setConfig\("fabric-dataflow:\w+", \{ value, secret: true \}\)/,
        );
        await stack.automation.setConfig("fabric-dataflow:token", { value: token, secret: true });
        await stack.automation.setConfig("fabric-dataflow:endpoint", { value: endpoint });
        await stack.preview();
        expect(newRequests()).to.deep.equal({ listWorkspaces: 1 });
        // Another error is no error of the identity.
        await stack.automation.setConfig("fabric-dataflow:token", { value: "another", secret: true });
        const other = await stack.tryPreview();
        expect(other.succeeded).to.equal(false);
        expect(textOf(other)).not.to.contain(ADVICE);
      });
    });
  });

  it("in a program of its own process does not speak of the Automation API", async () => {
    const project = new Project("own");
    try {
      project.edit("Pulumi.yaml", "name: own\nruntime:\n  name: nodejs\n  options: { typescript: false }\n");
      project.edit("package.json", '{ "main": "index.js" }');
      project.edit("index.js", 'exports.found = require("pulumi-fabric-dataflow").getWorkspaceOutput({ id: "x" });\n');
      const path = [nobodySignedIn(join(project.directory, "bin"))];
      const env = { XDG_CONFIG_HOME: project.directory };
      await withProjectStack({ directory: project.directory, path, env }, async (stack) => {
        const refused = await stack.tryPreview();
        expect(refused.succeeded).to.equal(false);
        expect(textOf(refused)).to.contain("Could not sign in").and.not.to.contain(ADVICE);
      });
    } finally {
      project.remove();
    }
  });
});
