import { expect } from "chai";
import { inspect } from "node:util";
import { createCredential } from "../../sdk/auth/credentials";
import type { IdentityMethod } from "../../sdk/auth/identitySettings";
import { readSettings } from "../../sdk/auth/settings";
import { makeCertificate, type TestCertificate } from "./certificates";
import { startEntra, tenantId, type Entra } from "./entra";
import { gitHubIssuer, gitHubSubject, requestToken, startWorkloads, type Workloads } from "./workloads";

const clientId = "11111111-aaaa-4bbb-8ccc-000000000008";

/** All output of a sign-in: printed errors, descriptions, MSAL's verbose log. */
describe("secrets are not shown", () => {
  let entra: Entra;
  let workloads: Workloads;
  let own: TestCertificate;
  before(async () => {
    [entra, workloads, own] = await Promise.all([startEntra(), startWorkloads(), makeCertificate("deploy")]);
    entra.trustIssuer(gitHubIssuer, workloads.publicKey);
  });
  after(() => Promise.all([entra.close(), workloads.close()]));
  beforeEach(() => {
    entra.directory.registrations = [
      {
        clientId,
        secrets: [{ value: "Q~secret-that-must-not-show" }],
        certificates: [own.certificate],
        federatedCredentials: [
          { issuer: gitHubIssuer, subject: gitHubSubject, audience: "api://AzureADTokenExchange" },
        ],
      },
    ];
  });

  const application = { FABRIC_TENANT_ID: tenantId, FABRIC_CLIENT_ID: clientId };
  /** The settings and secrets of each way to sign in, or the reason why it has none. */
  const ways: Record<IdentityMethod, { env: () => NodeJS.ProcessEnv; secrets: () => string[] } | string> = {
    clientSecret: {
      env: () => ({ ...application, FABRIC_CLIENT_SECRET: "Q~secret-that-must-not-show" }),
      secrets: () => ["Q~secret-that-must-not-show"],
    },
    clientCertificate: {
      env: () => ({ ...application, FABRIC_CLIENT_CERTIFICATE: `${own.privateKey}${own.certificate}` }),
      secrets: () => ["BEGIN PRIVATE KEY", own.privateKey.split("\n")[3]!],
    },
    oidc: {
      env: () => ({
        ...application,
        FABRIC_OIDC_REQUEST_URL: workloads.gitHubUrl,
        FABRIC_OIDC_REQUEST_TOKEN: requestToken,
      }),
      secrets: () => [requestToken],
    },
    token: "it is sent to Fabric alone; token.test.ts",
    managedIdentity: "it sends no secret",
    cli: "az and azd sign in; azureCli.test.ts and login.test.ts check their output",
  };
  const outcomes: [string, (env: NodeJS.ProcessEnv) => NodeJS.ProcessEnv][] = [
    ["succeeds", (env) => env],
    ["is refused with all that was sent", (env) => env],
    ["is refused", (env) => ({ ...env, FABRIC_SCOPE: "https://wrong.example/.default" })],
    ["finds no application", (env) => ({ ...env, FABRIC_CLIENT_ID: "unknown-application" })],
    ["finds no authority", (env) => ({ ...env, FABRIC_AUTHORITY_HOST: "https://127.0.0.1:9" })],
  ];
  for (const [way, how] of Object.entries(ways)) {
    if (typeof how === "string") continue;
    const { env, secrets } = how;
    for (const [what, change] of outcomes) {
      it(`when a sign-in with ${way} ${what}, verbose logging on`, async () => {
        const settings = readSettings({
          config: () => undefined,
          env: change({ FABRIC_AUTHORITY_HOST: entra.authorityHost, ...env() }),
          explicit: false,
        });
        const seen: string[] = [];
        entra.trouble = what === "is refused with all that was sent" ? ["echo"] : [];
        const credential = createCredential(settings.identity, {
          ...settings,
          dispatcher: entra.dispatcher,
          limits: { requestTimeoutMs: 2_000, retryDelaysMs: [] },
          log: (line) => seen.push(line),
        });
        let token = "never-issued";
        try {
          ({ token } = await credential.getToken());
        } catch (error) {
          seen.push(inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), String(error));
        }
        seen.push(credential.description, inspect(credential, { depth: 10 }));
        const text = seen.join("\n");
        expect(text).to.contain("@azure/msal-node");
        expect(token !== "never-issued").to.equal(what === "succeeds");
        const assertion = entra.requests.at(-1)?.form.get("client_assertion")?.split(".")[1] ?? "never-sent";
        for (const secret of [...secrets(), token, assertion]) {
          expect(text.includes(secret), `${secret.slice(0, 4)}... appears`).to.equal(false);
        }
      });
    }
  }

  it("in an error about settings that contradict each other or cannot be read", () => {
    const bad: NodeJS.ProcessEnv[] = [
      { FABRIC_TOKEN: "token-that-must-not-show", FABRIC_CLIENT_SECRET: "Q~secret-that-must-not-show" },
      { FABRIC_CLIENT_SECRET: "Q~secret-that-must-not-show" },
      { FABRIC_OIDC_TOKEN: "token-that-must-not-show", FABRIC_OIDC_REQUEST_TOKEN: "request-that-must-not-show" },
      { FABRIC_ENDPOINT: "https://user:password-that-must-not-show@example.com/v1" },
    ];
    for (const env of bad) {
      expect(() => readSettings({ config: () => undefined, env, explicit: false })).to.throw(/^(?!.*must-not-show)/s);
    }
  });
});
