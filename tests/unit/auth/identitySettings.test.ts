import { expect } from "chai";
import { readSettings, SettingsError, type Settings } from "../../../sdk/auth/settings";
import { inNamespace } from "./inNamespace";
import { environmentName, identitySettingNames, runSettingName, settingOf } from "../../../sdk/settingNames";

interface Given {
  env?: NodeJS.ProcessEnv;
  config?: Record<string, string>;
  explicit?: boolean;
}

function read({ env = {}, config = {}, explicit = false }: Given): Settings {
  return readSettings({ config: inNamespace(config), env, explicit });
}

const app = { tenantId: "t-config", clientId: "c-config" };
const appEnv = { FABRIC_TENANT_ID: "t-env", FABRIC_CLIENT_ID: "c-env" };

describe("the identity that settings select", () => {
  const cases: [string, Given, object][] = [
    ["nothing set: the Azure CLI", {}, { method: "cli", chosenBy: "default", tenantId: undefined }],
    ["a tenant alone: the Azure CLI for that tenant", { config: { tenantId: "t" } }, { method: "cli", tenantId: "t" }],
    [
      "a secret in the configuration",
      { config: { ...app, clientSecret: "s" } },
      {
        method: "clientSecret",
        tenantId: "t-config",
        clientId: "c-config",
        clientSecret: "s",
        chosenBy: "fabric-dataflow:clientSecret",
      },
    ],
    [
      "a rotated secret in the environment, alone, with the configuration's application",
      { config: { ...app, clientSecret: "old" }, env: { FABRIC_CLIENT_SECRET: "new" } },
      {
        method: "clientSecret",
        tenantId: "t-config",
        clientId: "c-config",
        clientSecret: "new",
        chosenBy: "FABRIC_CLIENT_SECRET",
      },
    ],
    [
      "the environment's method as a whole, whatever the configuration's",
      { config: { ...app, clientSecret: "s" }, env: { ...appEnv, FABRIC_CLIENT_CERTIFICATE_FILE_PATH: "/c.pfx" } },
      { method: "clientCertificate", tenantId: "t-env", clientId: "c-env", clientCertificateFilePath: "/c.pfx" },
    ],
    [
      "the configuration's method with its own application, although the environment names another",
      { config: { ...app, clientSecret: "s" }, env: appEnv },
      { method: "clientSecret", tenantId: "t-config", clientId: "c-config" },
    ],
    [
      "an explicit provider's method before the environment's",
      { config: { ...app, clientSecret: "s" }, env: { ...appEnv, FABRIC_TOKEN: "t" }, explicit: true },
      { method: "clientSecret", clientId: "c-config", chosenBy: "clientSecret of the FabricProvider" },
    ],
    [
      "an explicit provider without a method: the environment's",
      { config: { endpoint: "https://x/v1" }, env: { FABRIC_TOKEN: "t" }, explicit: true },
      { method: "token", token: "t", chosenBy: "FABRIC_TOKEN" },
    ],
    [
      "an empty variable is not a setting",
      { config: { ...app, clientSecret: "s" }, env: { FABRIC_TOKEN: "", FABRIC_CLIENT_SECRET: " " } },
      { method: "clientSecret", clientSecret: "s" },
    ],
    ["a managed identity", { env: { FABRIC_USE_MSI: "true" } }, { method: "managedIdentity", clientId: undefined }],
    [
      "a managed identity of the machine, not the application of another source",
      { env: { FABRIC_USE_MSI: "1" }, config: { ...app, clientSecret: "s" } },
      { method: "managedIdentity", clientId: undefined },
    ],
    [
      "a user-assigned managed identity",
      { config: { useMsi: "true", clientId: "u" } },
      { method: "managedIdentity", clientId: "u" },
    ],
    ["a switch that is off is no choice", { env: { FABRIC_USE_MSI: "false" } }, { method: "cli" }],
    [
      "GitHub's federation by itself, where tenant and application are known",
      { config: app, env: { ACTIONS_ID_TOKEN_REQUEST_URL: "https://g", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "r" } },
      { method: "oidc", assertion: { from: "request", url: "https://g", requestToken: "r" } },
    ],
    [
      "not GitHub's federation where useOidc is off",
      {
        env: {
          ACTIONS_ID_TOKEN_REQUEST_URL: "https://g",
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: "r",
          ...appEnv,
          FABRIC_USE_CLI: "true",
        },
      },
      { method: "cli", tenantId: "t-env" },
    ],
  ];
  for (const [what, given, identity] of cases) {
    it(what, () => expect(read(given).identity).to.deep.include(identity));
  }

  const contradictions: [string, Given, string, string][] = [
    [
      "a secret and a certificate",
      { config: { ...app, clientSecret: "s", clientCertificate: "c" } },
      "fabric-dataflow:clientSecret",
      "fabric-dataflow:clientCertificate",
    ],
    [
      "a secret and its file",
      { env: { FABRIC_CLIENT_SECRET: "s", FABRIC_CLIENT_SECRET_FILE_PATH: "/s" } },
      "FABRIC_CLIENT_SECRET ",
      "FABRIC_CLIENT_SECRET_FILE_PATH",
    ],
    ["a token and a switch", { env: { FABRIC_TOKEN: "t", FABRIC_USE_CLI: "true" } }, "FABRIC_TOKEN", "FABRIC_USE_CLI"],
    [
      "two switches",
      { config: { useMsi: "true", useCli: "true" }, explicit: true },
      "useMsi of the FabricProvider",
      "useCli of the FabricProvider",
    ],
    [
      "two federated tokens",
      { config: { ...app, oidcToken: "t", oidcTokenFilePath: "/t" } },
      "fabric-dataflow:oidcToken",
      "fabric-dataflow:oidcTokenFilePath",
    ],
    [
      "federation off and on",
      { config: { ...app, useOidc: "false", oidcToken: "t" } },
      "fabric-dataflow:useOidc",
      "fabric-dataflow:oidcToken",
    ],
    [
      "two ways of the second identity",
      { env: { FABRIC_RUN_TOKEN: "t", FABRIC_RUN_USE_CLI: "true" } },
      "FABRIC_RUN_TOKEN",
      "FABRIC_RUN_USE_CLI",
    ],
  ];
  for (const [what, given, one, two] of contradictions) {
    it(`is an error that names both settings of one source: ${what}`, () =>
      expect(() => read(given))
        .to.throw(SettingsError)
        .with.property("message")
        .that.includes(one)
        .and.includes(two));
  }

  it("is not a contradiction if the settings are in two sources", () => {
    expect(read({ config: { ...app, clientSecret: "s" }, env: { FABRIC_TOKEN: "t" } }).identity.method).to.equal(
      "token",
    );
  });

  const missing: [string, Given, RegExp][] = [
    [
      "an application",
      { env: { FABRIC_CLIENT_SECRET: "s", FABRIC_TENANT_ID: "t" } },
      /FABRIC_CLIENT_ID is missing: signing in by FABRIC_CLIENT_SECRET needs the application \(client\) id/,
    ],
    ["a tenant", { config: { clientSecret: "s", clientId: "c" } }, /fabric-dataflow:tenantId is missing/],
    [
      "a way for an application that is named",
      { env: { FABRIC_CLIENT_ID: "c" } },
      /FABRIC_CLIENT_ID is set, but no setting chooses how/,
    ],
    ["any way at all", { env: { FABRIC_USE_CLI: "false" } }, /FABRIC_USE_CLI is false: set one of token/],
    [
      "a federated token",
      { config: { ...app, useOidc: "true" } },
      /no setting and no pipeline provides a token.*fabric-dataflow:oidcToken/,
    ],
  ];
  for (const [what, given, message] of missing) {
    it(`is an error that names the missing setting: ${what}`, () =>
      expect(() => read(given)).to.throw(SettingsError, message));
  }
});

