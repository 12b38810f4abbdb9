import { expect } from "chai";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readDefinitionArgument } from "../../../sdk/definition/assets";
import { LIMITS } from "../../../sdk/definition/limits";

const remoteAsset = (uri: string) => ({
  "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
  uri,
});

describe("a remote asset", () => {
  let server: Server;
  let respond: RequestListener;
  let address: string;
  before(async () => {
    server = createServer((request, response) => respond(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const problemOf = async (uri: string): Promise<string> => {
    const read = readDefinitionArgument({ "mashup.pq": remoteAsset(uri) });
    return read.then(
      () => "none",
      (error: unknown) => (error as Error).message,
    );
  };

  it("is downloaded", async () => {
    respond = (_, response) => response.end("section S;");
    const parts = await readDefinitionArgument({ "mashup.pq": remoteAsset(`${address}/m?signature=hush`) });
    expect(parts.map(({ path, content }) => [path, Buffer.from(content).toString()])).to.deep.equal([
      ["mashup.pq", "section S;"],
    ]);
  });

  const host = () => address.slice("http://".length);
  const faults: [what: string, uri: () => string, listener: RequestListener, problem: () => string][] = [
    [
      "that is not there",
      () => `${address}/m?signature=hush`,
      (_, response) => response.writeHead(404).end(),
      () => `${host()} responded with 404`,
    ],
    [
      "whose content breaks off",
      () => `${address}/m?signature=hush`,
      (_, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("section", () => response.destroy());
      },
      () => `${host()} cannot be read (UND_ERR_SOCKET)`,
    ],
    [
      "that is too large",
      () => `${address}/m?signature=hush`,
      (_, response) => response.end(Buffer.alloc(LIMITS.partBytes + 1)),
      () => `${host()} has more than ${LIMITS.partBytes} bytes; no part of a dataflow is that large`,
    ],
    [
      "whose host is not there",
      () => "http://127.0.0.1:1/m?signature=hush",
      () => {},
      () => "127.0.0.1:1 cannot be read (unknown error)",
    ],
    ["whose address is not a URL", () => "nowhere", () => {}, () => "its address is not a valid URL"],
    [
      "whose scheme is not known",
      () => "ftp://host.example/m",
      () => {},
      () => "host.example cannot be read (unknown error)",
    ],
    [
      "in a file of another machine",
      () => "file://host.example/m",
      () => {},
      () => "host.example cannot be read (ERR_INVALID_FILE_URL_HOST)",
    ],
  ];
  for (const [what, uri, listener, problem] of faults)
    it(`${what} is a problem of its part, without the query of its address`, async () => {
      respond = listener;
      expect(await problemOf(uri())).to.equal(`definition/mashup.pq: ${problem()}`);
    });
});
