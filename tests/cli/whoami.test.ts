import { expect } from "chai";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IdentityReport } from "../../sdk/identity/report";
import { FabricClient, whoami } from "../../sdk/client";
import { makeJwt } from "../auth/jwt";
import { startEmulator, type Emulator } from "../emulator/index";
import { onPath } from "../tools/pipelines";
import { runCli } from "./runCli";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const tenantId = randomUUID();
const exp = Math.floor(Date.parse("2099-01-02T03:04:05Z") / 1000);

function jwt(claims: Record<string, unknown>) {
  const oid = randomUUID();
  return { id: oid, token: makeJwt({ oid, tid: tenantId, exp, ...claims }, privateKey) };
}
const user = jwt({ upn: "alice@contoso.com", scp: "user_impersonation", idtyp: "user" });
const application = jwt({ appid: "11111111-aaaa-4bbb-8ccc-000000000001", idtyp: "app" });
const machine = jwt({ appid: "22222222-aaaa-4bbb-8ccc-000000000002", idtyp: "app", xms_mirid: "/subscriptions/x" });
const contributor = jwt({ upn: "carol@contoso.com", scp: "user_impersonation" });
const viewer = jwt({ upn: "victor@contoso.com", scp: "user_impersonation" });
const stranger = jwt({ upn: "sam@contoso.com", scp: "user_impersonation" });

