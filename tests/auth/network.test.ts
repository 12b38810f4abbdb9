import { expect } from "chai";
import { startEntra, tenantId, type Entra } from "./entra";
import { signInInOwnProcess, type Outcome } from "./inOwnProcess";
import { startProxy, type Proxy } from "./proxy";

const clientId = "11111111-aaaa-4bbb-8ccc-000000000007";
const secret = "Q~network-secret-value";

describe("the connection to the authority", function () {
  this.timeout(30_000);
  let entra: Entra;
  let proxy: Proxy;
  before(async () => {
    [entra, proxy] = await Promise.all([startEntra(), startProxy()]);
    entra.register({ clientId, secrets: [{ value: secret }] });
  });
  after(() => Promise.all([entra.close(), proxy.close()]));
  beforeEach(() => void (proxy.tunnels.length = 0));

  const env = () => ({
    FABRIC_TENANT_ID: tenantId,
    FABRIC_CLIENT_ID: clientId,
    FABRIC_CLIENT_SECRET: secret,
    FABRIC_AUTHORITY_HOST: entra.authorityHost,
  });
  const host = () => new URL(entra.authorityHost).host;
  const errorOf = (outcome: Outcome) => ("error" in outcome ? outcome.error : "The sign-in succeeded.");

  it("goes through the proxy of HTTPS_PROXY and trusts NODE_EXTRA_CA_CERTS", async () => {
    const outcome = await signInInOwnProcess({
      ...env(),
      HTTPS_PROXY: proxy.url,
      NODE_EXTRA_CA_CERTS: entra.caFile,
    });
    expect(outcome).to.have.property("token");
    expect(proxy.tunnels).to.deep.equal([host()]);
  });

  it("bypasses the proxy for hosts of NO_PROXY", async () => {
    const outcome = await signInInOwnProcess({
      ...env(),
      HTTPS_PROXY: "http://127.0.0.1:9",
      NO_PROXY: "127.0.0.1",
      NODE_EXTRA_CA_CERTS: entra.caFile,
    });
    expect(outcome).to.have.property("token");
  });

  it("names the problem of the certificate and the remedy if the machine does not trust it", async () => {
    const error = errorOf(await signInInOwnProcess(env()));
    expect(error)
      .to.match(/SELF_SIGNED_CERT|self-signed/i)
      .and.to.contain("NODE_EXTRA_CA_CERTS");
  });

  it("names the proxy's settings if the proxy does not respond", async () => {
    const outcome = await signInInOwnProcess({ ...env(), HTTPS_PROXY: "http://127.0.0.1:9" });
    expect(errorOf(outcome)).to.contain("ECONNREFUSED").and.to.contain("HTTPS_PROXY");
  });
});
