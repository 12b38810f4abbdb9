import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { plainSecrets } from "../../../sdk/resources/plainSecrets";

describe("secret settings in clear in the stack's configuration", () => {
  const config: Record<string, string> = {
    "fabric:clientSecret": "in-clear",
    "fabric:runToken": "in-clear",
    "fabric:clientCertificate": "encrypted",
    "fabric:clientCertificatePassword": " ",
    "fabric:tenantId": "no-secret",
    "other:clientSecret": "not ours",
  };

  it("are told, with the command that encrypts them and without their values", () => {
    const lines = plainSecrets(
      (key) => config[key],
      (key) => key === "fabric:clientCertificate",
    );
    expect(lines).to.have.lengthOf(2);
    expect(lines[0]).to.contain("`pulumi config set --secret fabric:clientSecret`");
    expect(lines[1]).to.contain("`pulumi config set --secret fabric:runToken`");
    expect(lines.join()).not.to.contain("in-clear");
  });

  it("are known by the SDK's own word", () => {
    const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
    pulumi.runtime.setAllConfig({ "fabric:token": "a", "fabric:clientSecret": "b" }, ["fabric:token"]);
    expect([isConfigSecret?.("fabric:token"), isConfigSecret?.("fabric:clientSecret")]).to.deep.equal([true, false]);
    pulumi.runtime.setAllConfig({}, []);
  });
});
