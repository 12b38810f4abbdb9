import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { expect } from "chai";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { checkConfig, configured, diffConfig } from "../../../sdk/plugin/configuration";

type Args = Record<string, JavaScriptValue>;
const urn = (name: string, project = "shop") => `urn:pulumi:dev::${project}::pulumi:providers:fabric-dataflow::${name}`;
const secret = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

function checked(name: string, args: Args, project?: string) {
  const request = new messages.CheckRequest();
  request.setUrn(urn(name, project));
  request.setNews(Struct.fromJavaScript(args));
  const response = checkConfig(request);
  return {
    inputs: response.getInputs()?.toJavaScript(),
    failures: response.getFailuresList().map((failure) => failure.getReason()),
  };
}

function settings(name: string | undefined, args: Args) {
  const request = new messages.ConfigureRequest();
  if (name !== undefined) request.setUrn(urn(name));
  request.setArgs(Struct.fromJavaScript(args));
  return configured(request);
}

describe("the settings of the plugin's providers", () => {
  it("are encrypted in the state if they are secret, also if they do not arrive as secrets", () => {
    const { inputs } = checked("mine", { token: "t", clientSecret: secret("s"), tenantId: "id" });
    expect(inputs).to.deep.equal({ token: secret("t"), clientSecret: secret("s"), tenantId: "id" });
  });

  it("are all known for a program's provider, including the keys that the engine adds", () => {
    expect(checked("mine", { version: "1.0.0", pluginDownloadURL: "u", isolated: "true" }).failures).to.deep.equal([]);
    expect(checked("mine", { tenantID: "t" }).failures.join()).to.match(
      /^tenantID is unknown; did you mean tenantId\?/,
    );
  });

  it("are refused in the stack's configuration if their name is only similar to a setting, unless the project has the namespace's name", () => {
    const misspelt = { driftchek: "item" };
    expect(checked("default_0_1_0", misspelt).failures.join()).to.match(
      /fabric-dataflow:driftchek is .*setting; did you/,
    );
    expect(checked("default", misspelt, "fabric-dataflow").failures).to.deep.equal([]);
    expect(checked("default", { ofTheProject: "own" }).failures).to.deep.equal([]);
  });

  it("are read by their keys, as texts, in clear", () => {
    const args = { token: secret("t"), useCli: true, maxRetries: 3, allowForeign: ["a"] };
    const { host, setting } = settings("default", args);
    expect(host.get("fabric-dataflow:token")).to.equal("t");
    expect(host.get("fabric-dataflow:useCli")).to.equal("true");
    expect(host.get("fabric-dataflow:maxRetries")).to.equal("3");
    expect(host.get("fabric:token")).to.equal(undefined);
    expect(setting("allowForeign")).to.equal('["a"]');
  });

  it("apply before the environment only if the program declares the provider", () => {
    const explicit = (name?: string) => settings(name, {}).host.get("fabric-dataflow:explicit");
    expect(explicit("mine")).to.equal("true");
    expect(explicit("default_0_1_0")).to.equal("false");
    expect(explicit(undefined), "an engine without this information").to.equal("false");
  });

  it("do not replace a resource", () => {
    const response = diffConfig();
    expect(response.getReplacesList()).to.deep.equal([]);
    expect(response.getChanges()).to.equal(messages.DiffResponse.DiffChanges.DIFF_UNKNOWN);
  });
});
