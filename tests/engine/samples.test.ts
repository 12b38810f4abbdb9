import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Dataflow } from "./classes";
import { root } from "../tools/layout.mjs";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

/** The older form with one part, with the values of the API's public sample: nulls, empty lists, CRLF inside JSON. */
const legacy = JSON.stringify({
  editingSessionMashup: {
    mashupName: "",
    mashupDocument:
      'section Section1;\r\nshared Query = let\n Source = Table.FromRows({{1, "Ann"}, {2, "Lee"}}, {"Id", "Name"})\nin\n Source;\r\n',
    queryGroups: [],
    documentLocale: "en-US",
    gatewayObjectId: null,
    queriesMetadata: null,
    connectionOverrides: [],
    trustedConnections: null,
    fastCombine: false,
    allowNativeQueries: true,
    hostProperties: { DataflowRefreshOutputFileFormat: "Parquet" },
    stagingDefinition: null,
  },
});

const gitFolders = (folder: string): { name: string; path: string }[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory() && entry.name.endsWith(".Dataflow"))
    .map((entry) => ({ name: entry.name, path: join(entry.parentPath, entry.name) }));

/** Creates each definition, reads it, and expects the declared one. */
async function roundTrip(folders: { name: string; path: string }[], withLegacy: boolean): Promise<void> {
  const program = ({ workspaceId }: { workspaceId: string }) => {
    folders.forEach(({ name }, i) => {
      new Dataflow(`d${i}`, { workspaceId, definition: new pulumi.asset.FileArchive(name) });
    });
    if (withLegacy)
      new Dataflow("legacy", {
        workspaceId,
        definition: { "dataflow-content.json": new pulumi.asset.StringAsset(legacy) },
      });
  };
  const emulate = { switches: { longRunning: { create: true, getDefinition: true } } };
  await withFabric({ program, emulate }, async ({ stack, newRequests }) => {
    for (const { name, path } of folders) cpSync(path, join(stack.directory, name), { recursive: true });
    const total = folders.length + (withLegacy ? 1 : 0) + 1;
    const created = await stack.up();
    // An export may have columns without a type, which some destinations may refuse. Only this is a warning.
    const warnings = created.diagnostics.filter(({ severity }) => severity === "warning");
    expect(warnings.filter(({ message }) => !message.includes("columns without a type"))).to.deep.equal([]);
    expect((await stack.refresh()).changes, "there is no drift").to.deep.equal({ same: total });
    newRequests();
    expect((await stack.up()).changes).to.deep.equal({ same: total });
    expect(newRequests()).to.deep.equal({});
  });
}

describe("exported definitions, on the real engine", function () {
  this.timeout(engineTestMs);

  it("round-trips the project's own, and the older single part", () =>
    roundTrip(gitFolders(join(root, "examples")), true));

  it("round-trips every definition of DATAFLOW_SAMPLES", async function () {
    const folder = process.env.DATAFLOW_SAMPLES;
    if (!folder) {
      console.log("      DATAFLOW_SAMPLES is not set: it names a folder of exported definitions");
      this.skip();
    }
    const folders = gitFolders(folder);
    expect(folders).not.to.be.empty;
    await roundTrip(folders, false);
  });
});