describe("the second identity", () => {
  const cases: [string, Given, object | undefined][] = [
    ["is absent if nothing names it", { config: { ...app, clientSecret: "s" } }, undefined],
    [
      "shares the tenant of the first",
      { config: { ...app, clientSecret: "s", runClientId: "c-run", runClientSecret: "r" } },
      {
        method: "clientSecret",
        tenantId: "t-config",
        clientId: "c-run",
        clientSecret: "r",
        chosenBy: "fabric-dataflow:runClientSecret",
      },
    ],
    [
      "stays the configuration's where the environment changes the first alone",
      { config: { ...app, clientSecret: "s", runToken: "r" }, env: { FABRIC_TOKEN: "t" } },
      { method: "token", token: "r" },
    ],
    [
      "is the environment's where both name one",
      { config: { runToken: "r" }, env: { FABRIC_RUN_USE_MSI: "true" } },
      { method: "managedIdentity", clientId: undefined, chosenBy: "FABRIC_RUN_USE_MSI" },
    ],
    [
      "of the environment does not overrule an explicit provider that says who signs in",
      { config: { token: "user" }, env: { FABRIC_RUN_TOKEN: "r" }, explicit: true },
      undefined,
    ],
    [
      "of the environment holds for an explicit provider that does not",
      { config: { endpoint: "https://x/v1" }, env: { FABRIC_RUN_TOKEN: "r" }, explicit: true },
      { method: "token", token: "r" },
    ],
  ];
  for (const [what, given, identity] of cases) {
    it(what, () => {
      const { runIdentity } = read(given);
      if (identity === undefined) expect(runIdentity).to.equal(undefined);
      else expect(runIdentity).to.deep.include(identity);
    });
  }

  it("is refused if it has a name but no way to sign in", () => {
    expect(() => read({ env: { FABRIC_RUN_CLIENT_ID: "c" } })).to.throw(SettingsError, /FABRIC_RUN_CLIENT_ID is set/);
  });
});

describe("a setting that is a switch", () => {
  const switches = identitySettingNames.filter((name) => settingOf(name).kind === "switch");
  it("is each setting with such a name", () =>
    expect(switches).to.deep.equal(identitySettingNames.filter((name) => name.startsWith("use"))));

  for (const name of switches) {
    const variable = environmentName(name);
    it(`${variable}=false selects nothing, for both identities`, () => {
      const token = { FABRIC_TOKEN: "t" };
      expect(read({ env: { ...token, [variable]: "false" } }).identity).to.include({ chosenBy: "FABRIC_TOKEN" });
      const run = environmentName(runSettingName(name));
      expect(read({ env: { ...token, [run]: "false" } }).runIdentity).to.equal(undefined);
    });
    it(`${variable} with another word is refused`, () =>
      expect(() => read({ env: { [variable]: "perhaps" } })).to.throw(
        SettingsError,
        `${variable} must be true or false`,
      ));
  }
});
