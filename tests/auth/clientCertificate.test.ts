import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as forge from "node-forge";
import { daysFromNow, makeCertificate, type TestCertificate } from "./certificates";
import { startEntra, tenantId, type Entra } from "./entra";
import { decodeJwt } from "./jwt";
import { credentialFrom, refusalOf } from "./signIn";

const clientId = "11111111-aaaa-4bbb-8ccc-000000000002";
const password = "pfx-password-42";

describe("signing in with a client certificate", () => {
  let entra: Entra;
  let folder: string;
  let own: TestCertificate;
  let other: TestCertificate;
  before(async () => {
    [entra, own, other] = await Promise.all([startEntra(), makeCertificate("deploy"), makeCertificate("other")]);
    entra.register({ clientId, certificates: [own.certificate] });
    folder = await mkdtemp(join(tmpdir(), "certificate-"));
  });
  after(async () => {
    await entra.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    entra.requests.length = 0;
    entra.clock = Date.now;
  });

  const pem = (of: TestCertificate = own) => `${of.privateKey}\n${of.certificate}`;
  const pfx = (secret: string | null = password) => {
    const asn1 = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(own.privateKey),
      [forge.pki.certificateFromPem(own.certificate)],
      secret,
      { algorithm: secret === null ? undefined : "aes256" },
    );
    return Buffer.from(forge.asn1.toDer(asn1).getBytes(), "binary");
  };
  const file = async (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    await writeFile(path, content);
    return { FABRIC_CLIENT_CERTIFICATE_FILE_PATH: path };
  };
  const value = (content: string | Buffer) => ({ FABRIC_CLIENT_CERTIFICATE: content.toString() });
  const credential = (env: NodeJS.ProcessEnv) =>
    credentialFrom(entra, { FABRIC_TENANT_ID: tenantId, FABRIC_CLIENT_ID: clientId, ...env });
  const withPassword = { FABRIC_CLIENT_CERTIFICATE_PASSWORD: password };

  it("signs an assertion for this tenant's token endpoint with the certificate's SHA-256 thumbprint", async () => {
    await credential(value(pem())).getToken();
    const { header, claims } = decodeJwt(entra.requests[0]!.form.get("client_assertion")!);
    expect(header["alg"]).to.equal("PS256");
    expect(Buffer.from(String(header["x5t#S256"]), "base64url").toString("hex")).to.equal(own.thumbprintSha256);
    expect(header["x5c"]).to.have.length(1);
    expect(claims["aud"]).to.equal(`${entra.authorityHost}/${tenantId}/oauth2/v2.0/token`);
    expect(claims["iss"]).to.equal(clientId);
    expect(entra.otherPaths).to.deep.equal([]);
  });

  const forms: [string, () => Promise<NodeJS.ProcessEnv>][] = [
    ["a PEM file", () => file("own.pem", pem())],
    ["a PEM file with the certificate first", () => file("turned.pem", `${own.certificate}\n${own.privateKey}`)],
    [
      "a PEM file with an encrypted key",
      async () => ({ ...(await file("encrypted.pem", encryptedPem(own))), ...withPassword }),
    ],
    ["a PEM file with a chain", () => file("chain.pem", `${other.certificate}\n${pem()}`)],
    ["base64 of a PEM file", async () => value(Buffer.from(pem()).toString("base64"))],
    ["a PFX file with a password", async () => ({ ...(await file("own.pfx", pfx())), ...withPassword })],
    ["a PFX file without a password", () => file("bare.pfx", pfx(null))],
    ["base64 of a PFX file", async () => ({ ...value(pfx().toString("base64")), ...withPassword })],
    [
      "base64 of a PFX file in lines",
      async () => ({ ...value(pfx().toString("base64").replace(/.{64}/g, "$&\n")), ...withPassword }),
    ],
  ];
  for (const [what, env] of forms) {
    it(`accepts ${what}`, async () => {
      await credential(await env()).getToken();
      expect(entra.requests).to.have.length(1);
    });
  }

  for (const legacy of [false, true]) {
    it(`accepts a PFX file as OpenSSL writes it${legacy ? " with -legacy" : ""}`, async function () {
      const from = join(folder, "openssl.pem");
      const to = join(folder, `openssl-${legacy}.pfx`);
      await writeFile(from, pem());
      const args = ["pkcs12", "-export", "-in", from, "-out", to, "-passout", `pass:${password}`];
      const { status } = spawnSync("openssl", legacy ? [...args, "-legacy"] : args, { timeout: 10_000 });
      if (status !== 0) this.skip(); // OpenSSL, or its legacy provider, is not on this machine.
      await credential({ FABRIC_CLIENT_CERTIFICATE_FILE_PATH: to, ...withPassword }).getToken();
    });
  }

  const ecKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
  const failures: [string, () => Promise<NodeJS.ProcessEnv>, RegExp][] = [
    [
      "a wrong password",
      async () => ({ ...(await file("own.pfx", pfx())), FABRIC_CLIENT_CERTIFICATE_PASSWORD: "wrong-one" }),
      /password is wrong or missing/,
    ],
    ["a missing password", () => file("own.pfx", pfx()), /password is wrong or missing/],
    ["a missing password of a PEM key", () => file("encrypted.pem", encryptedPem(own)), /clientCertificatePassword/],
    ["a file without a key", () => file("public.pem", own.certificate), /holds no private key/],
    ["a file without a certificate", () => file("key.pem", own.privateKey), /no certificate/],
    [
      "a key of another certificate",
      () => file("mixed.pem", `${other.privateKey}\n${own.certificate}`),
      /belongs to another certificate/,
    ],
    ["a key that is not RSA", () => file("ec.pem", `${ecKey.toString()}${own.certificate}`), /not RSA/],
    ["what is no certificate", () => file("letter.txt", "Dear reader! This is a letter."), /neither PEM nor PKCS#12/],
    ["an empty file", () => file("empty.pfx", ""), /neither PEM nor PKCS#12/],
  ];
  for (const [what, env, reason] of failures) {
    it(`says what is wrong with ${what}, before any request`, async () => {
      const error = await refusalOf(credential(await env()));
      expect(error.message).to.match(reason);
      expect(error.message).not.to.contain("BEGIN");
      expect(entra.requests).to.have.length(0);
    });
  }

  it("names the day on which the certificate expired", async () => {
    const expired = await makeCertificate("old", { notBefore: daysFromNow(-9), notAfter: daysFromNow(-1) });
    const error = await refusalOf(credential(value(pem(expired))));
    expect(error.message).to.match(/it expired at \d{4}-\d\d-\d\dT/);
  });

  it("says where to upload a certificate that the application does not have", async () => {
    const error = await refusalOf(credential(value(pem(other))));
    expect(error.code).to.equal("AADSTS700027");
    expect(error.message).to.contain("Certificates & secrets").and.to.contain(other.thumbprintSha256.toUpperCase());
  });

  it("names the clock if the assertion is outside its lifetime", async () => {
    entra.clock = () => Date.now() + 40 * 60_000;
    const error = await refusalOf(credential(value(pem())));
    expect(error.code).to.equal("AADSTS700024");
    expect(error.message).to.contain("40 minutes behind").and.to.contain("NTP");
  });
});

function encryptedPem({ privateKey, certificate }: TestCertificate): string {
  const key = createPrivateKey(privateKey);
  return `${key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: password }).toString()}${certificate}`;
}
