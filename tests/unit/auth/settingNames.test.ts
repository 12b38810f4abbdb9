import { expect } from "chai";
import { environmentName, secretSettingNames, settingNames } from "../../../sdk/settingNames";

describe("names of settings", () => {
  const variables: Record<string, string> = {
    tenantId: "FABRIC_TENANT_ID",
    clientCertificateFilePath: "FABRIC_CLIENT_CERTIFICATE_FILE_PATH",
    azureDevOpsServiceConnectionId: "FABRIC_AZURE_DEVOPS_SERVICE_CONNECTION_ID",
    oidcRequestUrl: "FABRIC_OIDC_REQUEST_URL",
    useMsi: "FABRIC_USE_MSI",
    runClientId: "FABRIC_RUN_CLIENT_ID",
    runAzureDevOpsServiceConnectionId: "FABRIC_RUN_AZURE_DEVOPS_SERVICE_CONNECTION_ID",
    maxRetries: "FABRIC_MAX_RETRIES",
    bulkExport: "FABRIC_BULK_EXPORT",
    maxCallsPerMinute: "FABRIC_MAX_CALLS_PER_MINUTE",
  };
  for (const name of settingNames.filter((each) => each in variables)) {
    it(`${name} is ${variables[name]} in the environment`, () =>
      expect(environmentName(name)).to.equal(variables[name]));
  }

  it("each have their own variable", () => {
    expect(new Set(settingNames.map(environmentName)).size).to.equal(settingNames.length);
  });

  it("are secret if the value alone is enough to sign in, for both identities", () => {
    const sounding = settingNames.filter((name) =>
      /(assertion|certificate|code|key|password|secret|token)$/i.test(name),
    );
    expect(secretSettingNames).to.include.members(sounding);
    expect(secretSettingNames).to.include.members(["token", "runToken", "clientSecret", "runClientSecret"]);
  });
});
