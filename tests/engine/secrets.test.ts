import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { randomUUID } from "node:crypto";
import { Dataflow, DataflowRefresh, FabricProvider } from "pulumi-fabric-dataflow";
import { startEntra, tenantId, type Entra } from "../auth/entra";
import { folder, table } from "../dataflows";
import { startEmulator, type Emulator } from "../emulator/index";
import { engineTestMs, withStack, type Outcome, type TestStack } from "./harness/stack";

const deployer = { clientId: randomUUID(), secret: "Q~deploy-secret-of-this-test" };
const runner = { clientId: randomUUID(), secret: "Q~run-secret-of-this-test" };
const files = folder("Sales.Dataflow", { Orders: table("one") });

/**
 * At the highest verbosity and with --debug Pulumi itself writes the values that pass between engine, program and provider,
 * secrets of any provider included. No provider can keep it from that.
 */
const pulumisOwnDump = /(Marshaling|Unmarshaling) property for RPC|RegisterResource RPC (prepared|finished)/;

/** A tenant whose Fabric takes the tokens that its Entra issues. */
describe("secrets on the real engine", function () {
  this.timeout(engineTestMs);
  let entra: Entra;
  let emulator: Emulator;
  let issued: string[];
  before(async () => void (entra = await startEntra()));
  after(() => entra.close());
  beforeEach(async () => {
    emulator = await startEmulator({ switches: { servicePrincipalRuns: "fail" } });
    issued = [];
    entra.requests.length = 0;
    entra.directory.registrations = [deployer, runner].map(({ clientId, secret }) => ({
      clientId,
      secrets: [{ value: secret }],
    }));
    entra.onIssue = (token, clientId) => {
      issued.push(token);
      // The second one stands for a person: only people may run in this tenant.
      const type = clientId === deployer.clientId ? "ServicePrincipal" : "User";
      emulator.addPrincipal({ token, type, displayName: type, role: "Member" });
    };
  });
  afterEach(() => emulator.close());

  const env = (more: Record<string, string> = {}) => ({
    FABRIC_ENDPOINT: emulator.endpoint,
    FABRIC_AUTHORITY_HOST: entra.authorityHost,
    NODE_EXTRA_CA_CERTS: entra.caFile,
    FABRIC_TENANT_ID: tenantId,
    ...more,
  });
  const asDeployer = { FABRIC_CLIENT_ID: deployer.clientId, FABRIC_CLIENT_SECRET: deployer.secret };
  const setEnv = (stack: TestStack, more: Record<string, string>) =>
    Object.assign(stack.automation.workspace.envVars, more);
  const definition = () => new pulumi.asset.FileArchive("./Sales.Dataflow");
  const requestsOf = (clientId: string) => entra.requests.filter(({ form }) => form.get("client_id") === clientId);
  const callersOf = (...operations: string[]) => [
    ...new Set(emulator.requests.filter((each) => operations.includes(each.operation)).map((each) => each.principal)),
  ];
  const expectSecret = (stack: TestStack, outcomes: Outcome[], secrets: string[]) => {
    const printed = outcomes
      .flatMap(({ stdout, stderr, events }) => [stdout, stderr, ...events.map((event) => JSON.stringify(event))])
      .flatMap((text) => text.split("\n"))
      .filter((line) => !pulumisOwnDump.test(line))
      .join("\n");
    for (const secret of [...secrets, ...issued]) {
      expect(stack.filesWith(secret), "files").to.deep.equal([]);
      expect(printed.includes(secret), "output, logs and events").to.equal(false);
    }
  };

  it("of a provider of its own are encrypted; it runs one refresh, whatever the environment's second identity", async () => {
    const program = async () => {
      const { workspaceId } = emulator;
      const sales = new Dataflow("sales", { workspaceId, definition: definition() });
      const provider = new FabricProvider("person", {
        tenantId,
        clientId: runner.clientId,
        clientSecret: pulumi.secret(runner.secret),
      });
      new DataflowRefresh("load", { workspaceId, dataflowId: sales.id }, { provider });
    };
    const second = { FABRIC_RUN_TOKEN: "a-token-that-nobody-takes" };
    await withStack({ program, files, env: env({ ...asDeployer, ...second }) }, async (stack) => {
      const outcome = await stack.up();
      expect(callersOf("runExecute")).to.deep.equal(["User"]);
      expect(callersOf("createItem")).to.deep.equal(["ServicePrincipal"]);
      expect(requestsOf(runner.clientId)).to.have.length(1);
      expectSecret(stack, [outcome], [runner.secret, deployer.secret, second.FABRIC_RUN_TOKEN]);
    });
  });

  it("of a stack are in nothing that is left behind, verbose logs too; a rotated one is enough to destroy", async () => {
    const program = async () =>
      void new Dataflow("sales", { workspaceId: emulator.workspaceId, definition: definition() });
    const config = {
      "fabric:clientId": deployer.clientId,
      "fabric:clientSecret": { value: deployer.secret, secret: true },
    };
    await withStack({ program, files, config, env: env() }, async (stack) => {
      const verbose = { logVerbosity: 9, logToStdErr: true, logFlow: true, debug: true };
      const up = await stack.up(verbose);
      expect(up.stdout).to.contain("(by fabric:clientSecret)");
      expectSecret(stack, [up], [deployer.secret]);

      const rotated = "Q~rotated-secret-of-this-test";
      entra.directory.registrations[0]!.secrets = [{ value: rotated }];
      const failed = await stack.tryRefresh();
      expect(failed.succeeded).to.equal(false);
      expect(failed.diagnostics.map(({ message }) => message).join("\n"))
        .to.contain("AADSTS7000215")
        .and.to.contain("fabric:clientSecret");

      setEnv(stack, { FABRIC_CLIENT_SECRET: rotated });
      await stack.refresh();
      const destroyed = await stack.destroy(verbose);
      expect(emulator.items().filter(({ displayName }) => displayName === "sales")).to.deep.equal([]);
      expectSecret(stack, [up, failed, destroyed], [deployer.secret, rotated]);
    });
  });
});
