import { expect } from "chai";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FabricClient } from "../../sdk/client";
import { Lookups } from "../../sdk/lookup/lookups";

const credential = {
  description: "test",
  getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 600_000 }),
};
const timing = { pollIntervalMs: 5, pollCapMs: 20, settleMs: 100 };
const one = { id: "AAAAAAAA-0000-4000-8000-000000000001", clusterId: "bbbbbbbb-0000-4000-8000-000000000001" };
const two = { id: "aaaaaaaa-0000-4000-8000-000000000002", clusterId: "bbbbbbbb-0000-4000-8000-000000000002" };

interface Service {
  lookups: Lookups;
  endpoint: string;
  urls: string[];
  progress: string[];
}

/** A service that returns the next list at each call, and the last one from then on. */
async function listing(lists: object[][], use: (service: Service) => Promise<void>): Promise<void> {
  const urls: string[] = [];
  const progress: string[] = [];
  const server = createServer((request, response) => {
    const value = lists[Math.min(urls.length, lists.length - 1)];
    urls.push(request.url ?? "");
    response.setHeader("content-type", "application/json").end(JSON.stringify({ value }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2.0/myorg`;
  const lookups = new Lookups(new FabricClient({ credential, timing }), {
    client: () => new FabricClient({ credential, endpoint, timing }),
    progress: (text) => void progress.push(text),
  });
  try {
    await use({ lookups, endpoint, urls, progress });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const missed = (looking: Promise<string>): Promise<string> => looking.then(String, (error: Error) => error.message);

describe("the look-up of a connection's cluster", () => {
  it("sends one request for many connections, and finds each by its id in any case", () =>
    listing([[one, two]], async ({ lookups, endpoint, urls, progress }) => {
      expect(await lookups.clusterOf(one.id.toLowerCase(), endpoint)).to.equal(one.clusterId);
      expect(await lookups.clusterOf(two.id, endpoint)).to.equal(two.clusterId);
      expect(urls).to.deep.equal(["/v2.0/myorg/me/gatewayClusterDatasources"]);
      expect(progress).to.deep.equal([]);
    }));

  it("waits for a connection that is listed later, and reports the wait from the first poll on", () =>
    listing([[one], [one], [one, two]], async ({ lookups, endpoint, urls, progress }) => {
      expect(await lookups.clusterOf(two.id, endpoint)).to.equal(two.clusterId);
      expect(urls).to.have.length(3);
      expect(progress).to.have.length(2);
      expect(progress[0]).to.match(/^connection aaaaaaaa-.*2: its cluster is not listed; waiting for it, 0 s/);
    }));

  it("waits for several connections at the same time", () =>
    listing([[], [], [], [one, two]], async ({ lookups, endpoint }) => {
      const found = await Promise.all([lookups.clusterOf(one.id, endpoint), lookups.clusterOf(two.id, endpoint)]);
      expect(found).to.deep.equal([one.clusterId, two.clusterId]);
    }));

  it("waits for at most two minutes in all, and then says what to do", () =>
    listing([[one]], async ({ lookups, endpoint, urls }) => {
      const message = await missed(lookups.clusterOf("other", endpoint));
      expect(message).to.match(
        /^connection other: no cluster is known .* among the 1 data sources .* exported definition/,
      );
      const after = urls.length;
      expect(after).to.be.greaterThan(3);
      await missed(lookups.clusterOf("other", endpoint));
      await missed(lookups.clusterOf("another", endpoint));
      expect(urls.length - after, "one request each, without a wait").to.equal(2);
    }));
});
