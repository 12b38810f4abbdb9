import { expect } from "chai";
import type { IdentityMethod } from "../../../sdk/auth/identitySettings";
import { readSettings, SettingsError } from "../../../sdk/auth/settings";
import { parseEndpoint } from "../../../sdk/fabric/endpoint";
import type { IdentitySettingName } from "../../../sdk/settingNames";
import { inNamespace } from "./inNamespace";

const tenantId = "11111111-1111-4111-8111-111111111111";
const clientId = "22222222-2222-4222-8222-222222222222";

/** The settings that select each way to sign in. */
const ways: Record<IdentityMethod, Partial<Record<IdentitySettingName, string>>> = {
  token: { token: "a-token" },
  clientSecret: { tenantId, clientId, clientSecret: "a-secret" },
  clientCertificate: { tenantId, clientId, clientCertificate: "AAAA" },
  oidc: { tenantId, clientId, oidcToken: "an-assertion" },
  managedIdentity: { useMsi: "true" },
  cli: { useCli: "true" },
};

const read = (config: Record<string, string>) =>
  readSettings({ config: inNamespace(config), env: {}, explicit: false });

describe("the destinations of tokens", () => {
  for (const [way, settings] of Object.entries(ways)) {
    it(`${way} is selected by these settings`, () => {
      expect(read(settings).identity.method).to.equal(way);
    });

    it(`${way}: an authority without TLS is refused`, () => {
      expect(() => read({ ...settings, authorityHost: "http://login.example" })).to.throw(
        SettingsError,
        /must begin with https:\/\//,
      );
    });

    it(`${way}: a service without TLS is refused, except on loopback`, () => {
      const endpointOf = (endpoint: string) => parseEndpoint(read({ ...settings, endpoint }).endpoint);
      expect(() => endpointOf("http://api.example/v1")).to.throw(TypeError, /is not https/);
      expect(endpointOf("http://127.0.0.1:8080/v1")).to.contain("127.0.0.1:8080");
    });
  }
});
