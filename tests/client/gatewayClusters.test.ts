import { expect } from "chai";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { FabricClient } from "../../sdk/client";
import { Lookups } from "../../sdk/lookup/lookups";

const credential = {
  description: "test",
  getToken: async () => ({ token: "t", expiresOnTimestamp: Date.now() + 600_000 }),
};
const known = { id: "AAAAAAAA-0000-4000-8000-000000000001", clusterId: "bbbbbbbb-0000-4000-8000-000000000001" };

describe("looking up a connection's cluster", () => {
  it("asks once, finds it by id whatever the case, and says what to do where it is not listed", async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url);
      response.setHeader("content-type", "application/json").end(JSON.stringify({ value: [known] }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2.0/myorg`;
    try {
      const clusters = () => new FabricClient({ credential, endpoint });
      const lookups = new Lookups(new FabricClient({ credential }), clusters);
      expect(await lookups.clusterOf(known.id.toLowerCase(), endpoint)).to.equal(known.clusterId);
      const missing = await lookups.clusterOf("other", endpoint).catch((e: Error) => e.message);
      expect(missing).to.match(
        /^connection other: no cluster is known .* among the 1 data sources .* exported definition/,
      );
      expect(asked).to.deep.equal(["/v2.0/myorg/me/gatewayClusterDatasources"]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
