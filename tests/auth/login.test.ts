import { expect } from "chai";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { AuthenticationError } from "../../sdk/auth/authenticationError";
import { deleteLogin, loginPath, readLogin, writeLogin } from "../../sdk/auth/loginStore";
import { logIn, type DeviceCodeRequest } from "../../sdk/auth/userLogin";
import { ownPath, type Commands } from "./commands";
import { scope, startEntra, tenantId, type Entra } from "./entra";
import { newUserSignIns } from "./entraUsers";
import { decodeJwt } from "./jwt";
import { ownConfig, type OwnConfig } from "./ownConfig";
import { credentialFrom, refusalOf } from "./signIn";

describe("logging in as a person by device code", () => {
  let entra: Entra;
  let commands: Commands;
  let config: OwnConfig;
  before(async () => {
    entra = await startEntra();
    commands = ownPath();
    config = ownConfig();
  });
  after(async () => {
    commands.restore();
    config.restore();
    await entra.close();
  });
  beforeEach(() => {
    entra.users = newUserSignIns();
    entra.requests.length = entra.otherPaths.length = 0;
    deleteLogin();
  });

  const messages: string[] = [];
  const log: string[] = [];
  const doLogIn = (request: Partial<DeviceCodeRequest> = {}) =>
    logIn(
      { onCode: (message) => messages.push(message), ...request },
      {
        environment: "public",
        authorityHost: entra.authorityHost,
        scope,
        dispatcher: () => entra.dispatcher,
        limits: { requestTimeoutMs: 5_000, retryDelaysMs: [] },
        log: (line) => log.push(line),
      },
    );
  const failure = async (request: Partial<DeviceCodeRequest> = {}) => {
    const error: unknown = await doLogIn(request).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(AuthenticationError);
    return error as AuthenticationError;
  };

  it("does not show a code or token that a refusal quotes", async () => {
    const login = await failure({ onCode: () => (entra.trouble = ["echo"]) });
    expect(login.message).to.contain("AADSTS900144");
    for (const code of entra.users.deviceCodes) expect(login.message).not.to.contain(code);

    await doLogIn();
    const tokens = [...entra.users.refreshTokens];
    entra.trouble = ["echo"];
    const again = await refusalOf(credentialFrom(entra, {}));
    expect(again.message).to.contain("AADSTS900144");
    expect(tokens).to.have.length.above(0);
    for (const token of tokens) expect(again.message).not.to.contain(token);
  });

  it("shows the code, waits for the person, and stores the sign-in in a file that only this user can read", async () => {
    entra.users.pendingPolls = 2;
    const { username } = await doLogIn();
    expect(username).to.equal("alice@contoso.com");
    expect(messages.at(-1)).to.contain("ABCD-1234");
    expect(entra.requests).to.have.length(3);
    expect(entra.requests[0]!.form.get("scope")).to.contain(scope).and.to.contain("offline_access");
    expect(entra.otherPaths).to.deep.equal([]);
    if (process.platform !== "win32") expect(statSync(loginPath()).mode & 0o777).to.equal(0o600);
    const [refreshToken] = entra.users.refreshTokens;
    expect(readFileSync(loginPath(), "utf8")).to.contain(refreshToken);
    expect(log.join("\n")).not.to.contain(refreshToken);
  });

  it("is used by later commands before the Azure CLI, and says who is signed in", async () => {
    await doLogIn();
    commands.install("az", { code: 1 });
    const credential = credentialFrom(entra, {});
    const { token } = await credential.getToken();
    expect(decodeJwt(token).claims).to.include({ upn: "alice@contoso.com", aud: "https://api.fabric.microsoft.com" });
    expect(credential.signedInAs).to.equal(`user alice@contoso.com of tenant ${tenantId}`);
    expect(existsSync(`${loginPath()}.${process.pid}`)).to.equal(false);
  });

  it("stores the new refresh token after each use", async () => {
    await doLogIn();
    await credentialFrom(entra, {}).getToken();
    await credentialFrom(entra, { FABRIC_USE_CLI: "true", FABRIC_TENANT_ID: tenantId }).getToken();
    const used = entra.requests.map(({ form }) => form.get("refresh_token")).filter((each) => each !== null);
    expect(new Set(used).size).to.equal(2);
  });

  it("continues to work if the new refresh token cannot be stored, and says so", async () => {
    await doLogIn();
    const inTheWay = `${loginPath()}.${process.pid}`;
    mkdirSync(inTheWay);
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
    try {
      expect((await credentialFrom(entra, {}).getToken()).token).to.be.a("string");
      expect((await warned).message)
        .to.contain("cannot be kept")
        .and.to.contain(loginPath());
      const error = await failure();
      expect(error.code).to.equal("NotKept");
      expect(error.message).to.contain("alice@contoso.com signed in").and.to.contain(loginPath());
    } finally {
      rmdirSync(inTheWay);
    }
  });

  it("is not used for another tenant or cloud", async () => {
    await doLogIn();
    commands.uninstall();
    const elsewhere = await refusalOf(credentialFrom(entra, { FABRIC_TENANT_ID: "fabrikam.example" }));
    expect(elsewhere.code).to.equal("NoCli");
    writeLogin({ ...(await readLogin())!, authorityHost: "https://login.microsoftonline.us" });
    expect((await refusalOf(credentialFrom(entra, {}))).code).to.equal("NoCli");
  });

  it("says to log in again if it has expired, and does not sign in as another identity", async () => {
    await doLogIn();
    entra.users.refreshTokens.clear();
    commands.install("az", { stdout: JSON.stringify({ accessToken: "of-somebody-else", expires_on: 4e9 }) });
    const error = await refusalOf(credentialFrom(entra, {}));
    expect(error.code).to.equal("AADSTS70043");
    expect(error.message).to.contain("alice@contoso.com").and.to.contain("pulumi-fabric-dataflow login");
  });

  it("says why it failed if the person declines, or takes too long", async () => {
    entra.users.outcome = "authorization_declined";
    expect((await failure()).message)
      .to.contain("AADSTS70015")
      .and.to.contain("The person declined");
    entra.users.outcome = "expired_token";
    expect((await failure()).message).to.contain("The code has expired");
    expect(await readLogin()).to.equal(undefined);
  });

  it("says why it failed if there is no code", async () => {
    const error = await failure({ clientId: "unknown-public-client" });
    expect(error.code).to.equal("AADSTS700016");
    expect(error.message).to.contain("unknown-public-client");
  });

  it("refuses a file that others may read, and one that is damaged", async function () {
    if (process.platform === "win32") this.skip(); // Windows does not have these permission bits.
    const login = await doLogIn();
    chmodSync(loginPath(), 0o644);
    expect((await refusalOf(credentialFrom(entra, {}))).message).to.contain("chmod 600");
    writeLogin({ ...login, version: 2 as 1 });
    expect((await refusalOf(credentialFrom(entra, {}))).message).to.contain("of another version");
  });

  it("leaves no refresh token beside a file that cannot be replaced", async () => {
    const login = await doLogIn();
    deleteLogin();
    mkdirSync(loginPath());
    expect(() => writeLogin(login)).to.throw();
    expect(readdirSync(dirname(loginPath())).filter((name) => name.startsWith("login.json."))).to.deep.equal([]);
    expect(() => deleteLogin()).to.throw(
      /login\.json cannot be used \(ERR_FS_EISDIR\): correct its permissions, or delete it/,
    );
    rmdirSync(loginPath());
  });

  it("is absent if its folder is a file", async () => {
    const path = join(config.folder, "file", "login.json");
    writeFileSync(dirname(path), "");
    expect(await readLogin(path)).to.equal(undefined);
    expect(deleteLogin(path)).to.equal(false);
  });

  it("is removed by a logout", async () => {
    await doLogIn();
    expect(deleteLogin()).to.equal(true);
    expect(deleteLogin()).to.equal(false);
    expect(await readLogin()).to.equal(undefined);
  });
});
