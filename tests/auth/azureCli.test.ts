import { expect } from "chai";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { generateKeyPairSync } from "node:crypto";
import { runCommand } from "../../sdk/auth/runCommand";
import { ownPath, type Commands } from "./commands";
import { startEntra, tenantId, type Entra } from "./entra";
import { makeJwt } from "./jwt";
import { ownConfig, type OwnConfig } from "./ownConfig";
import { credentialFrom, refusalOf } from "./signIn";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const expires = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_000_000);
const token = makeJwt({ upn: "alice@contoso.com", tid: tenantId, exp: expires.getTime() / 1000 }, privateKey);

/** True if the process runs. An ended process keeps its id until its parent waits for it. On Linux its state is then Z. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** As az 2.60 prints it; `expiresOn` is local time without a zone. */
function azOutput(withSeconds: boolean): string {
  const pad = (value: number) => String(value).padStart(2, "0");
  const day = `${expires.getFullYear()}-${pad(expires.getMonth() + 1)}-${pad(expires.getDate())}`;
  const time = `${pad(expires.getHours())}:${pad(expires.getMinutes())}:${pad(expires.getSeconds())}.000000`;
  return JSON.stringify(
    {
      accessToken: token,
      expiresOn: `${day} ${time}`,
      ...(withSeconds ? { expires_on: expires.getTime() / 1000 } : {}),
      subscription: "55555555-aaaa-4bbb-8ccc-000000000005",
      tenant: tenantId,
      tokenType: "Bearer",
    },
    undefined,
    2,
  );
}

const notLoggedIn = { stderr: "ERROR: Please run 'az login' to setup account.", code: 1 };

describe("signing in as the user of the Azure CLI", function () {
  let commands: Commands;
  let entra: Entra;
  let config: OwnConfig;
  before(async function () {
    if (process.platform === "win32") this.skip(); // The stub commands are scripts of a POSIX shell.
    entra = await startEntra();
    commands = ownPath();
    config = ownConfig();
  });
  after(async () => {
    commands?.restore();
    config?.restore();
    await entra?.close();
  });
  beforeEach(() => commands.uninstall());
  const credential = (env: NodeJS.ProcessEnv = {}) => credentialFrom(entra, env);

  it("is the default if nothing is set, and says who is signed in", async () => {
    commands.install("az", { stdout: azOutput(true) });
    const cli = credential();
    expect(cli.signedInAs).to.equal(undefined);
    expect(cli.description).to.contain("signed in on this machine").and.to.contain("nothing else is set");
    expect(await cli.getToken()).to.deep.equal({ token, expiresOnTimestamp: expires.getTime() });
    expect(cli.signedInAs).to.equal(`user alice@contoso.com of tenant ${tenantId}`);
    expect(commands.calls("az")).to.deep.equal([
      "account get-access-token --output json --resource https://api.fabric.microsoft.com",
    ]);
  });

  it("requests a token of the configured tenant", async () => {
    commands.install("az", { stdout: azOutput(true) });
    await credential({ FABRIC_USE_CLI: "true", FABRIC_TENANT_ID: tenantId }).getToken();
    expect(commands.calls("az")[0]).to.match(new RegExp(`--tenant ${tenantId}$`));
  });

  it("understands older versions, which print the expiry only in local time", async () => {
    commands.install("az", { stdout: azOutput(false) });
    expect((await credential().getToken()).expiresOnTimestamp).to.equal(expires.getTime());
  });

  it("uses the Azure Developer CLI if az is missing or not signed in", async () => {
    const azd = { stdout: JSON.stringify({ token, expiresOn: expires.toISOString() }) };
    commands.install("azd", azd);
    await credential().getToken();
    expect(commands.calls("azd")).to.deep.equal([
      "auth token --output json --scope https://api.fabric.microsoft.com/.default",
    ]);
    commands.install("az", notLoggedIn);
    expect((await credential().getToken()).token).to.equal(token);
  });

  it("says what to install or to set if both are missing", async () => {
    const error = await refusalOf(credential());
    expect(error.message)
      .to.contain("neither the Azure CLI (az) nor")
      .and.to.contain("az login")
      .and.to.contain("useOidc");
  });

  it("says to sign in if nobody is signed in", async () => {
    commands.install("az", notLoggedIn);
    const error = await refusalOf(credential({ FABRIC_TENANT_ID: tenantId }));
    expect(error.message).to.contain(`az login --tenant ${tenantId} --allow-no-subscriptions`);
    expect(error.message).to.contain("--use-device-code").and.to.contain("Please run 'az login'");
  });

  it("says to sign in to azd if only azd exists", async () => {
    const message = {
      type: "consoleMessage",
      data: { message: "\nERROR: not logged in, run `azd auth login` to login\n" },
    };
    commands.install("azd", { stdout: JSON.stringify(message), code: 1 });
    expect((await refusalOf(credential())).message).to.match(/Run `azd auth login`.*azd said: .*not logged in/);
  });

  it("explains Entra's error that az prints", async () => {
    const stderr =
      "WARNING: A new version is available.\nERROR: AADSTS70043: The refresh token has expired due to sign-in frequency checks. " +
      "Trace ID: x Correlation ID: y\nInteractive authentication is needed. Please run:\naz login";
    commands.install("az", { stderr, code: 1 });
    const error = await refusalOf(credential());
    expect(error.code).to.equal("AADSTS70043");
    expect(error.message).to.contain("the sign-in has expired").and.to.contain("az login");
  });

  it("says so if the output is not the output of az", async () => {
    commands.install("az", { stdout: "accessToken: eyJhbGciOiJSUzI1NiJ9.e30.c2ln" });
    const error = await refusalOf(credential());
    expect(error.message).to.contain("returned no token with an expiry").and.not.to.contain("eyJ");
  });

  it("does not show a token that a command prints with its error", async () => {
    commands.install("az", { stderr: `ERROR: The token ${token} is not for this tenant.`, code: 1 });
    const error = await refusalOf(credential());
    expect(error.message).to.contain("is not for this tenant").and.not.to.contain(token.split(".")[1]);
  });

  it("does not pass text to the command that a shell would interpret", async () => {
    commands.install("az", { stdout: azOutput(true) });
    const error = await refusalOf(credential({ FABRIC_TENANT_ID: "x & calc.exe" }));
    expect(error.message).to.contain("neither a scope nor a tenant");
    expect(() => commands.calls("az")).to.throw("ENOENT");
  });

  it("limits the output that it reads, and ends the command", async () => {
    commands.install("az", { stdout: "x".repeat(100_000), sleepSeconds: 0 });
    expect(await runCommand("az", [], { timeoutMs: 10_000, maxBytes: 99_999 })).to.deep.equal({ outcome: "endless" });
    commands.install("az", { stdout: "x".repeat(17 * 1024 * 1024) });
    expect((await refusalOf(credential())).message).to.contain("az did not stop printing");
  });

  it("does not wait forever for a command that hangs, or for its child processes", async () => {
    commands.install("az", { sleepSeconds: 30 });
    const started = Date.now();
    expect(await runCommand("az", [], { timeoutMs: 500 })).to.deep.equal({ outcome: "timedOut" });
    expect(Date.now() - started).to.be.lessThan(3_000);
    const child = commands.child("az");
    for (let wait = 0; wait < 100 && isAlive(child); wait++) await sleep(20);
    expect(isAlive(child)).to.equal(false);
  });
});
