import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FabricDataflowClient, type FabricClient } from "../../sdk/client";
import { root } from "../tools/layout.mjs";
import { recordOf } from "../tools/surface/surface";
import { type ClientMethod } from "./clientMethods";

type Named = Exclude<keyof FabricDataflowClient, keyof FabricClient>;

/** The reference's name of each method, or the reason why it has none. */
const names: Record<ClientMethod, Named | { none: string }> = {
  "workspaces.list": "listWorkspaces",
  "workspaces.get": "getWorkspace",
  "workspaces.roleAssignments": "listWorkspaceRoleAssignments",
  "items.list": "listItems",
  "items.get": "getItem",
  "items.getDefinition": "getItemDefinition",
  "items.bulkExportDefinitions": "bulkExportItemDefinitions",
  "items.downstreamRelations": "getDownstreamRelations",
  "items.listConnections": "listItemConnections",
  "items.create": "createItem",
  "items.update": "updateItem",
  "items.delete": "deleteItem",
  "items.updateDefinition": "updateItemDefinition",
  "items.move": "moveItem",
  "items.applyTags": "applyTags",
  "items.unapplyTags": "unapplyTags",
  "dataflows.list": "listDataflows",
  "dataflows.get": "getDataflow",
  "dataflows.getDefinition": "getDataflowDefinition",
  "dataflows.create": "createDataflow",
  "dataflows.update": "updateDataflow",
  "dataflows.delete": "deleteDataflow",
  "dataflows.updateDefinition": "updateDataflowDefinition",
  "dataflows.discoverParameters": "discoverDataflowParameters",
  "dataflows.executeQuery": "executeQuery",
  "jobs.start": "runOnDemandItemJob",
  "jobs.list": "listItemJobInstances",
  "jobs.get": "getItemJobInstance",
  "jobs.cancel": "cancelItemJobInstance",
  "jobs.wait": "waitForItemJobInstance",
  "jobs.findStartedWithin": { none: "it is no operation of the reference" },
  "schedules.list": "listItemSchedules",
  "schedules.get": "getItemSchedule",
  "schedules.create": "createItemSchedule",
  "schedules.update": "updateItemSchedule",
  "schedules.delete": "deleteItemSchedule",
  "operations.get": "getOperationState",
  "operations.getResult": "getOperationResult",
  "operations.wait": "waitForOperation",
  "folders.list": "listFolders",
  "folders.get": "getFolder",
  "connections.list": "listConnections",
  "connections.get": "getConnection",
  "connections.test": "testConnection",
  "tags.list": "listTags",
  "gatewayClusters.list": { none: "the reference does not have that service" },
};

/** The same methods by other names: one for each type of run. */
const shortForms: Named[] = ["runOnDemandExecute", "runOnDemandApplyChanges"];

const named = Object.entries(names).filter((entry): entry is [string, Named] => typeof entry[1] === "string");
const all = [...named.map(([, name]) => name), ...shortForms];
const newClient = () => new FabricDataflowClient({ token: "t" });

describe("every method of the client", () => {
  const restore: (() => void)[] = [];
  before(() => {
    // From now on, a method only returns its name.
    const groups = newClient() as unknown as Record<string, object>;
    for (const method of Object.keys(names)) {
      const [group, name] = method.split(".") as [string, string];
      const prototype = Object.getPrototypeOf(groups[group]) as Record<string, unknown>;
      const own = Object.getOwnPropertyDescriptor(prototype, name);
      Object.defineProperty(prototype, name, { configurable: true, writable: true, value: () => method });
      restore.push(() => (own ? Object.defineProperty(prototype, name, own) : delete prototype[name]));
    }
  });
  after(() => restore.forEach((undo) => undo()));

  for (const [method, name] of named)
    it(`${method} is also ${name}, the reference's name`, () => {
      const calls = newClient()[name] as () => unknown;
      expect(calls()).to.equal(method);
    });

  it("has no other name", () => {
    const client = newClient();
    const own = [...Object.keys(client), ...Object.getOwnPropertyNames(FabricDataflowClient.prototype)];
    const methods = own.filter((name) => typeof client[name as Named] === "function" && name !== "constructor");
    expect(methods).to.have.members(all);
  });

  it("is in a group whose type the package exports", () => {
    const exported = readFileSync(recordOf("client"), "utf8");
    const groups = new Set(Object.keys(names).map((method) => method.split(".")[0]!));
    const client = newClient() as unknown as Record<string, object>;
    const types = [...groups].map((group) => client[group]!.constructor.name);
    expect(
      types.filter((type) => !exported.includes(`class ${type}\n`) && !exported.includes(`class ${type} `)),
      "export it in sdk/client.ts, and record it: npm run surface",
    ).to.deep.equal([]);
  });

  it("is in the guide", () => {
    const guide = readFileSync(join(root, "docs/client.md"), "utf8");
    const inGuide = new Set([...guide.matchAll(/`(\w+)/g)].map(([, name]) => name));
    expect(
      all.filter((name) => !inGuide.has(name)),
      "name it in docs/client.md",
    ).to.deep.equal([]);
  });
});
