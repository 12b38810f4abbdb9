import { expect } from "chai";
import { generateKeyPairSync } from "node:crypto";
import { signInInOwnProcess, type Outcome } from "./inOwnProcess";
import { makeJwt } from "./jwt";
import { appServiceHeader, startMachineIdentity, userAssigned, type MachineIdentity } from "./machineIdentity";

const unknown = "44444444-aaaa-4bbb-8ccc-000000000004";

describe("signing in as a managed identity", function () {
  this.timeout(30_000);
  let machine: MachineIdentity;
  before(async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    machine = await startMachineIdentity((clientId) =>
      makeJwt({ appid: clientId, tid: "contoso", xms_mirid: "/subscriptions/x" }, privateKey),
    );
  });
  after(() => machine.close());
  beforeEach(() => void (machine.requests.length = 0));

  const imds = () => ({ FABRIC_USE_MSI: "true", AZURE_POD_IDENTITY_AUTHORITY_HOST: machine.url });
  const appService = () => ({
    FABRIC_USE_MSI: "true",
    IDENTITY_ENDPOINT: `${machine.url}/msi/token`,
    IDENTITY_HEADER: appServiceHeader,
  });
  const tokenOf = (outcome: Outcome) => {
    if ("error" in outcome) throw new Error(outcome.error);
    return outcome;
  };
  const errorOf = (outcome: Outcome) => {
    if ("token" in outcome) throw new Error("The sign-in succeeded.");
    return outcome;
  };
  const query = () => machine.requests[0]!.url.searchParams;

  it("of a virtual machine requests a token for Fabric's audience from IMDS, never through a proxy", async () => {
    const outcome = tokenOf(await signInInOwnProcess({ ...imds(), HTTP_PROXY: "http://127.0.0.1:1" }));
    expect(query().get("resource")).to.equal("https://api.fabric.microsoft.com");
    expect(query().get("client_id")).to.equal(null);
    expect(machine.requests[0]!.headers["metadata"]).to.equal("true");
    expect(outcome.expiresOnTimestamp - Date.now()).to.be.greaterThan(86_000_000);
    expect(outcome.signedInAs).to.equal("application system-assigned of tenant contoso");
  });

  it("uses the user-assigned identity that clientId names", async () => {
    tokenOf(await signInInOwnProcess({ ...imds(), FABRIC_CLIENT_ID: userAssigned }));
    expect(query().get("client_id")).to.equal(userAssigned);
  });

  it("says what to assign if the machine does not have this identity", async () => {
    const { error, code } = errorOf(await signInInOwnProcess({ ...imds(), FABRIC_CLIENT_ID: unknown }));
    expect(code).to.equal("IdentityNotFound");
    expect(error).to.contain(unknown).and.to.contain("not the object id").and.to.contain("Identity not found");
  });

  it("of App Service sends the header from the machine's environment", async () => {
    tokenOf(await signInInOwnProcess({ ...appService(), FABRIC_CLIENT_ID: userAssigned }));
    expect(machine.requests[0]!.headers["x-identity-header"]).to.equal(appServiceHeader);
    expect(query().get("client_id")).to.equal(userAssigned);
  });

  it("of App Service says what to assign if it does not have this identity", async () => {
    const { error } = errorOf(await signInInOwnProcess({ ...appService(), FABRIC_CLIENT_ID: unknown }));
    expect(error).to.contain("this machine has no such identity").and.to.contain(unknown);
    expect(error).not.to.contain(appServiceHeader);
  });

  it("of Azure Arc reads only the agent's key file, even if the endpoint names another file", async () => {
    const env = {
      FABRIC_USE_MSI: "true",
      IDENTITY_ENDPOINT: `${machine.url}/arc/token`,
      IMDS_ENDPOINT: machine.url,
    };
    const { error } = errorOf(await signInInOwnProcess(env));
    expect(machine.requests[0]!.url.pathname).to.equal("/arc/token");
    expect(error).to.contain(".key file");
  });

  it("says that this is not a machine in Azure if nothing responds", async () => {
    const { error } = errorOf(
      await signInInOwnProcess({ FABRIC_USE_MSI: "true", AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:9" }),
    );
    expect(error).to.contain("only on an Azure machine").and.to.contain("useMsi");
  });
});
