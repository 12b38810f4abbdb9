import { expect } from "chai";
import { generateKeyPairSync } from "node:crypto";
import { dirname } from "node:path";
import type { Context } from "../../sdk/lifecycle/context";
import { makeJwt } from "../auth/jwt";
import { FreshModules } from "./freshModules";
import { prepared } from "./refreshes";
import { freshLifecycles, inWorld, type World } from "./world";

type Session = typeof import("../../sdk/lifecycle/session");

/** The context that the host passes to a lifecycle of a provider with these arguments, in its own process. */
function contextOf(world: World, given: Record<string, string>) {
  const file = require.resolve("../../sdk/lifecycle/session");
  const { configure, createContext } = new FreshModules(dirname(file)).load(file) as Session;
  const all: Record<string, string> = { explicit: "true", endpoint: world.emulator.endpoint, ...given };
  configure({ get: (key) => all[key.replace(/^fabric-dataflow:/, "")] });
  const { info, warn, progress, signal } = world.context;
  return createContext({ info, warn, progress }, signal);
}

/** A token with an expiry. */
function tokenFor(world: World, minutes: number): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const token = makeJwt({ exp: Math.floor(Date.now() / 1000) + minutes * 60 }, privateKey);
  world.emulator.addPrincipal({ token, role: "Admin" });
  return token;
}

describe("the context of a lifecycle", () => {
  it("says before the wait for a run that the token expires before the end and cannot be renewed", () =>
    inWorld(
      async (world) => {
        const { args } = await prepared(world, { timeout: "2h" });
        const context = contextOf(world, { token: tokenFor(world, 30) });
        await freshLifecycles().dataflowRefresh.create(args, context);
        expect(world.messages("info")).to.match(
          /The token of .* ends at \S+Z, in (29|30) minutes, and cannot be renewed/,
        );
      },
      { timings: { executeMs: 0 } },
    ));

  it("limits the calls per minute to the settings, and says why a call waits", () =>
    inWorld(async (world) => {
      const context = contextOf(world, { token: tokenFor(world, 30), maxCallsPerMinute: "2" });
      const request = () => context.client.workspaces.get(world.emulator.workspaceId, { timeoutMs: 500 });
      await request();
      await request();
      const error: unknown = await request().catch((error: unknown) => error);
      expect(error)
        .to.have.property("message")
        .that.matches(/its turn: other calls/);
      expect(world.emulator.counts()).to.include({ getWorkspace: 2 });
    }));

  it("has the sign-in of the identity that runs jobs, or otherwise that of the other calls", () =>
    inWorld(async (world) => {
      const [token, runToken] = [tokenFor(world, 30), tokenFor(world, 90)];
      const minutesOf = ({ runCredential }: Context) => ((runCredential.endsAt ?? 0) - Date.now()) / 60_000;
      const one = contextOf(world, { token });
      expect(one.runClient).to.equal(one.client);
      expect(minutesOf(one)).to.be.within(28, 30);
      const two = contextOf(world, { token, runToken });
      expect(two.runClient).not.to.equal(two.client);
      expect(minutesOf(two)).to.be.within(88, 90);
    }));
});
