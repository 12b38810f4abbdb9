import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { delimiter, join } from "node:path";
import {
  Dataflow,
  DataflowDeployment,
  DataflowRefresh,
  DataflowSchedule,
  FabricProvider,
} from "pulumi-fabric-dataflow";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { root } from "../tools/layout.mjs";
import { languageHost } from "./harness/projectStack";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const CLASSES = ["Dataflow", "DataflowDeployment", "DataflowRefresh", "DataflowSchedule", "FabricProvider"];

/** A pack with two policies for each class: of one resource, and of the stack. */
const pack = `
const { PolicyPack, validateResourceOfType, validateStackResourcesOfType } = require("@pulumi/policy");
const classes = require("pulumi-fabric-dataflow");
const enforcementLevel = "advisory";
new PolicyPack("by-class", {
  policies: ${JSON.stringify(CLASSES)}.flatMap((name) => [
    {
      name: "one-" + name, description: name, enforcementLevel,
      validateResource: validateResourceOfType(classes[name], (_, { urn, props }, report) =>
        report("<" + name + " " + urn.split("::").at(-1) + " " + (props["fabric-dataflow:explicit"] ?? "") + ">")),
    },
    {
      name: "all-" + name, description: name, enforcementLevel,
      validateStack: validateStackResourcesOfType(classes[name], (_, { resources }, report) =>
        report("<all " + name + " " + resources.map((one) => one.name).sort().join(",") + ">")),
    },
  ]),
});
`;

describe("policies by class, on the real engine", function () {
  this.timeout(engineTestMs);

  it("fire for every class of the package, and for no other", async () => {
    const program = ({ workspaceId, endpoint, token }: Emulator) => {
      const provider = new FabricProvider("other", { endpoint, token });
      const { id: dataflowId } = new Dataflow("sales", { workspaceId }, { provider });
      new DataflowRefresh("load", { workspaceId, dataflowId, triggers: [] });
      const bounds = { startDateTime: "2040-01-01T00:00:00Z", endDateTime: "2041-01-01T00:00:00Z" };
      const schedule = { type: "Cron" as const, interval: 60, ...bounds, localTimeZoneId: "UTC" };
      new DataflowSchedule("hourly", { workspaceId, dataflowId, schedule });
      const definition = new pulumi.asset.FileArchive("./Sales.Dataflow");
      new DataflowDeployment("whole", { workspaceId, definition, refresh: false });
    };
    const files = {
      ...folder("Sales.Dataflow", { Orders: table("one") }),
      "pack/PulumiPolicy.yaml": "runtime: nodejs\n",
      "pack/package.json": '{ "name": "by-class", "version": "1.0.0", "main": "index.js" }',
      "pack/index.js": pack,
    };
    const env: Record<string, string> = languageHost().own
      ? {}
      : { PATH: [join(root, "tests", "engine", "policyHost"), process.env.PATH].join(delimiter) };
    await withFabric({ program, files, env }, async ({ stack }) => {
      const { stdout, changes } = await stack.up({ policyPacks: [join(stack.directory, "pack")] });
      expect(changes).to.deep.equal({ create: 7 });
      const fired = new Set([...stdout.matchAll(/<[^>]+>/g)].map(([text]) => text));
      expect([...fired]).to.have.members([
        "<Dataflow sales >",
        "<Dataflow whole >",
        "<DataflowRefresh load >",
        "<DataflowSchedule hourly >",
        "<DataflowDeployment whole >",
        "<FabricProvider other true>",
        // The default provider of this package's resources has the same type.
        "<FabricProvider default >",
        "<all Dataflow sales,whole>",
        "<all DataflowRefresh load>",
        "<all DataflowSchedule hourly>",
        "<all DataflowDeployment whole>",
        "<all FabricProvider default,other>",
      ]);
    });
  });
});