describe("the command whoami", () => {
  let emulator: Emulator;
  let dataflowId: string;
  before(async () => {
    emulator = await startEmulator();
    emulator.addPrincipal({ ...user, role: "Member" });
    emulator.addPrincipal({ ...application, type: "ServicePrincipal", role: "Member" });
    emulator.addPrincipal({ ...machine, type: "ServicePrincipal", role: "Contributor" });
    emulator.addPrincipal({ ...contributor, role: "Contributor" });
    emulator.addPrincipal({ ...viewer, role: "Viewer" });
    emulator.addPrincipal({ ...stranger, role: "None" });
    const credential = {
      description: "test",
      getToken: () => Promise.resolve({ token: emulator.token, expiresOnTimestamp: Date.now() + 600_000 }),
    };
    const client = new FabricClient({ credential, endpoint: emulator.endpoint });
    ({ id: dataflowId } = await client.dataflows.create(emulator.workspaceId, { displayName: "Sales" }));
  });
  after(() => emulator.close());

  const env = (who: { token: string }) => ({ FABRIC_ENDPOINT: emulator.endpoint, FABRIC_TOKEN: who.token });
  const report = async (who: { token: string }, ...args: string[]): Promise<IdentityReport> => {
    const { code, out, err } = await runCli(["whoami", "--json", ...args], env(who));
    expect(err).to.equal("");
    expect(code).to.equal(0);
    return JSON.parse(out) as IdentityReport;
  };
  const may = async (who: { token: string }, ...args: string[]) => {
    const { workspace } = await report(who, "--workspace", emulator.workspaceId, ...args);
    const byName = await report(who, "--workspace", "Emulated workspace", ...args);
    expect(byName.workspace).to.deep.equal(workspace);
    const answers = Object.entries(workspace!.may).map(([key, { answer }]) => [key, answer]);
    return { role: workspace!.role, ...(Object.fromEntries(answers) as Record<string, string>) };
  };

  it("shows the identity, the token's expiry, and the visible workspaces", async () => {
    const { code, out } = await runCli(["whoami"], env(user));
    expect(code).to.equal(0);
    expect(out).to.match(/Identity: +user alice@contoso\.com of tenant .* \(by FABRIC_TOKEN\)/);
    expect(out)
      .to.match(/Kind: +user/)
      .and.to.match(new RegExp(`Tenant: +${tenantId}`));
    expect(out).to.contain(user.id).and.to.contain("2099-01-02T03:04:05.000Z").and.to.contain(emulator.workspaceId);
    expect(out).not.to.contain(user.token);
    expect(out).not.to.contain("\u001b");
  });

  it("uses the workspace of FABRIC_WORKSPACE_ID", async () => {
    const named = { ...env(user), FABRIC_WORKSPACE_ID: "Emulated workspace" };
    const { out } = await runCli(["whoami"], named);
    expect(out).to.match(/Role: +Member/);
    expect(
      (await runCli(["whoami", "--workspace", "Other"], named)).code,
      "the option applies before the variable",
    ).to.equal(1);
  });

  it("is also a function", async () => {
    const { signedInAs, identity, workspace } = await whoami({ env: env(user), workspaceId: emulator.workspaceId });
    expect({ signedInAs, identity }).to.deep.equal({
      signedInAs: undefined,
      identity: `user alice@contoso.com of tenant ${tenantId} (by FABRIC_TOKEN)`,
    });
    expect(workspace!.may.deploy.answer).to.equal("yes");
  });

  it("distinguishes types of identities", async () => {
    expect((await report(application)).kind).to.equal("service principal");
    expect((await report(machine)).kind).to.equal("managed identity");
    expect((await report(contributor)).kind).to.equal("user");
    expect((await report({ token: emulator.token })).kind).to.equal("unknown");
  });

  it("says what to do if it sees no workspace", async () => {
    const { out } = await runCli(["whoami"], env(stranger));
    expect(out).to.contain("sees no workspace").and.to.contain("Manage access");
  });

  it("shows what each role may do, and changes nothing", async () => {
    emulator.clearRequests();
    expect(await may(user)).to.include({ role: "Member", deploy: "yes", readBack: "yes", run: "likely" });
    expect(await may(application)).to.include({ role: "Member", deploy: "yes", run: "unknown", query: "likely" });
    expect(await may(contributor)).to.include({ role: "Contributor or Viewer", deploy: "yes", run: "no" });
    expect(await may(viewer)).to.include({ role: "Contributor or Viewer", deploy: "no", readBack: "no", run: "no" });
    const changing = emulator.requests.filter(
      ({ method, operation }) => method !== "GET" && operation !== "getDefinition",
    );
    expect(changing).to.deep.equal([]);
  });

  it("shows roles and abilities to people, in colours on a terminal", async () => {
    const args = ["whoami", "-w", emulator.workspaceId, "-d", dataflowId];
    const { out } = await runCli(args, env(user), true);
    expect(out)
      .to.match(/Dataflow: +Sales/)
      .and.to.match(/Role: +Member/);
    expect(out).to.match(/read back +\u001b\[32myes/);
  });

  it("says what to check if it cannot see the workspace", async () => {
    const { code, err } = await runCli(["whoami", "-w", emulator.workspaceId], env(stranger));
    expect(code).to.equal(1);
    expect(err).to.contain("role in the workspace");
  });

  it("shows the second identity, or says that there is none", async () => {
    const both = { ...env(application), FABRIC_RUN_TOKEN: user.token };
    const { out } = await runCli(["whoami", "--run"], both);
    expect(out).to.contain("alice@contoso.com").and.to.contain("FABRIC_RUN_TOKEN");
    const { code, err } = await runCli(["whoami", "--run"], env(application));
    expect(code).to.equal(2);
    expect(err).to.contain("runClientId");
  });

  it("ends with the error as JSON with --json", async () => {
    const { code, out, err } = await runCli(["whoami", "--json"], { FABRIC_USE_CLI: "false" });
    expect(code).to.equal(1);
    expect(out).to.equal("");
    const { error } = JSON.parse(err) as { error: { name: string; message: string } };
    expect(error.name).to.equal("SettingsError");
    expect(error.message).to.contain("FABRIC_USE_CLI");
  });

  it("explains an expired token", async () => {
    const old = jwt({ exp: Math.floor(Date.parse("2026-01-02T03:04:05Z") / 1000) });
    const { code, err } = await runCli(["whoami"], env(old));
    expect(code).to.equal(1);
    expect(err).to.contain("expired at 2026-01-02T03:04:05.000Z");
  });

  /** Runs in the folder `below` of a project with this name, with a `pulumi` on the PATH that prints this configuration. */
  async function inProject(name: string, config: Record<string, string>, below: string, use: () => Promise<void>) {
    const folder = mkdtempSync(join(tmpdir(), "project-"));
    const before = { path: process.env.PATH, cwd: process.cwd() };
    const values = Object.entries(config).map(([key, value]) => [key, { value, secret: false }]);
    writeFileSync(join(folder, "config.json"), JSON.stringify(Object.fromEntries(values)));
    writeFileSync(join(folder, "pulumi"), `#!/bin/sh\ncat "${join(folder, "config.json")}"\n`, { mode: 0o755 });
    writeFileSync(join(folder, "Pulumi.yaml"), `# A comment\nname: ${name}\nruntime: nodejs\n`);
    mkdirSync(join(folder, below), { recursive: true });
    process.env.PATH = onPath(folder);
    process.chdir(join(folder, below));
    try {
      await use();
    } finally {
      process.chdir(before.cwd);
      process.env.PATH = before.path;
      rmSync(folder, { recursive: true });
    }
  }

  it("ignores the keys of a project that has a namespace's name, and checks those of any other", async () => {
    const config = { "fabric:token": "the project's own", "fabric:driftCheck": "x" };
    const run = () => runCli(["whoami", "--stack", "dev", "--json"], { FABRIC_ENDPOINT: emulator.endpoint, ...first });
    let first: Record<string, string> = {};
    await inProject("sales", config, ".", async () => {
      const { code, err } = await run();
      expect([code, err]).to.deep.equal([1, err]);
      expect(err).to.contain("fabric:token is not read").and.not.to.contain("own");
    });
    first = { FABRIC_TOKEN: user.token };
    for (const below of [".", "packages/one"])
      await inProject("fabric", config, below, async () => void expect(await run()).to.include({ code: 0, err: "" }));
    first = {};
    await inProject('"fabric"', { "fabric:useMsi": "perhaps" }, ".", async () => {
      const { err } = await run();
      expect(err).to.contain("fabric:useMsi must be true or false. The project has the name of this namespace");
    });
  });

  it("refuses a misspelt key of the stack's configuration, with a similar name", () =>
    inProject("sales", { "fabric-dataflow:tokn": user.token }, ".", async () => {
      const { code, err } = await runCli(["whoami", "--stack", "dev"], { FABRIC_ENDPOINT: emulator.endpoint });
      expect(code).to.equal(1);
      expect(err)
        .to.contain("fabric-dataflow:tokn is not a setting; did you mean token?")
        .and.not.to.contain(user.token);
    }));
});
