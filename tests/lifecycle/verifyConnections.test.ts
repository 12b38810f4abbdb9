import { expect } from "chai";
import { mashup, metadata } from "../dataflows";
import { textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { freshLifecycles, inWorld, type World } from "./world";

const reads = { Orders: 'Sql.Database("srv.example.com", "Sales")' };

/** A dataflow whose file has a connection of development, and the program's binding for it. */
function declared(
  { emulator }: World,
  given: { id: string; clusterId: string },
  more: object = {},
  queries: Record<string, string> = reads,
) {
  const dev = { ClusterId: given.clusterId, DatasourceId: "d0d0d0d0-0000-4000-8000-00000000000c" };
  const connections = [{ kind: "Sql", path: "srv.example.com;Sales", connectionId: JSON.stringify(dev) }];
  const definition = {
    "mashup.pq": textAsset(mashup(queries)),
    "queryMetadata.json": textAsset(metadata(queries, { connections })),
  };
  return {
    ...{ workspaceId: emulator.workspaceId, displayName: "Sales", definition },
    connections: { Sql: given.id },
    ...more,
  };
}
const right = { type: "SQL", path: "srv.example.com;Sales" };
const writes = ["createItem", "updateDefinition"];

describe("verifyConnections", () => {
  const wrong: [string, Parameters<World["emulator"]["addConnection"]>[0], RegExp][] = [
    [
      "of another kind",
      { type: "Web", path: "https://srv.example.com" },
      /has the kind Web and the path https:\/\/srv/,
    ],
    [
      "to another server",
      { type: "SQL", path: "dev.example.com;Sales" },
      /kind SQL and the path dev\.example\.com;Sales: bind another, or correct `path`/,
    ],
    ["that is offline", { ...right, isOnline: false }, /is offline/],
  ];
  for (const [what, given, text] of wrong)
    it(`refuses a connection ${what}, and writes nothing`, () =>
      inWorld(async (world) => {
        const sales = new Resource(world, "dataflow");
        const args = declared(world, world.emulator.addConnection(given), { verifyConnections: true });
        const said = await failure(sales.up(args));
        expect(said)
          .to.match(text)
          .and.match(/^connections\.Sql:srv\.example\.com;Sales: /);
        expect(said).to.contain("Nothing was written");
        expect(world.newRequests()).not.to.have.any.keys(...writes);
      }));

  it("refuses a connection that is invisible to the identity, and accepts one that fits", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const nobody = { id: "00000000-0000-4000-8000-00000000dead", clusterId: "00000000-0000-4000-8000-00000000beef" };
      const verify = { verifyConnections: true };
      expect(await failure(sales.up(declared(world, nobody, verify)))).to.contain("this identity cannot see it");
      await sales.up(declared(world, world.emulator.addConnection(right), verify));
      expect(world.messages("warn")).not.to.contain("connections.");
    }));

  it("checks existing bindings once after it is turned on, and again until that succeeds", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const given = world.emulator.addConnection(right);
      await sales.up(declared(world, given));
      world.emulator.world.connections.get(given.id)!.isOnline = false;
      const verify = (description: string) => declared(world, given, { verifyConnections: true, description });
      world.newRequests();
      for (const description of ["one", "one"]) {
        expect(await failure(sales.up(verify(description)))).to.contain("is offline");
        expect(world.newRequests()).not.to.have.any.keys(...writes);
      }
      world.emulator.world.connections.get(given.id)!.isOnline = true;
      await sales.up(verify("one"));
      expect(world.newRequests())
        .to.include({ getConnection: 1 })
        .and.not.to.have.any.keys(...writes);
      await sales.up(verify("two"));
      expect(world.newRequests()).not.to.have.any.keys("getConnection", ...writes);
    }));
});

describe("a program without verifyConnections", () => {
  it("is one warning for a new binding to a visible connection with another path", () =>
    inWorld(async (world) => {
      const sales = new Resource(world, "dataflow");
      const given = world.emulator.addConnection({ type: "SQL", path: "dev.example.com;Sales" });
      await sales.up(declared(world, given));
      expect(world.messages("warn")).to.match(
        /Sales: connections\.Sql:srv\.example\.com;Sales: the connection .* and the path dev\.example\.com;Sales; a run would lack/,
      );
      world.newRequests();
      const other = { Orders: 'Table.FirstN(Sql.Database("srv.example.com", "Sales"), 1)' };
      expect(await sales.up(declared(world, given, {}, other))).to.equal("updated");
      expect(world.messages("warn"), "of an edit elsewhere").not.to.contain("connections.");
      expect(world.newRequests()).not.to.have.property("getConnection");
    }));

  it("reads a connection once for all dataflows of a process, and warns for each", () =>
    inWorld(async (world) => {
      const given = world.emulator.addConnection({ type: "SQL", path: "dev.example.com;Sales" });
      const host = freshLifecycles();
      await Promise.all(
        ["One", "Two", "Three"].map(async (displayName) => {
          const flow = new Resource(world, "dataflow");
          flow.join(host);
          await flow.up(declared(world, given, { displayName }), { sameProcess: true });
        }),
      );
      expect(world.newRequests()).to.include({ getConnection: 1, createItem: 3 });
      expect(world.messages("warn").match(/a run would lack/g)).to.have.length(3);
    }));

  it("is no warning for a connection that is invisible, fits, or may have another name, and sends no request without bindings", () =>
    inWorld(async (world) => {
      const nobody = { id: "00000000-0000-4000-8000-00000000dead", clusterId: "00000000-0000-4000-8000-00000000beef" };
      const given = [
        nobody,
        world.emulator.addConnection(right),
        world.emulator.addConnection({ type: "AnalysisServices", path: "x" }),
      ];
      for (const [at, connection] of given.entries())
        await new Resource(world, "dataflow").up(declared(world, connection, { displayName: `Sales ${at}` }));
      expect(world.messages("warn")).not.to.contain("connections.");
      world.newRequests();
      const plain = { ...declared(world, nobody, { displayName: "Plain" }), connections: undefined };
      await new Resource(world, "dataflow").up(plain);
      expect(world.newRequests()).not.to.have.property("getConnection");
    }));
});
