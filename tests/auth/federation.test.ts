import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SettingsError } from "../../sdk/auth/settings";
import { startEntra, tenantId, type Entra } from "./entra";
import { signInInOwnProcess } from "./inOwnProcess";
import { decodeJwt } from "./jwt";
import { credentialFrom, refusalOf } from "./signIn";
import {
  azureDevOpsIssuer,
  azureDevOpsSubject,
  gitHubIssuer,
  gitHubSubject,
  requestToken,
  serviceConnectionId,
  startWorkloads,
  type Workloads,
} from "./workloads";

const clientId = "11111111-aaaa-4bbb-8ccc-000000000003";
const audience = "api://AzureADTokenExchange";

describe("signing in through federation (OIDC)", () => {
  let entra: Entra;
  let workloads: Workloads;
  let folder: string;
  before(async () => {
    [entra, workloads] = await Promise.all([startEntra(), startWorkloads()]);
    entra.trustIssuer(gitHubIssuer, workloads.publicKey);
    entra.trustIssuer(azureDevOpsIssuer, workloads.publicKey);
    folder = await mkdtemp(join(tmpdir(), "federation-"));
  });
  after(async () => {
    await Promise.all([entra.close(), workloads.close()]);
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    entra.directory.registrations = [
      {
        clientId,
        federatedCredentials: [
          { issuer: gitHubIssuer, subject: gitHubSubject, audience },
          { issuer: azureDevOpsIssuer, subject: azureDevOpsSubject, audience },
        ],
      },
    ];
    entra.requests.length = workloads.requests.length = 0;
  });

  const application = { FABRIC_TENANT_ID: tenantId, FABRIC_CLIENT_ID: clientId };
  const gitHub = () => ({
    ACTIONS_ID_TOKEN_REQUEST_URL: workloads.gitHubUrl,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    GITHUB_ACTIONS: "true",
  });
  const azureDevOps = () => ({ SYSTEM_OIDCREQUESTURI: workloads.azureDevOpsUrl, SYSTEM_ACCESSTOKEN: requestToken });
  const assertion = () => decodeJwt(entra.requests.at(-1)!.form.get("client_assertion")!).claims;

  it("in GitHub Actions presents the workflow's token, which it requests for Entra's audience", async () => {
    await credentialFrom(entra, { ...application, ...gitHub(), FABRIC_USE_OIDC: "true" }).getToken();
    expect(workloads.requests).to.have.length(1);
    expect(workloads.requests[0]!.url.searchParams.get("audience")).to.equal(audience);
    expect(workloads.requests[0]!.url.searchParams.get("job")).to.equal("1");
    expect(entra.requests[0]!.form.get("client_assertion_type")).to.equal(
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    );
    expect(entra.requests[0]!.form.get("client_secret")).to.equal(null);
    expect(assertion()["sub"]).to.equal(gitHubSubject);
  });

  it("requests an address of this machine directly, and accepts plain HTTP for it", async () => {
    expect(workloads.gitHubUrl).to.match(/^http:/);
    const outcome = await signInInOwnProcess({
      ...{ ...application, ...gitHub(), FABRIC_USE_OIDC: "true", FABRIC_AUTHORITY_HOST: entra.authorityHost },
      ...{
        NODE_EXTRA_CA_CERTS: entra.caFile,
        HTTP_PROXY: "http://127.0.0.1:1",
        NO_PROXY: new URL(entra.authorityHost).host,
      },
    });
    expect(outcome, JSON.stringify(outcome)).to.have.property("token");
  });

  it("in GitHub Actions needs nothing but tenant and application", async () => {
    const credential = credentialFrom(entra, { ...application, ...gitHub() });
    await credential.getToken();
    expect(credential.description).to.contain("federation").and.to.contain("ACTIONS_ID_TOKEN_REQUEST_URL");
  });

  it("requests a new token of the workflow at each renewal", async () => {
    const credential = credentialFrom(entra, { ...application, ...gitHub() });
    await credential.getToken();
    await credential.getToken({ forceRefresh: true });
    expect(workloads.requests).to.have.length(2);
  });

  it("in sovereign clouds requests a token for that cloud's audience", async () => {
    const env = { FABRIC_ENVIRONMENT: "usgovernment", FABRIC_ENDPOINT: "https://api.fabric.example/v1" };
    await refusalOf(credentialFrom(entra, { ...application, ...gitHub(), ...env }));
    expect(assertion()["aud"]).to.equal("api://AzureADTokenExchangeUSGov");
  });

  it("says what to compare if no federated credential matches", async () => {
    entra.directory.registrations[0]!.federatedCredentials![0]!.subject = "repo:contoso/data:ref:refs/heads/main";
    const error = await refusalOf(credentialFrom(entra, { ...application, ...gitHub() }));
    expect(error.code).to.equal("AADSTS700213");
    expect(error.message).to.contain(gitHubSubject).and.to.contain("Federated credentials");
  });

  it("says what the workflow needs if its request token is refused", async () => {
    const env = { ...application, ...gitHub(), ACTIONS_ID_TOKEN_REQUEST_TOKEN: "other-job-request-token" };
    const error = await refusalOf(credentialFrom(entra, env));
    expect(error.message).to.contain("HTTP 401").and.to.contain("id-token: write");
    expect(error.message).not.to.contain("other-job-request-token");
    expect(entra.requests).to.have.length(0);
  });

  it("says which permission the job needs", () => {
    expect(() => credentialFrom(entra, { ...application, FABRIC_USE_OIDC: "true", GITHUB_ACTIONS: "true" })).to.throw(
      SettingsError,
      "id-token: write",
    );
  });

  it("in Azure Pipelines presents the token of the service connection", async () => {
    const env = { ...application, ...azureDevOps(), FABRIC_AZURE_DEVOPS_SERVICE_CONNECTION_ID: serviceConnectionId };
    await credentialFrom(entra, env).getToken();
    expect(workloads.requests[0]!.method).to.equal("POST");
    expect(assertion()["sub"]).to.equal(azureDevOpsSubject);
  });

  it("in a task of Azure Pipelines that names its service connection needs nothing else", async () => {
    await credentialFrom(entra, {
      ...azureDevOps(),
      AZURESUBSCRIPTION_SERVICE_CONNECTION_ID: serviceConnectionId,
      AZURESUBSCRIPTION_CLIENT_ID: clientId,
      AZURESUBSCRIPTION_TENANT_ID: tenantId,
    }).getToken();
    expect(assertion()["iss"]).to.equal(azureDevOpsIssuer);
  });

  it("says what to check if Azure DevOps returns no token", async () => {
    const wrong = { ...application, ...azureDevOps(), FABRIC_AZURE_DEVOPS_SERVICE_CONNECTION_ID: "prod-connection" };
    const unknown = await refusalOf(credentialFrom(entra, wrong));
    expect(unknown.message).to.contain("HTTP 404").and.to.contain("not its name").and.to.contain("prod-connection");
    const stranger = await refusalOf(credentialFrom(entra, { ...wrong, SYSTEM_ACCESSTOKEN: "stranger-access-token" }));
    expect(stranger.message).to.contain("HTTP 401").and.to.contain("$(System.AccessToken)");
  });

  it("says how to map the job's token if it is missing", () => {
    const env = {
      ...application,
      SYSTEM_OIDCREQUESTURI: workloads.azureDevOpsUrl,
      FABRIC_AZURE_DEVOPS_SERVICE_CONNECTION_ID: serviceConnectionId,
    };
    expect(() => credentialFrom(entra, env)).to.throw(SettingsError, "SYSTEM_ACCESSTOKEN: $(System.AccessToken)");
  });

  const elsewhere = "https://collector.example/token";
  const ambient: [string, () => Record<string, string>, RegExp][] = [
    [
      "GitHub Actions",
      () => ({ ...gitHub(), FABRIC_USE_OIDC: "true" }),
      /ACTIONS_ID_TOKEN_REQUEST_TOKEN is only for that host/,
    ],
    [
      "Azure Pipelines",
      () => ({ ...azureDevOps(), FABRIC_AZURE_DEVOPS_SERVICE_CONNECTION_ID: serviceConnectionId }),
      /SYSTEM_ACCESSTOKEN is only for that host/,
    ],
  ];
  for (const [where, env, message] of ambient)
    it(`in ${where} sends the job's token only to the job's own host`, async () => {
      const away = { ...application, ...env(), FABRIC_OIDC_REQUEST_URL: elsewhere };
      expect(() => credentialFrom(entra, away)).to.throw(SettingsError, message);
      const own = env().ACTIONS_ID_TOKEN_REQUEST_URL ?? env().SYSTEM_OIDCREQUESTURI!;
      await credentialFrom(entra, { ...application, ...env(), FABRIC_OIDC_REQUEST_URL: own }).getToken();
    });

  const unsafe: [string, Record<string, string>][] = [
    [
      "configured",
      { FABRIC_OIDC_REQUEST_URL: "http://collector.example/token", FABRIC_OIDC_REQUEST_TOKEN: requestToken },
    ],
    [
      "of GitHub Actions",
      { ACTIONS_ID_TOKEN_REQUEST_URL: "http://collector.example/token", ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken },
    ],
    [
      "of Azure Pipelines",
      {
        SYSTEM_OIDCREQUESTURI: "http://collector.example/token",
        SYSTEM_ACCESSTOKEN: requestToken,
        FABRIC_AZURE_DEVOPS_SERVICE_CONNECTION_ID: serviceConnectionId,
      },
    ],
    ["that is no URL", { FABRIC_OIDC_REQUEST_URL: "collector", FABRIC_OIDC_REQUEST_TOKEN: requestToken }],
  ];
  for (const [what, env] of unsafe)
    it(`sends no token to an address ${what} that is not https`, async () => {
      const error = await refusalOf(credentialFrom(entra, { ...application, ...env }));
      expect(error.code).to.equal("UnsafeAddress");
      expect(error.message).to.contain("nothing was sent there").and.not.to.contain(requestToken);
    });

  it("reads a token file again at each renewal, because platforms replace it", async () => {
    const path = join(folder, "token");
    await writeFile(path, workloads.makeToken({ jti: "first" }));
    const credential = credentialFrom(entra, {
      AZURE_FEDERATED_TOKEN_FILE: path,
      AZURE_CLIENT_ID: clientId,
      AZURE_TENANT_ID: tenantId,
    });
    await credential.getToken();
    expect(assertion()["jti"]).to.equal("first");
    await writeFile(path, workloads.makeToken({ jti: "second" }));
    await credential.getToken({ forceRefresh: true });
    expect(assertion()["jti"]).to.equal("second");
  });

  it("accepts a token as a setting, and says so if it has expired", async () => {
    await credentialFrom(entra, { ...application, FABRIC_OIDC_TOKEN: workloads.makeToken() }).getToken();
    const past = Math.floor(Date.now() / 1000) - 3_600;
    const old = workloads.makeToken({ iat: past, nbf: past, exp: past + 300 });
    const error = await refusalOf(credentialFrom(entra, { ...application, FABRIC_OIDC_TOKEN: old }));
    expect(error.code).to.equal("AADSTS700024");
    expect(error.message).to.contain("give a fresh one").and.not.to.contain(old);
  });
});
