import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Dataflow, DataflowRefresh, FabricProvider } from "./classes";
import { startEntra, tenantId, type Entra } from "../auth/entra";
import { folder, table } from "../dataflows";
import type { Emulator } from "../emulator/index";
import { engineTestMs } from "./harness/stack";
import { withFabric } from "./support";

const files = folder("Sales.Dataflow", { Orders: table("one") });
const clientId = "77777777-7777-4777-8777-777777777777";
const clientSecret = "secret-of-the-application";
const sales = ({ workspaceId }: Emulator, name = "sales", opts: pulumi.CustomResourceOptions = {}) =>
  new Dataflow(
    name,
    { workspaceId, definition: new pulumi.asset.FileArchive("./Sales.Dataflow"), publishOnUpdate: true },
    opts,
  );

/** An Entra whose tokens the emulator accepts. */
async function withEntra(use: (entra: Entra, env: Record<string, string>) => Promise<void>): Promise<void> {
  const entra = await startEntra();
  entra.register({ clientId, secrets: [{ value: clientSecret }] });
  const env = {
    FABRIC_TOKEN: "",
    FABRIC_TENANT_ID: tenantId,
    FABRIC_CLIENT_ID: clientId,
    FABRIC_CLIENT_SECRET: clientSecret,
    FABRIC_AUTHORITY_HOST: entra.authorityHost,
    NODE_EXTRA_CA_CERTS: entra.caFile,
  };
  try {
    await use(entra, env);
  } finally {
    await entra.close();
  }
}

describe("identities on the engine", function () {
  this.timeout(engineTestMs);

  it("can differ for deployments and runs, if a service principal may not run", async () => {
    const runToken = "token-of-a-user-who-runs";
    const spToken = "token-of-a-service-principal";
    const program = (emulator: Emulator) => {
      emulator.addPrincipal({ token: spToken, type: "ServicePrincipal", role: "Contributor" });
      emulator.addPrincipal({ token: runToken, role: "Member" });
      const { id, definitionRevision } = sales(emulator);
      new DataflowRefresh("load", {
        workspaceId: emulator.workspaceId,
        dataflowId: id,
        triggers: [definitionRevision],
      });
    };
    const env = { FABRIC_TOKEN: spToken, FABRIC_RUN_TOKEN: runToken };
    await withFabric({ program, files, env }, async ({ emulator, stack }) => {
      const created = await stack.up();
      expect(created.stdout).to.match(
        /signing in as .*FABRIC_TOKEN.*; jobs, schedules and queries as .*FABRIC_RUN_TOKEN/,
      );
      const askedBy = (operation: string) =>
        new Set(emulator.requests.filter((entry) => entry.operation === operation).map(({ principal }) => principal));
      const [deploys] = askedBy("createItem");
      const [runs] = askedBy("runExecute");
      expect(runs).not.to.equal(deploys);
      expect([...askedBy("runApplyChanges")]).to.deep.equal([runs]);
      for (const secret of [spToken, runToken]) expect(stack.filesWith(secret)).to.deep.equal([]);
      await stack.destroy();
    });
  });

  it("are in an error that names the setting for the second identity if it is missing", async () => {
    const spToken = "token-of-a-service-principal";
    const program = (emulator: Emulator) => {
      emulator.addPrincipal({ token: spToken, type: "ServicePrincipal", role: "Member" });
      sales(emulator);
    };
    await withFabric({ program, files, env: { FABRIC_TOKEN: spToken } }, async ({ stack }) => {
      const failed = await stack.tryUp();
      expect(failed.succeeded).to.equal(false);
      expect(failed.stdout)
        .to.contain("SPNBasedRefreshNotAllowed")
        .and.match(/FABRIC_RUN_|runClientId|`run/);
    });
  });

  it("request one token for 100 dataflows, and no file has the secret in clear", () =>
    withEntra(async (entra, env) => {
      const program = (emulator: Emulator) => {
        entra.onIssue = (token) =>
          void emulator.addPrincipal({ token, type: "User", role: "Admin", displayName: "Application" });
        for (let i = 0; i < 100; i++)
          new Dataflow(`d${i}`, { workspaceId: emulator.workspaceId, description: `number ${i}` });
      };
      await withFabric({ program, files, env }, async ({ emulator, stack }) => {
        await stack.up({ timeoutMs: 120_000 });
        expect(emulator.counts().createItem).to.equal(100);
        expect(entra.requests).to.have.length(1);
        expect(stack.filesWith(clientSecret)).to.deep.equal([]);
      });
    }));

  it("can be that of a FabricProvider beside the default provider, with an encrypted secret", () =>
    withEntra(async (entra, { NODE_EXTRA_CA_CERTS }) => {
      const program = (emulator: Emulator) => {
        entra.onIssue = (token) => void emulator.addPrincipal({ token, role: "Admin", displayName: "Application" });
        const other = new FabricProvider("other", {
          tenantId,
          clientId: pulumi.output(clientId),
          clientSecret,
          authorityHost: entra.authorityHost,
          endpoint: emulator.endpoint,
        });
        sales(emulator, "mine");
        sales(emulator, "theirs", { provider: other });
      };
      const env = { NODE_EXTRA_CA_CERTS: NODE_EXTRA_CA_CERTS! };
      await withFabric({ program, files, env }, async ({ emulator, stack }) => {
        await stack.up();
        const principals = new Set(
          emulator.requests.filter(({ operation }) => operation === "createItem").map(({ principal }) => principal),
        );
        expect(principals.size).to.equal(2);
        expect(entra.requests).to.have.length(1);
        expect(stack.filesWith(clientSecret)).to.deep.equal([]);
        await stack.refresh();
        await stack.destroy();
        expect(emulator.items().filter(({ type }) => type === "Dataflow")).to.deep.equal([]);
      });
    }));
});
