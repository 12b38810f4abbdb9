import { expect } from "chai";
import { manual, writtenDataflow, type Written } from "../writtenDataflows";
import { textAsset } from "./assets";
import { failure, Resource } from "./resource";
import { inWorld, type World } from "./world";

const definition = (orders: Written, more: object = {}) => {
  const parts = writtenDataflow({ Orders: orders });
  const metadata = JSON.stringify({ ...(JSON.parse(parts["queryMetadata.json"]) as object), ...more });
  return { "mashup.pq": textAsset(parts["mashup.pq"]), "queryMetadata.json": textAsset(metadata) };
};
/** M whose columns only the service knows. The text does not show them. */
const source = (step: number): string => `Table.FirstN(Source(), ${step})`;

const serve = ({ emulator }: World, query: string, names: string[]) =>
  emulator.addTable({ query, columns: Object.fromEntries(names.map((name) => [name, []])) });

async function deployed(world: World, more: object = {}) {
  serve(world, "Orders (columns)", ["OrderId", "Amount"]);
  serve(world, "Orders_DataDestination (table)", ["OrderId", "Amount"]);
  const sales = new Resource(world, "dataflow");
  const { workspaceId } = world.emulator;
  const args = {
    workspaceId,
    displayName: "Sales",
    contract: "live",
    publishOnUpdate: true,
    validate: "warn",
    ...more,
  };
  await sales.up({ ...args, definition: definition({ m: source(1) }) });
  world.messages("warn");
  world.newRequests();
  return { sales, args };
}
const stored = (world: World, sales: Resource) => world.emulator.item(sales.id).edited?.["mashup.pq"];

describe('contract: "live"', () => {
  it("reads the columns of changed queries from the service before a write, and reads nothing without a change", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world);
      serve(world, "Orders (columns)", ["OrderId"]);
      expect(await sales.up({ ...args, definition: definition({ m: source(2) }) })).to.equal("updated");
      expect(world.messages("warn")).to.contain(
        "the column Amount is in the table, but the query does not return it any more",
      );
      expect(world.newRequests()).to.include({ executeQuery: 2, updateDefinition: 1 });
      expect(await sales.up({ ...args, definition: definition({ m: source(2) }) })).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
    }));

  it("stops the write each time if there is an error, until the change is allowed", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, { onBreakingChange: "error" });
      const before = stored(world, sales);
      serve(world, "Orders (columns)", ["OrderId"]);
      const news = { ...args, definition: definition({ m: source(2) }) };
      for (const again of ["once", "and again"]) {
        expect(await failure(sales.up(news)), again).to.contain("the column Amount is in the table");
        expect(stored(world, sales), again).to.equal(before);
      }
      expect(await sales.up({ ...news, allowBreaking: ["Orders.Amount"] })).to.equal("updated");
      expect(stored(world, sales)).not.to.equal(before);
    }));

  it("is an error if a mapping has a column that the query does not have, because a run would fail", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world);
      const settings = manual({ OrderId: "OrderId", Region: "Region" });
      expect(await failure(sales.up({ ...args, definition: definition({ m: source(1), settings }) }))).to.contain(
        "the destination of Orders maps the column Region, which the query does not return, so a run would fail",
      );
      expect(world.newRequests()).not.to.include.keys("updateDefinition");
    }));

  const connections = [{ kind: "Lakehouse", path: "Lakehouse", connectionId: "c1c1c1c1-0000-4000-8000-000000000001" }];
  for (const [says, more] of [
    ["", {}],
    [" with connections, which is written twice,", { connections }],
  ] as const)
    it(`is an error for a new item${says} before it is published, and again at the next up`, () =>
      inWorld(async (world) => {
        serve(world, "Orders (columns)", ["OrderId"]);
        const sales = new Resource(world, "dataflow");
        const { workspaceId } = world.emulator;
        const settings = manual({ Amount: "Amount" });
        const args = { workspaceId, displayName: "Sales", contract: "live", publishOnUpdate: true, validate: "warn" };
        const news = { ...args, definition: definition({ m: source(1), settings }, more) };
        for (const again of ["once", "and again"]) {
          expect(await failure(sales.up(news)), again).to.contain("maps the column Amount");
          expect(world.emulator.item(sales.id).published, again).to.equal(undefined);
        }
        serve(world, "Orders (columns)", ["Amount"]);
        expect(await sales.up(news)).to.equal("updated");
        expect(world.emulator.item(sales.id).published).not.to.equal(undefined);
      }));

  it("is one warning if columns cannot be read, and the definition is written", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world);
      for (const query of ["Orders (columns)", "Orders_DataDestination (table)"])
        world.emulator.addTable({ query, error: "Credentials are required to connect to the Lakehouse source." });
      await sales.up({ ...args, definition: definition({ m: source(2) }) });
      const messages = world.messages("warn").split("\n");
      expect(messages.filter((line) => line.includes("could not read"))).to.have.length(1);
      expect(messages.join()).to.contain("Credentials are required");
      expect(stored(world, sales)).to.contain(source(2));
    }));

  it("compares nothing if the table does not exist yet", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world);
      serve(world, "Orders_DataDestination (table)", []);
      serve(world, "Orders (columns)", ["Other"]);
      await sales.up({ ...args, definition: definition({ m: source(2) }) });
      expect(world.messages("warn")).not.to.match(/column|could not look/);
    }));
});
