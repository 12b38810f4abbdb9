import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { startEntra, tenantId, type Entra } from "./entra";
import { decodeJwt } from "./jwt";
import { credentialFrom } from "./signIn";

const clientId = "11111111-aaaa-4bbb-8ccc-000000000006";
const env = { FABRIC_TENANT_ID: tenantId, FABRIC_CLIENT_ID: clientId, FABRIC_CLIENT_SECRET: "Q~shared-secret-value" };
const hour = 3_600_000;

describe("the token of an identity", () => {
  let entra: Entra;
  before(async () => {
    entra = await startEntra();
    entra.register({ clientId, secrets: [{ value: env.FABRIC_CLIENT_SECRET }] });
  });
  after(() => entra.close());
  beforeEach(() => {
    entra.requests.length = 0;
    entra.delayMs = 0;
    entra.clock = Date.now;
    entra.trouble = [];
  });

  it("is requested once for all calls that start together", async () => {
    entra.delayMs = 50;
    const credential = credentialFrom(entra, env);
    const tokens = await Promise.all(Array.from({ length: 100 }, () => credential.getToken()));
    expect(new Set(tokens.map(({ token }) => token)).size).to.equal(1);
    expect(entra.requests).to.have.length(1);
    await credential.getToken();
    expect(entra.requests).to.have.length(1);
  });

  it("is renewed once for all calls that the service refused", async () => {
    entra.delayMs = 30;
    const credential = credentialFrom(entra, env);
    const { token: old } = await credential.getToken();
    const first = await Promise.all(Array.from({ length: 50 }, () => credential.getToken({ forceRefresh: true })));
    const late = await credential.getToken({ forceRefresh: true });
    expect(entra.requests).to.have.length(2);
    expect(new Set([...first, late].map(({ token }) => token)).size).to.equal(1);
    expect(late.token).not.to.equal(old);
  });

  it("is renewed during a wait of three hours with tokens of one hour", async function () {
    this.timeout(20_000);
    const start = Date.now();
    const clock = () => start + (Date.now() - start) * 3_600;
    entra.clock = clock;
    const credential = credentialFrom(entra, env, { now: clock });
    let polls = 0;
    while (clock() < start + 3 * hour) {
      const { token } = await credential.getToken();
      const expires = Number(decodeJwt(token).claims["exp"]) * 1000;
      expect(expires, `poll ${polls} at ${(clock() - start) / hour} h`).to.be.greaterThan(clock());
      polls++;
      await sleep(10);
    }
    expect(polls).to.be.greaterThan(50);
    expect(entra.requests.length).to.be.within(4, 5);
  });

  it("is used while it is valid, if the authority does not respond at its renewal", async () => {
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const credential = credentialFrom(entra, env, { now });
    const { token } = await credential.getToken();
    entra.trouble = [503, 503, 503];
    ahead = 57 * 60_000;
    expect((await credential.getToken()).token).to.equal(token);
    expect(entra.requests).to.have.length(4);
    expect((await credential.getToken()).token).not.to.equal(token);
  });

  it("is still available to other callers if one caller stops waiting", async () => {
    entra.delayMs = 80;
    const credential = credentialFrom(entra, env);
    const stop = new AbortController();
    const impatient = credential.getToken({ signal: stop.signal }).then(
      () => "token",
      (reason: unknown) => reason,
    );
    const patient = credential.getToken();
    stop.abort(new Error("cancelled"));
    expect(await impatient).to.have.property("message", "cancelled");
    expect((await patient).token).to.be.a("string");
    expect(entra.requests).to.have.length(1);
  });

  it("is requested again after a failure", async () => {
    const credential = credentialFrom(entra, { ...env, FABRIC_CLIENT_ID: "unknown-application" });
    for (let attempt = 0; attempt < 2; attempt++) await credential.getToken().catch(() => undefined);
    expect(entra.requests).to.have.length(2);
  });
});
