import { expect } from "chai";
import { hostInput } from "../../../sdk/auth/hostInput";
import { misplacedSettings } from "../../../sdk/auth/misplacedSettings";
import { misspeltSettings } from "../../../sdk/auth/misspeltSettings";
import { readSettings, SettingsError, type Settings } from "../../../sdk/auth/settings";
import { bridgeKey, misplacedKeys, serviceSettings, settingNames } from "../../../sdk/settingNames";

type Config = Record<string, string>;

const read = (config: Config, env: NodeJS.ProcessEnv = {}, project = "sales"): Settings =>
  readSettings({ config: (key) => config[key], env, explicit: false, project });

/** A stack's settings for the bridged provider, which deploys as an application. */
const bridge = { "fabric:tenantId": "t-bridge", "fabric:clientId": "c-bridge", "fabric:clientSecret": "s-bridge" };

describe("the configuration of two providers", () => {
  it("shares `fabric:` settings with the Terraform provider, with its bridge's names", () => {
    // https://github.com/microsoft/terraform-provider-fabric/blob/main/docs/index.md, as Pulumi's bridge writes the names
    expect(settingNames.map(bridgeKey).filter((key) => key !== undefined)).to.have.members(
      [
        ...["tenantId", "clientId", "clientSecret", "clientSecretFilePath", "clientCertificate"],
        ...["clientCertificateFilePath", "clientCertificatePassword", "oidcToken", "oidcTokenFilePath"],
        ...["oidcRequestUrl", "oidcRequestToken", "azureDevopsServiceConnectionId", "useOidc", "useMsi", "useCli"],
        ...["endpoint", "environment"],
      ].map((name) => `fabric:${name}`),
    );
  });

  const identities: [string, Config, NodeJS.ProcessEnv, object][] = [
    [
      "the bridge's application signs in here too",
      bridge,
      {},
      { method: "clientSecret", clientSecret: "s-bridge", clientId: "c-bridge", chosenBy: "fabric:clientSecret" },
    ],
    [
      "the bridge as a service principal, dataflows as a user",
      { ...bridge, "fabric-dataflow:useCli": "true" },
      {},
      { method: "cli", tenantId: "t-bridge", chosenBy: "fabric-dataflow:useCli" },
    ],
    [
      "a secret of its own with the bridge's application",
      { ...bridge, "fabric-dataflow:clientSecret": "s-own" },
      {},
      { method: "clientSecret", clientSecret: "s-own", clientId: "c-bridge", tenantId: "t-bridge" },
    ],
    [
      "another application in the bridge's tenant",
      { ...bridge, "fabric-dataflow:clientId": "c-own", "fabric-dataflow:clientSecret": "s-own" },
      {},
      { clientId: "c-own", tenantId: "t-bridge", clientSecret: "s-own" },
    ],
    [
      "the environment before both",
      { ...bridge, "fabric-dataflow:useCli": "true" },
      { FABRIC_TOKEN: "t" },
      { method: "token", chosenBy: "FABRIC_TOKEN" },
    ],
    [
      "a service connection by the bridge's name",
      {
        "fabric:tenantId": "t-bridge",
        "fabric:clientId": "c-bridge",
        "fabric:azureDevopsServiceConnectionId": "connection",
      },
      { SYSTEM_OIDCREQUESTURI: "https://dev.azure.com/x", SYSTEM_ACCESSTOKEN: "r" },
      { method: "oidc", chosenBy: "fabric:azureDevopsServiceConnectionId" },
    ],
    [
      "not the bridge's switch that is turned off here",
      { "fabric:useMsi": "true", "fabric-dataflow:useMsi": "false" },
      {},
      { method: "cli", chosenBy: "default" },
    ],
    [
      "what only the bridge knows is nobody's error",
      { "fabric:useDevCli": "true", "fabric:preview": "true", "fabric:timeout": "20m", "fabric:tenantId": "t-bridge" },
      {},
      { method: "cli", tenantId: "t-bridge" },
    ],
  ];
  for (const [what, config, env, identity] of identities)
    it(`selects the identity: ${what}`, () => expect(read(config, env).identity).to.deep.include(identity));

  it("does not use the bridge's certificate password for its own certificate", () => {
    const { identity } = read({
      ...{ "fabric:tenantId": "t", "fabric:clientId": "c", "fabric:clientCertificatePassword": "of another file" },
      "fabric-dataflow:clientCertificateFilePath": "/own.pfx",
    });
    expect(identity).to.include({ method: "clientCertificate", clientCertificatePassword: undefined });
  });

  it("can contradict itself only within one namespace", () => {
    expect(() => read({ ...bridge, "fabric:useMsi": "true" })).to.throw(
      SettingsError,
      /fabric:clientSecret and fabric:useMsi are both set/,
    );
    expect(() => read({ ...bridge, "fabric-dataflow:useMsi": "true" })).not.to.throw();
  });

  it("shares the bridge's tenant with the second identity", () =>
    expect(
      read({ ...bridge, "fabric-dataflow:runClientId": "r", "fabric-dataflow:runClientSecret": "rs" }).runIdentity,
    ).to.deep.include({ method: "clientSecret", clientId: "r", tenantId: "t-bridge" }));

  it("shares endpoint and cloud, each from its nearest source", () => {
    const config = { "fabric:endpoint": "https://bridge.example", "fabric:environment": "china" };
    expect(read(config)).to.include({ endpoint: "https://bridge.example/v1", environment: "china" });
    expect(read({ ...config, "fabric-dataflow:endpoint": "https://own.example/v1" }).endpoint).to.equal(
      "https://own.example/v1",
    );
  });

  it("reads no namespace for a FabricProvider", () => {
    const all: Config = { ...bridge, "fabric:token": "t", "fabric-dataflow:explicit": "true" };
    const input = hostInput({ get: (key) => all[key] }, { FABRIC_USE_MSI: "true" });
    expect(readSettings(input).identity).to.deep.include({ method: "managedIdentity" });
  });

  it("reads a FabricProvider of a state with the former keys of its arguments", () => {
    const all: Config = { "fabric:token": "t", "fabric:explicit": "true", "fabric:driftCheck": "item" };
    const settings = readSettings(hostInput({ get: (key) => all[key] }, {}));
    expect(settings.identity).to.deep.include({ method: "token", token: "t", chosenBy: "token of the FabricProvider" });
    expect(settings.driftCheck).to.equal("item");
  });
});

