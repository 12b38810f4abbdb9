import { expect } from "chai";
import { readSettings, SettingsError, type Settings } from "../../../sdk/auth/settings";
import { parseEndpoint } from "../../../sdk/fabric/endpoint";
import { inNamespace } from "./inNamespace";

interface Given {
  env?: NodeJS.ProcessEnv;
  config?: Record<string, string>;
  explicit?: boolean;
}

function read({ env = {}, config = {}, explicit = false }: Given): Settings {
  return readSettings({ config: inNamespace(config), env, explicit });
}

describe("settings of the service", () => {
  it("are those of the public cloud by default", () => {
    expect(read({})).to.deep.include({
      environment: "public",
      endpoint: "https://api.fabric.microsoft.com/v1",
      scope: "https://api.fabric.microsoft.com/.default",
      authorityHost: "https://login.microsoftonline.com",
      maxRetries: undefined,
      maxCallsPerMinute: undefined,
      bulkExport: true,
      driftCheck: undefined,
    });
  });

  it("separate a private link's endpoint from the audience of tokens", () => {
    const endpoint = "https://0f0f.z0f.w.api.fabric.microsoft.com/v1/";
    const settings = read({ config: { endpoint } });
    expect(settings.endpoint).to.equal("https://0f0f.z0f.w.api.fabric.microsoft.com/v1");
    expect(settings.scope).to.equal("https://api.fabric.microsoft.com/.default");
  });

  const addresses: [string, string][] = [
    ["https://api.fabric.microsoft.com", "https://api.fabric.microsoft.com/v1"],
    ["https://api.fabric.microsoft.com/", "https://api.fabric.microsoft.com/v1"],
    ["https://api.fabric.microsoft.com/v1/", "https://api.fabric.microsoft.com/v1"],
    ["api.fabric.microsoft.com", "https://api.fabric.microsoft.com/v1"],
    [
      "https://0f0f0f0f0f0f4f0f8f0f0f0f0f0f0f0f.z0f.w.api.fabric.microsoft.com",
      "https://0f0f0f0f0f0f4f0f8f0f0f0f0f0f0f0f.z0f.w.api.fabric.microsoft.com/v1",
    ],
    ["https://api.fabric.example:8443/proxy", "https://api.fabric.example:8443/proxy"],
    ["https://api.fabric.example/v2", "https://api.fabric.example/v2"],
  ];
  for (const [given, endpoint] of addresses)
    it(`accept an endpoint in Terraform's form, without a version, and as a base URL: ${given}`, () => {
      expect(read({ env: { FABRIC_ENDPOINT: given } }).endpoint).to.equal(endpoint);
      expect(parseEndpoint(read({ config: { endpoint: given } }).endpoint)).to.equal(endpoint);
    });

  it("of a sovereign cloud accept an endpoint without a version, too", () => {
    for (const endpoint of ["https://api.fabric.example", "https://api.fabric.example/v1"])
      expect(read({ env: { FABRIC_ENVIRONMENT: "usgovernment", FABRIC_ENDPOINT: endpoint } })).to.include({
        endpoint: "https://api.fabric.example/v1",
        scope: "https://api.fabric.example/.default",
        authorityHost: "https://login.microsoftonline.us",
      });
  });

  it("of a sovereign cloud use its authority, and the endpoint for audience and address", () => {
    const settings = read({ config: { environment: "China", endpoint: "https://api.fabric.example/v1" } });
    expect(settings.authorityHost).to.equal("https://login.partner.microsoftonline.cn");
    expect(settings.scope).to.equal("https://api.fabric.example/.default");
  });

  it("prefer the environment, and the arguments of an explicit provider", () => {
    const env = { FABRIC_MAX_RETRIES: "3", FABRIC_DRIFT_CHECK: "" };
    const config = { maxRetries: "7", driftCheck: "item" };
    expect(read({ env, config })).to.deep.include({ maxRetries: 3, driftCheck: "item" });
    expect(read({ env, config, explicit: true })).to.deep.include({ maxRetries: 7 });
  });

  const wrong: [string, Given, RegExp][] = [
    ["a cloud that is none", { config: { environment: "moon" } }, /fabric-dataflow:environment must be one of public/],
    [
      "a sovereign cloud without an address",
      { env: { FABRIC_ENVIRONMENT: "china" } },
      /FABRIC_ENVIRONMENT.*set endpoint/,
    ],
    ["a number that is none", { env: { FABRIC_MAX_RETRIES: "many" } }, /FABRIC_MAX_RETRIES must be a whole number/],
    [
      "no calls at all",
      { config: { maxCallsPerMinute: "0" } },
      /fabric-dataflow:maxCallsPerMinute must be a whole number from 1 to 9999: leave it out/,
    ],
    ["an endpoint that is no URL", { config: { endpoint: "https://" } }, /fabric-dataflow:endpoint must be a URL/],
    ["an authority in the clear", { config: { authorityHost: "http://login.example" } }, /must begin with https/],
    ["a switch that is neither", { env: { FABRIC_USE_MSI: "yes" } }, /FABRIC_USE_MSI must be true or false/],
    [
      "an argument of the provider by that name",
      { config: { driftCheck: "all" }, explicit: true },
      /driftCheck of the FabricProvider must be one of definition, item/,
    ],
  ];
  for (const [what, given, message] of wrong) {
    it(`refuse ${what}`, () => expect(() => read(given)).to.throw(SettingsError, message));
  }
});
