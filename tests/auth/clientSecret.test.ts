import { expect } from "chai";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scope, startEntra, tenantId, type Entra } from "./entra";
import { credentialFrom, refusalOf } from "./signIn";

const clientId = "11111111-aaaa-4bbb-8ccc-000000000001";
const secret = "Q~right-secret-value-1";

describe("signing in with a client secret", () => {
  let entra: Entra;
  let folder: string;
  before(async () => {
    entra = await startEntra();
    folder = await mkdtemp(join(tmpdir(), "secret-"));
  });
  after(async () => {
    await entra.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    entra.directory.registrations = [
      { clientId, secrets: [{ value: secret }, { value: "Q~expired-secret-value", expired: true }] },
    ];
    entra.requests.length = 0;
    entra.otherPaths.length = 0;
    entra.trouble = [];
    entra.clock = Date.now;
  });
  const env = (more: NodeJS.ProcessEnv = {}) => ({
    FABRIC_TENANT_ID: tenantId,
    FABRIC_CLIENT_ID: clientId,
    FABRIC_CLIENT_SECRET: secret,
    ...more,
  });

  it("sends tenant, application, secret and scope in one request, and needs no other request", async () => {
    const { token, expiresOnTimestamp } = await credentialFrom(entra, env()).getToken();
    expect(token.split(".")).to.have.length(3);
    expect(expiresOnTimestamp - Date.now()).to.be.within(3_590_000, 3_601_000);
    expect(entra.requests).to.have.length(1);
    const { form } = entra.requests[0]!;
    expect(form.get("grant_type")).to.equal("client_credentials");
    expect(form.get("client_id")).to.equal(clientId);
    expect(form.get("client_secret")).to.equal(secret);
    expect(form.get("scope")).to.equal(scope);
    expect(entra.otherPaths).to.deep.equal([]);
  });

  it("reads the secret from a file again at each renewal, and so uses a rotated secret", async () => {
    const path = join(folder, "secret.txt");
    await writeFile(path, `${secret}\n`);
    const credential = credentialFrom(entra, env({ FABRIC_CLIENT_SECRET: "", FABRIC_CLIENT_SECRET_FILE_PATH: path }));
    await credential.getToken();
    entra.directory.registrations[0]!.secrets = [{ value: "Q~rotated-secret-value" }];
    await writeFile(path, "Q~rotated-secret-value\n");
    await credential.getToken({ forceRefresh: true });
    expect(entra.requests.map(({ form }) => form.get("client_secret"))).to.deep.equal([
      secret,
      "Q~rotated-secret-value",
    ]);
  });

  it("names the file that does not exist", async () => {
    const path = join(folder, "missing.txt");
    const error = await refusalOf(
      credentialFrom(entra, env({ FABRIC_CLIENT_SECRET: "", FABRIC_CLIENT_SECRET_FILE_PATH: path })),
    );
    expect(error.message).to.contain(path).and.to.contain("does not exist");
  });

  const refusals: [string, string, NodeJS.ProcessEnv, RegExp][] = [
    [
      "a wrong secret",
      "AADSTS7000215",
      { FABRIC_CLIENT_SECRET: "Q~wrong-secret-value" },
      /the value of a current secret/,
    ],
    ["an expired secret", "AADSTS7000222", { FABRIC_CLIENT_SECRET: "Q~expired-secret-value" }, /Make a new secret/],
    ["an unknown tenant", "AADSTS90002", { FABRIC_TENANT_ID: "nowhere.example" }, /Check tenantId/],
    [
      "an unknown application",
      "AADSTS700016",
      { FABRIC_CLIENT_ID: "22222222-aaaa-4bbb-8ccc-000000000009" },
      /not the object id/,
    ],
    [
      "an id that no application can have",
      "AADSTS700038",
      { FABRIC_CLIENT_ID: "00000000-0000-0000-0000-000000000000" },
      /application \(client\) id/,
    ],
    ["an unknown audience", "AADSTS500011", { FABRIC_SCOPE: "https://wrong.example/.default" }, /Check scope/],
    [
      "a scope of the wrong form",
      "AADSTS1002012",
      { FABRIC_SCOPE: "https://api.fabric.microsoft.com/Item.Read.All" },
      /\/\.default/,
    ],
  ];
  for (const [what, code, more, remedy] of refusals) {
    it(`says what to do about ${what}, with Entra's code and correlation id`, async () => {
      const error = await refusalOf(credentialFrom(entra, env(more)));
      expect(error.code).to.equal(code);
      expect(error.message).to.match(remedy).and.to.contain(code).and.to.contain("FABRIC_CLIENT_SECRET");
      expect(error.correlationId).to.match(/^[0-9a-f-]{36}$/);
      expect(error.message).to.contain(error.correlationId);
      expect(entra.requests).to.have.length(1);
    });
  }

  it("says what to do about conditional access and about missing consent", async () => {
    entra.directory.registrations[0]!.blockedByConditionalAccess = true;
    expect((await refusalOf(credentialFrom(entra, env()))).message).to.match(/conditional-access policy.*AADSTS53003/);
    entra.directory.registrations = [{ clientId, secrets: [{ value: secret }], withoutConsent: true }];
    expect((await refusalOf(credentialFrom(entra, env()))).message).to.match(/API permissions.*Dataflow\.Execute\.All/);
  });

  it("says that the clock is wrong if it is", async () => {
    entra.clock = () => Date.now() - 17 * 60_000;
    const error = await refusalOf(credentialFrom(entra, env({ FABRIC_CLIENT_SECRET: "Q~wrong-secret-value" })));
    expect(error.message).to.contain("clock is 17 minutes ahead of");
  });

  it("tries again after a 503 and a 429, and then gets its token", async () => {
    entra.trouble = [503, 429];
    await credentialFrom(entra, env()).getToken();
    expect(entra.requests).to.have.length(3);
  });

  it("gives up after a limited number of attempts, with an error that is retriable", async () => {
    entra.trouble = [503, 503, 503];
    const error = await refusalOf(credentialFrom(entra, env()));
    expect(error.code).to.equal("AADSTS90033");
    expect(error.isRetriable).to.equal(true);
    expect(entra.requests).to.have.length(3);
    await credentialFrom(entra, env()).getToken();
  });

  it("distinguishes the page of a gateway from a response of Entra", async () => {
    entra.trouble = ["html", "html", "html"];
    const error = await refusalOf(credentialFrom(entra, env()));
    expect(error.message).to.contain("HTTP 502 with text/html").and.to.contain("NO_PROXY");
    expect(error.isRetriable).to.equal(true);
  });

  it("does not wait forever for an authority that does not respond", async () => {
    entra.trouble = ["hang", "hang"];
    const started = Date.now();
    const error = await refusalOf(
      credentialFrom(entra, env(), { limits: { requestTimeoutMs: 150, retryDelaysMs: [10] } }),
    );
    expect(Date.now() - started).to.be.lessThan(2_000);
    expect(error.message).to.contain("no response came in time").and.to.contain("2 attempts");
    expect(error.message).to.contain(entra.authorityHost);
  });
});
