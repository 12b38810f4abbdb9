import { expect } from "chai";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IdentityMethod } from "../../../sdk/auth/identitySettings";
import { environmentName, identitySettingNames, settingOf } from "../../../sdk/settingNames";
import { root } from "../../tools/layout.mjs";

/** The test of each way to sign in, below tests/auth. */
const tests: Record<IdentityMethod, string> = {
  token: "token.test.ts",
  clientSecret: "clientSecret.test.ts",
  clientCertificate: "clientCertificate.test.ts",
  oidc: "federation.test.ts",
  managedIdentity: "managedIdentity.test.ts",
  cli: "azureCli.test.ts",
};

const choices = readFileSync(join(root, "tests/unit/auth/identitySettings.test.ts"), "utf8");
const guide = readFileSync(join(root, "docs/authentication.md"), "utf8");
const table = /^\| I run \|[\s\S]*?\n\n/m.exec(guide)?.[0] ?? "";

describe("every way to sign in", () => {
  for (const [way, file] of Object.entries(tests)) {
    it(`${way} is tested`, () => {
      expect(existsSync(join(root, "tests/auth", file)), file).to.equal(true);
      expect(choices, "which settings choose it: a case of identitySettings.test.ts").to.contain(`method: "${way}"`);
    });

    it(`${way} is in the guide's table of places to run`, () => {
      const choosers = identitySettingNames.filter((name) => settingOf(name).chooses === way).map(environmentName);
      const named = [...choosers, ...(way === "cli" ? ["az login"] : [])].filter((name) => table.includes(name));
      expect(named, `a row of the first table of docs/authentication.md with ${choosers.join(" or ")}`).not.to.be.empty;
    });
  }
});
