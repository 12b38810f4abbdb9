import { expect } from "chai";
import { generateKeyPairSync } from "node:crypto";
import { startEntra, tenantId, type Entra } from "./entra";
import { makeJwt } from "./jwt";
import { credentialFrom, refusalOf } from "./signIn";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const tokenUntil = (expires: number) =>
  makeJwt({ upn: "alice@contoso.com", tid: tenantId, exp: Math.floor(expires / 1000) }, privateKey);

describe("signing in with an existing token", () => {
  let entra: Entra;
  before(async () => void (entra = await startEntra()));
  after(() => entra.close());

  it("uses the token unchanged, with its expiry and its name", async () => {
    const expires = Math.floor(Date.now() / 1000) * 1000 + 600_000;
    const token = tokenUntil(expires);
    const credential = credentialFrom(entra, { FABRIC_TOKEN: token });
    expect(await credential.getToken()).to.deep.equal({ token, expiresOnTimestamp: expires });
    expect(credential.description).to.equal(`user alice@contoso.com of tenant ${tenantId} (by FABRIC_TOKEN)`);
    expect(credential.endsAt).to.equal(expires);
    expect(entra.requests).to.have.length(0);
  });

  it("accepts a token that was copied from a request, with Bearer before it and a line break after it", async () => {
    const token = tokenUntil(Date.now() + 600_000);
    expect((await credentialFrom(entra, { FABRIC_TOKEN: `Bearer ${token}\n` }).getToken()).token).to.equal(token);
  });

  it("accepts a token that is not a JWT, without a known expiry", async () => {
    const { token, expiresOnTimestamp } = await credentialFrom(entra, { FABRIC_TOKEN: "opaque-token" }).getToken();
    expect(token).to.equal("opaque-token");
    expect(expiresOnTimestamp).to.equal(Number.MAX_SAFE_INTEGER);
  });

  it("says when the token expired and which setting has it, and never shows it", async () => {
    const token = tokenUntil(Date.parse("2026-01-02T03:04:05Z"));
    const error = await refusalOf(credentialFrom(entra, { FABRIC_TOKEN: token }));
    expect(error.message).to.contain("FABRIC_TOKEN expired at 2026-01-02T03:04:05.000Z").and.not.to.contain(token);
    expect(error.code).to.equal("TokenExpired");
  });

  it("says that the token cannot be renewed if the service refuses it", async () => {
    const credential = credentialFrom(entra, { FABRIC_TOKEN: tokenUntil(Date.now() + 600_000) });
    const error = await credential.getToken({ forceRefresh: true }).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.contain("cannot be renewed");
  });

  it("first names the command that gets the right token if the token is for another service, and then that service", async () => {
    const token = makeJwt({ aud: "https://management.azure.com/", exp: Date.now() / 1000 + 600 }, privateKey);
    const error = await refusalOf(credentialFrom(entra, { FABRIC_TOKEN: token }));
    expect(error.message).to.match(
      /^Get a token for Fabric: az account get-access-token .*FABRIC_TOKEN is for https:\/\/management\.azure\.com\.$/,
    );
    const fabric = makeJwt({ aud: "https://api.fabric.microsoft.com", exp: Date.now() / 1000 + 600 }, privateKey);
    expect((await credentialFrom(entra, { FABRIC_TOKEN: fabric }).getToken()).token).to.equal(fabric);
  });

  it("says so if the copied text is not a token", async () => {
    const error = await refusalOf(credentialFrom(entra, { FABRIC_TOKEN: "eyJ… (truncated)" }));
    expect(error.message).to.contain("Copy the token of");
  });
});
