import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { plainSecrets } from "../../../sdk/resources/configuration";

describe("secret settings in clear in the stack's configuration", () => {
  const config: Record<string, string> = {
    "fabric-dataflow:clientSecret": "in-clear",
    "fabric-dataflow:runToken": "in-clear",
    "fabric-dataflow:clientCertificate": "encrypted",
    "fabric-dataflow:clientCertificatePassword": " ",
    "fabric-dataflow:tenantId": "no-secret",
    "fabric:oidcToken": "in-clear",
    "fabric:partnerId": "not ours",
    "other:clientSecret": "not ours",
  };

  it("are reported with the command that encrypts them and without their values", () => {
    const lines = plainSecrets(
      (key) => config[key],
      (key) => key === "fabric-dataflow:clientCertificate",
    );
    expect(lines).to.have.lengthOf(3);
    expect(lines[0]).to.contain("`pulumi config set --secret fabric-dataflow:clientSecret`");
    expect(lines[1]).to.contain("`pulumi config set --secret fabric:oidcToken`");
    expect(lines[2]).to.contain("`pulumi config set --secret fabric-dataflow:runToken`");
    expect(lines.join()).not.to.contain("in-clear");
  });

  it("are found by the SDK's function", () => {
    const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
    pulumi.runtime.setAllConfig({ "fabric-dataflow:token": "a", "fabric-dataflow:clientSecret": "b" }, [
      "fabric-dataflow:token",
    ]);
    expect([isConfigSecret?.("fabric-dataflow:token"), isConfigSecret?.("fabric-dataflow:clientSecret")]).to.deep.equal(
      [true, false],
    );
    pulumi.runtime.setAllConfig({}, []);
  });
});
