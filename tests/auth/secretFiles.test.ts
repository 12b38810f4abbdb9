import { expect } from "chai";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loginPath } from "../../sdk/auth/loginStore";
import { BOUNDS } from "../../sdk/auth/secretFile";
import { identitySettingNames } from "../../sdk/settingNames";
import { startEntra, tenantId, type Entra } from "./entra";
import { ownConfig, type OwnConfig } from "./ownConfig";
import { credentialFrom, refusalOf } from "./signIn";

const application = { FABRIC_TENANT_ID: tenantId, FABRIC_CLIENT_ID: "11111111-aaaa-4bbb-8ccc-000000000009" };

/** All settings that name a file, by environment variable. */
const FILES: Record<string, string> = {
  clientSecretFilePath: "FABRIC_CLIENT_SECRET_FILE_PATH",
  clientCertificateFilePath: "FABRIC_CLIENT_CERTIFICATE_FILE_PATH",
  oidcTokenFilePath: "FABRIC_OIDC_TOKEN_FILE_PATH",
};

(process.platform === "win32" ? describe.skip : describe)("files that hold a secret", () => {
  let entra: Entra;
  let folder = "";
  const patience = BOUNDS.pipeMs;
  const at = (name: string): string => join(folder, name);
  before(async () => {
    entra = await startEntra();
    folder = mkdtempSync(join(tmpdir(), "secret-files-"));
    symlinkSync("/dev/zero", at("zero"));
    mkdirSync(at("folder"));
    writeFileSync(at("huge"), "");
    truncateSync(at("huge"), 2 ** 40);
    execFileSync("mkfifo", [at("pipe")]);
  });
  beforeEach(() => (BOUNDS.pipeMs = 100));
  afterEach(() => (BOUNDS.pipeMs = patience));
  after(async () => {
    rmSync(folder, { recursive: true });
    await entra.close();
  });

  it("are all in this test", () => {
    expect(identitySettingNames.filter((name) => /FilePath$/.test(name))).to.deep.equal(Object.keys(FILES));
  });

  const REFUSED: Record<string, string> = {
    zero: "is not a regular file, nor a pipe.",
    folder: "is a folder.",
    huge: "has more than 262144 bytes.",
    pipe: "has not ended within 0.1 s.",
  };
  for (const variable of Object.values(FILES))
    it(`are read up to a limit: ${variable}`, async () => {
      for (const [name, reason] of Object.entries(REFUSED)) {
        const { message } = await refusalOf(credentialFrom(entra, { ...application, [variable]: at(name) }));
        expect(message).to.contain(at(name)).and.to.contain(reason);
      }
      expect(entra.requests).to.deep.equal([]);
    });

  it("may be pipes, because a secret store writes one for each reader", async () => {
    BOUNDS.pipeMs = 20_000;
    spawn("sh", ["-c", `printf 'Q~wrong-secret' >"$0"`, at("pipe")], { stdio: "ignore" });
    await refusalOf(credentialFrom(entra, { ...application, FABRIC_CLIENT_SECRET_FILE_PATH: at("pipe") }));
    expect(entra.requests.map(({ form }) => form.get("client_secret"))).to.deep.equal(["Q~wrong-secret"]);
    entra.requests.length = 0;
  });

  describe("of `login`", () => {
    let config: OwnConfig;
    beforeEach(() => (config = ownConfig()));
    afterEach(() => config.restore());

    it("are regular files of limited size", async () => {
      mkdirSync(dirname(loginPath()), { recursive: true });
      execFileSync("mkfifo", ["-m", "600", loginPath()]);
      const refused = async (): Promise<string> =>
        (await refusalOf(credentialFrom(entra, { FABRIC_USE_CLI: "true" }))).message;
      expect(await refused()).to.equal(`${loginPath()} is not a regular file.`);
      rmSync(loginPath());
      writeFileSync(loginPath(), "", { mode: 0o600 });
      truncateSync(loginPath(), 2 ** 40);
      expect(await refused()).to.equal(`${loginPath()} has more than 1048576 bytes.`);
    });
  });
});