describe("a setting in the bridge's namespace that the bridge does not have", () => {
  const judge = (config: Config, env: NodeJS.ProcessEnv = {}, project?: string) =>
    misplacedSettings({ config: (key) => config[key], env, project });

  it("is refused if it would select an identity, with the command that moves it", () => {
    expect(judge({ "fabric:token": "a-secret-token" }).refused).to.deep.equal([
      "fabric:token is not read: fabric-dataflow:token is the setting's key. Move it: " +
        "`pulumi config get fabric:token | pulumi config set --secret fabric-dataflow:token && pulumi config rm fabric:token`.",
    ]);
    expect(() => read({ "fabric:token": "a-secret-token" })).to.throw(SettingsError, /^fabric:token is not read/);
  });

  it("is any setting that the bridge does not have, with its name here", () => {
    for (const { name, key } of misplacedKeys) {
      const { refused, ignored } = judge({ [key]: "true" });
      const decides = name === "authorityHost" || !(name in serviceSettings);
      expect([refused.length, ignored.length], key).to.deep.equal(decides ? [1, 0] : [0, 1]);
    }
  });

  const harmless: [string, Config, NodeJS.ProcessEnv][] = [
    ["the environment has it", { "fabric:token": "t" }, { FABRIC_TOKEN: "new" }],
    ["the own namespace has it", { "fabric:token": "t", "fabric-dataflow:token": "new" }, {}],
    ["a nearer source chooses another way", { "fabric:token": "t", "fabric-dataflow:useCli": "true" }, {}],
    [
      "a nearer source chooses another way for the second identity",
      { "fabric:runToken": "t" },
      { FABRIC_RUN_USE_MSI: "true" },
    ],
    ["it decides nothing about the sign-in", { "fabric:driftCheck": "item" }, {}],
  ];
  for (const [what, config, env] of harmless)
    it(`is only a warning if ${what}`, () => {
      const { refused, ignored } = judge(config, env);
      expect(refused).to.deep.equal([]);
      expect(ignored).to.have.lengthOf(1);
    });

  const decisive: [string, Config, NodeJS.ProcessEnv][] = [
    ["the first identity alone is chosen", { "fabric:runToken": "t" }, { FABRIC_TOKEN: "t" }],
    [
      "federation is chosen without the service connection",
      { "fabric:azureDevOpsServiceConnectionId": "c" },
      { FABRIC_USE_OIDC: "true" },
    ],
    ["the bridge's own keys choose", { ...bridge, "fabric:token": "t" }, {}],
    ["the second application's id is missing", { "fabric:runClientId": "c" }, { FABRIC_RUN_CLIENT_SECRET: "s" }],
  ];
  for (const [what, config, env] of decisive)
    it(`is refused if ${what}`, () => expect(judge(config, env).refused).to.have.lengthOf(1));

  it("belongs to the project in a project named `fabric`", () =>
    expect(judge({ "fabric:token": "t", "fabric:driftCheck": "x" }, {}, "fabric")).to.deep.equal({
      refused: [],
      ignored: [],
    }));
});

