import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { CliService } from "../cli/service";
import { folder } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { closeExports, dataflows, filesIn, programIn, startExports } from "./exports";
import { engineTestMs, withStack } from "./harness/stack";

const inFiles = (queries: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(folder("x", queries)).map(([path, text]) => [path.replace("x/", ""), text]));

const linesOf = (text: string): string[] => text.split("\n").map((line) => line.trim());

/** All values of a configuration, with their paths of `pulumi config set --path`. */
const pathsIn = (value: unknown, path = ""): string[] => {
  if (typeof value !== "object" || value === null) return [path];
  if (Array.isArray(value)) return [];
  const step = (key: string) =>
    path === "" ? key : /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
  return Object.entries(value).flatMap(([key, one]) => pathsIn(one, step(key)));
};

describe("an export for several environments, on the real engine", function () {
  this.timeout(engineTestMs);
  let emulator: Emulator;
  let service: CliService;
  let out: string;
  before(async () => {
    ({ emulator, service, out } = await startExports());
    for (const [name, files] of dataflows()) await service.add(name, files);
  });
  after(() => closeExports({ emulator, service, out }));

  it("works for a second environment: its missing values are listed, and it gets no value of the first one", async () => {
    const { workspaceId, lakehouseId } = emulator;
    const navigation = `Lakehouse.Contents([]){[workspaceId = "${workspaceId}"]}[Data]`;
    const source = await service.add(
      "Loads",
      inFiles({ Orders: `${navigation}{[lakehouseId = "${lakehouseId}"]}[Data]` }),
      {},
    );
    const dataflows = `PowerPlatform.Dataflows([]){[Id = "Workspaces"]}[Data]{[workspaceId = "${workspaceId}"]}[Data]`;
    await service.add("A reader", inFiles({ Orders: `${dataflows}{[dataflowId = "${source}"]}[Data]` }), {});
    const target = join(out, "whole");
    const { code, err } = await service.run(["export", "--all", "--project", "test", "--out", target]);
    expect({ code, err }).to.deep.equal({ code: 0, err: "" });
    const { "Pulumi.dev.yaml": devYaml = "", ...files } = filesIn(target);
    const dev = (parse(devYaml) as { config: Record<string, unknown> }).config;

    const prod = emulator.addWorkspace({ displayName: "Prod" });
    let folder = "";
    const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint };
    await withStack({ program: programIn(() => folder), env, files }, async (stack) => {
      folder = stack.directory;
      const paths = pathsIn(dev).filter((path) => !/^test:dataflows\.[^.]*\.id$/.test(path));
      const empty = await stack.tryPreview();
      expect(empty.succeeded).to.equal(false);
      const said = empty.stdout + empty.stderr;
      expect(said).to.contain(
        `The stack dev lacks ${paths.length} of its values, and does not use those of another stack.`,
      );
      for (const path of paths) expect(linesOf(said)).to.include(path);

      // The environment's own values, set like a user would.
      const ids = new Map<string, string>([[workspaceId, prod.id]]);
      const other = (text: string) =>
        text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
          if (!ids.has(id)) ids.set(id, randomUUID());
          return ids.get(id)!;
        });
      const { "test:dataflows": flows, ...shared } = dev;
      const withoutIds = Object.fromEntries(
        Object.entries(flows as Record<string, object>).map(([name, settings]) => [
          name,
          { ...settings, id: undefined },
        ]),
      );
      for (const [key, value] of Object.entries({ ...shared, "test:dataflows": withoutIds }).slice(1))
        await stack.automation.setConfig(key, { value: other(JSON.stringify(value)) });
      const almost = await stack.tryPreview();
      expect(almost.stdout + almost.stderr)
        .to.contain("lacks 1 of its values")
        .and.contain("  test:workspaceId\n");
      await stack.automation.setConfig("test:workspaceId", { value: prod.id });
      emulator.clearRequests();
      const up = await stack.up();
      expect(up.changes.create).to.equal(Object.keys(withoutIds).length + 1);
      const warnings = up.diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);
      expect(
        warnings.filter(
          (message) => !/columns without a type|first refresh|only the connection's path is changed/.test(message),
        ),
      ).to.deep.equal([]);
      const made = emulator.items().filter((item) => item.workspaceId === prod.id && item.type === "Dataflow");
      expect(made).to.have.length(Object.keys(withoutIds).length);
      for (const { id } of made)
        for (const [path, text] of Object.entries(emulator.item(id).edited ?? {}))
          for (const devId of [...ids.keys(), source]) expect(text, `${path} of ${id}`).not.to.contain(devId);
      const [loads, reader] = ["Loads", "A reader"].map((name) =>
        made.find(({ displayName }) => displayName === name)!,
      );
      expect(emulator.item(reader!.id).edited?.["mashup.pq"], "it reads the other dataflow of the export").to.contain(
        loads!.id,
      );
      expect((await stack.up()).changes).not.to.have.any.keys("create", "update", "replace");

      // A parameter that becomes a secret needs no plain value, and stays a secret.
      const [name, parameter] = [
        ...paths.join("\n").matchAll(/^test:dataflows\.([^.]+)\.parameters\.(\S+)$/gm),
      ][0]!.slice(1) as [string, string];
      const flowsWithout = withoutIds as Record<string, { parameters?: Record<string, unknown> }>;
      delete flowsWithout[name]!.parameters![parameter];
      await stack.automation.setConfig("test:dataflows", { value: other(JSON.stringify(flowsWithout)) });
      const secrets = JSON.stringify({ [name]: { [parameter]: "hidden-value" } });
      await stack.automation.setConfig("test:secrets", { value: secrets, secret: true });
      expect((await stack.up()).changes).to.include({ update: 1 });
      expect(stack.stateText()).not.to.contain("hidden-value");
      const written = made.map(({ id }) => emulator.item(id).edited?.["mashup.pq"] ?? "").join();
      expect(written).to.contain("hidden-value");
    });
  });

  it("has one changed line after pulumi config set of one value", async () => {
    const target = join(out, "whole");
    const files = filesIn(target);
    await withStack({ program: async () => {}, files }, async (stack) => {
      const file = join(stack.directory, "Pulumi.dev.yaml");
      const before = readFileSync(file, "utf8");
      const { workspace } = stack.automation;
      await workspace.setConfig("dev", "test:items.lakehouse.id", { value: "another" }, true);
      const after = readFileSync(file, "utf8").split("\n");
      const changed = after.filter((line) => !before.split("\n").includes(line));
      expect(changed.map((line) => line.trim())).to.deep.equal(['id: "another"']);
    });
  });
});
