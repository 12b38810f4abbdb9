import { expect } from "chai";
import { connectionChanges, droppedConnections, keepConnections } from "../../../sdk/definition/connectionGuard";
import { METADATA } from "../../../sdk/definition/parts";
import { ownDefinition, replacePart, textOf } from "./samples";

const sales = ownDefinition("Sales");
const cluster = "c0000000-0000-4000-8000-000000000001";
const otherCluster = "c0000000-0000-4000-8000-000000000002";
const prod = "d0000000-0000-4000-8000-0000000000ff";
const composite = (datasourceId: string, clusterId = cluster) =>
  JSON.stringify({ ClusterId: clusterId, DatasourceId: datasourceId });

type Entry = { path: string; kind: string; connectionId: string };
const entries = (parts = sales): Entry[] =>
  (JSON.parse(textOf(parts, METADATA)) as { connections: Entry[] }).connections;
const withEntries = (change: (list: Entry[]) => Entry[] | void, parts = sales) => {
  const value = JSON.parse(textOf(parts, METADATA)) as { connections: Entry[] };
  value.connections = change(value.connections) ?? value.connections;
  return replacePart(parts, METADATA, JSON.stringify(value, null, 2));
};

describe("connections of two definitions", () => {
  it("are reported if an update would lose them, and kept if configured", () => {
    const next = withEntries((list) => list.slice(0, 1));
    expect(droppedConnections(sales, next)).to.deep.equal([
      "Web:https://rates.contoso.example/daily",
      "Lakehouse:Lakehouse",
    ]);
    const kept = keepConnections(sales, next);
    expect(entries(kept)).to.deep.equal(entries());
    expect(droppedConnections(sales, kept)).to.deep.equal([]);
    const other = withEntries((list) => {
      list[0]!.kind = "SQL";
      list[0]!.connectionId = composite(prod);
    });
    expect(droppedConnections(sales, other)).to.deep.equal([]);
    expect(keepConnections(sales, other)).to.deep.equal(other);
    expect(
      entries(
        keepConnections(
          sales,
          withEntries(() => []),
        ),
      ),
    ).to.deep.equal(entries());
  });

  it("have one line each if they differ", () => {
    const after = withEntries((list) => {
      list[0]!.path = "prod;Sales";
      list[1]!.connectionId = composite(prod, otherCluster);
      list[2]!.kind = "Warehouse";
      list[2]!.path = "Warehouse";
    });
    expect(connectionChanges(sales, after)).to.deep.equal([
      `connection Web:https://rates.contoso.example/daily: d0000000-0000-4000-8000-000000000002 -> ${prod}, cluster ${cluster} -> ${otherCluster}`,
      "connection Sql:dev-sql.contoso.example;SalesDev: path -> prod;Sales",
      "connection Lakehouse:Lakehouse is no longer bound",
      "connection Warehouse:Warehouse is bound",
    ]);
    expect(connectionChanges(sales, sales)).to.deep.equal([]);
    expect(
      connectionChanges(
        sales,
        withEntries((list) => list.reverse()),
      ),
    ).to.deep.equal([]);
  });

  it("are not lost if the program changes their path, but are lost if their path differs otherwise", () => {
    const next = withEntries((list) => void (list[0]!.path = "prod;Sales"));
    const [{ path }] = entries() as [Entry];
    expect(droppedConnections(sales, next)).to.deep.equal([`Sql:${path}`]);
    expect(droppedConnections(sales, next, undefined, ["prod;Sales"])).to.deep.equal([]);
    expect(droppedConnections(sales, next, undefined, ["elsewhere"])).to.deep.equal([`Sql:${path}`]);
  });
});
