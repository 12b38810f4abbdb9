import { expect } from "chai";
import { Limiter, type RateLimitGroup } from "../../sdk/fabric/limiter";
import type { FabricClient } from "../../sdk/fabric/client";
import { startEmulator, type Emulator } from "../emulator/index";
import { matchRoute } from "../emulator/router";
import { given, type OwnMethod } from "./clientMethods";
import { byMethod, fixture, sharedOf, worldOptions, type Shared } from "./faultSubjects";
import { clientFor } from "./support";

/** The service's rate-limit group that counts the calls of each method. */
const groups: Record<OwnMethod, RateLimitGroup> = {
  "workspaces.list": "platform",
  "workspaces.get": "platform",
  "workspaces.roleAssignments": "platform",
  "items.list": "platform",
  "items.get": "platform",
  "items.getDefinition": "platform",
  "items.bulkExportDefinitions": "platform",
  "items.downstreamRelations": "platform",
  "items.listConnections": "platform",
  "items.create": "platform",
  "items.update": "platform",
  "items.delete": "platform",
  "items.updateDefinition": "platform",
  "items.move": "platform",
  "items.applyTags": "platform",
  "items.unapplyTags": "platform",
  "dataflows.discoverParameters": "platform",
  "dataflows.executeQuery": "platform",
  "jobs.start": "jobs",
  "jobs.list": "jobs",
  "jobs.get": "jobs",
  "jobs.cancel": "jobs",
  "jobs.wait": "jobs",
  "jobs.findStartedWithin": "jobs",
  "schedules.list": "jobs",
  "schedules.get": "jobs",
  "schedules.create": "jobs",
  "schedules.update": "jobs",
  "schedules.delete": "jobs",
  "operations.get": "operations",
  "operations.getResult": "operations",
  "operations.wait": "operations",
  "folders.list": "platform",
  "folders.get": "platform",
  "connections.list": "platform",
  "connections.get": "platform",
  "connections.test": "platform",
  "tags.list": "platform",
  "gatewayClusters.list": "platform",
};

describe("the rate-limit group of each method", () => {
  const acquire = Limiter.prototype.acquire;
  let emulator: Emulator;
  let client: FabricClient;
  let shared: Shared;

  before(async () => {
    emulator = await startEmulator(worldOptions);
    client = clientFor(emulator, { timing: { attemptMs: 10_000 } });
    shared = await sharedOf(emulator);
  });
  after(() => emulator.close());
  afterEach(() => {
    Limiter.prototype.acquire = acquire;
  });

  for (const [method, subject] of given(byMethod))
    it(`${method}: ${groups[method]}, by the client and by the emulator`, async () => {
      const prepared = await fixture(emulator, client, shared);
      const groupsOfCalls: RateLimitGroup[] = [];
      Limiter.prototype.acquire = function (group, ...rest) {
        groupsOfCalls.push(group);
        return acquire.call(this, group, ...rest);
      };
      emulator.clearRequests();
      for (const { run } of [subject].flat()) await run(client, prepared, {});
      expect(new Set(groupsOfCalls), "the client: sdk/fabric/client.ts").to.deep.equal(new Set([groups[method]]));
      const counted = emulator.requests.map((request) => matchRoute(request.method, request.path)?.route.bucket);
      expect(counted, "the emulator: tests/emulator/routes.ts").to.deep.equal(groupsOfCalls);
    });
});
