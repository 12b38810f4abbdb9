import { expect } from "chai";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { startEntra, tenantId, type Entra } from "../auth/entra";
import { ownConfig, type OwnConfig } from "../auth/ownConfig";

const main = join(__dirname, "../../sdk/cli/main.ts");

describe("login and logout", function () {
  this.timeout(30_000);
  let entra: Entra;
  let config: OwnConfig;
  before(async () => {
    entra = await startEntra();
    config = ownConfig();
  });
  after(async () => {
    config.restore();
    await entra.close();
  });

  const cli = (...args: string[]) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      const child = spawn(process.execPath, ["--require", "tsx/cjs", main, ...args], {
        env: {
          PATH: process.env["PATH"],
          XDG_CONFIG_HOME: config.folder,
          APPDATA: config.folder,
          FABRIC_AUTHORITY_HOST: entra.authorityHost,
          NODE_EXTRA_CA_CERTS: entra.caFile,
        },
        timeout: 20_000,
      });
      let out = "";
      let err = "";
      child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
      child.once("close", (code) => resolve({ code, out, err }));
    });

  it("show the code on stderr, the signed-in user and the place of the cache, and remove it again", async () => {
    const login = await cli("login", "--tenant", tenantId);
    expect(login.err).to.contain("https://microsoft.com/devicelogin").and.to.contain("ABCD-1234");
    expect(login.out).to.contain(`Signed in as alice@contoso.com of tenant ${tenantId}`).and.to.contain(config.folder);
    expect(login.code).to.equal(0);
    const logout = await cli("logout");
    expect(logout.out).to.match(/^Deleted .*login\.json\.\n$/);
    expect((await cli("logout")).out).to.equal("Nobody was logged in.\n");
  });

  it("exit with 1 and the reason if the person declines", async () => {
    entra.users.outcome = "authorization_declined";
    const { code, out, err } = await cli("login");
    expect(code).to.equal(1);
    expect(out).to.equal("");
    expect(err).to.contain("AADSTS70015");
  });
});