describe("a key of the package's namespace that is not a setting", () => {
  const judge = (config: Config, project = "sales") =>
    misspeltSettings({ keys: Object.keys(config), config: (key) => config[key], project });

  it("is refused if a setting has a similar name, with the command that moves it, and without its value", () => {
    const { refused, ignored } = judge({
      "fabric-dataflow:clientSecrets": "a-value",
      "fabric-dataflow:useCLI": "true",
    });
    expect(ignored).to.deep.equal({});
    expect(refused).to.deep.equal({
      "fabric-dataflow:clientSecrets":
        "fabric-dataflow:clientSecrets is not a setting; did you mean clientSecret or runClientSecret? Move it: `pulumi config get " +
        "fabric-dataflow:clientSecrets | pulumi config set --secret fabric-dataflow:clientSecret && pulumi config rm fabric-dataflow:clientSecrets`.",
      "fabric-dataflow:useCLI":
        "fabric-dataflow:useCLI is not a setting; did you mean useCli? Move it: `pulumi config get " +
        "fabric-dataflow:useCLI | pulumi config set fabric-dataflow:useCli && pulumi config rm fabric-dataflow:useCLI`.",
    });
  });

  const refused = ["isolatd", "delet", "runClientID", "azureDevopsServiceConnectionId", "alowForeign", "endPoint"];
  for (const name of refused)
    it(`is refused for any setting: ${name}`, () =>
      expect(Object.keys(judge({ [`fabric-dataflow:${name}`]: "x" }).refused)).to.have.length(1));

  it("is a warning with a list of all settings if none has a similar name", () => {
    const { refused, ignored } = judge({ "fabric-dataflow:warehouse": "x" });
    expect(refused).to.deep.equal({});
    expect(ignored["fabric-dataflow:warehouse"]).to.match(
      /is not a setting; there are: token, tenantId, .* and \d+ more$/,
    );
  });

  it("is ignored if it is empty, of another namespace, or of a project with that name", () => {
    const all = {
      "fabric-dataflow:useCl": " ",
      "fabric:useCl": "x",
      "sales:useCl": "x",
      "fabric-dataflows:useCl": "x",
    };
    for (const judged of [judge(all), judge({ "fabric-dataflow:useCl": "x" }, "fabric-dataflow")])
      expect(judged).to.deep.equal({ refused: {}, ignored: {} });
  });

  it("is not put into a command if a shell would interpret it", () => {
    const line = judge({ "fabric-dataflow:tokn$(id)": "x", "fabric-dataflow:useCli$": "x" }).refused;
    expect(line["fabric-dataflow:useCli$"]).to.match(/did you mean useCli\?$/);
  });

  it("ends a command that reads the settings of a stack with such a key", () => {
    const config: Config = { "fabric-dataflow:useCl": "true" };
    const input = { config: (key: string) => config[key], env: {}, explicit: false, project: "sales" };
    expect(() => readSettings({ ...input, keys: Object.keys(config) })).to.throw(
      SettingsError,
      /^fabric-dataflow:useCl is/,
    );
    expect(() => readSettings(input)).not.to.throw();
  });
});

describe("a project with the name of a namespace", () => {
  for (const project of ["fabric", "fabric-dataflow"]) {
    const key = `${project}:environment`;
    it(`${project} gets a message about its own key if the value is not a valid setting`, () => {
      expect(() => read({ [key]: "dev" }, {}, project)).to.throw(
        SettingsError,
        new RegExp(`^${key} must be one of public, .* The project has the name of this namespace`),
      );
      expect(() => read({ [key]: "dev" }, {}, "sales")).to.throw(SettingsError, /china\.$/);
    });
    it(`${project} gets no message if the value is valid, or if a nearer source has it`, () => {
      expect(read({ [key]: "public", [`${project}:useCli`]: "true" }, {}, project).environment).to.equal("public");
      expect(read({ [key]: "dev" }, { FABRIC_ENVIRONMENT: "public" }, project).environment).to.equal("public");
    });
    it(`${project} gets a message about a switch that is neither true nor false`, () =>
      expect(() => read({ [`${project}:useCli`]: "perhaps" }, {}, project)).to.throw(
        /true or false\. The project has/,
      ));
  }
});
