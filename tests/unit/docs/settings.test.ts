import { expect } from "chai";
import { lookupNames } from "../../../sdk/model/lookupNames";
import { bridgeKey, configKey, environmentName, settingNames, stackSettingNames } from "../../../sdk/settingNames";
import { WORKSPACE_VARIABLE } from "../../../sdk/cli/service";
import { guides, read } from "./pages";

/** Functions of the plugin, as YAML names them. They are no settings. */
const functions = Object.keys(lookupNames).map((name) => `fabric-dataflow:${name}`);
/** Variables of the repository's tests. The package does not read them. */
const ofTests = ["FABRIC_REST_API_SPECS"];
/** Keys that only Pulumi's bridged provider knows. */
const ofTheBridge = ["fabric:preview"];
const variables = new Set([...settingNames.map(environmentName), WORKSPACE_VARIABLE, ...ofTests]);

describe("settings in the documentation", () => {
  for (const page of guides) {
    const text = read(page);
    it(`exist: ${page}`, () => {
      const named = [...text.matchAll(/(?<![A-Z_])(FABRIC_[A-Z][A-Z_]*[A-Z])/g)].map(([, one]) => one!);
      expect(named.filter((variable) => !variables.has(variable))).to.deep.equal([]);
      const keys = [...text.matchAll(/(?<!dynamic\/)\bfabric(?:-dataflow)?:[a-z]\w*\b(?!:)/g)].map(([key]) => key);
      const ofProviders = settingNames.flatMap((name) => [configKey(name), bridgeKey(name)]);
      const known = [...ofProviders, ...stackSettingNames.map(configKey), ...ofTheBridge, ...functions];
      expect(keys.filter((key) => !known.includes(key))).to.deep.equal([]);
    });
  }

  it("are all on the page of settings with their variables", () => {
    const text = read("docs/settings.md");
    const missing = settingNames
      .filter((name) => !name.startsWith("run"))
      .filter((name) => !text.includes(`\`${name}\``) || !text.includes(`\`${environmentName(name)}\``));
    expect(missing).to.deep.equal([]);
  });
});
