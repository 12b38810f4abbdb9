import { expect } from "chai";
import { attack, obeyedLines, writtenAttack } from "../attacks";
import { LAKEHOUSE, manual, navigation, typed, writtenDataflow, type Written } from "../writtenDataflows";
import { textAsset } from "./assets";
import { failure, Resource } from "./resource";
import type { Props } from "../../sdk/lifecycle/values";
import { inWorld, type World } from "./world";

const definition = (queries: Record<string, Written>, others: Record<string, string> = {}) => {
  const parts = writtenDataflow(queries, others);
  return Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, textAsset(text)]));
};
const orders = (columns: Record<string, string>, more: Partial<Written> = {}) =>
  definition({ Orders: { m: typed(columns), ...more } });

const BOTH = { OrderId: "Int64.Type", Amount: "number" };
const ONE = { OrderId: "Int64.Type" };
const GONE = `Orders (lakehouse ${LAKEHOUSE}, table Orders): the column Amount is gone, and the table may be dropped and created again`;

/** The destination tables in a state or in checked inputs. */
const destinationsIn = (props: Props): Record<string, string> => (props.destinations ?? {}) as Record<string, string>;

async function deployed(world: World, first: object, more: object = {}) {
  const sales = new Resource(world, "dataflow");
  const args = { workspaceId: world.emulator.workspaceId, displayName: "Sales", ...more };
  await sales.up({ ...args, definition: first });
  world.messages("warn");
  world.messages("info");
  world.newRequests();
  return { sales, args };
}

describe("tables that a dataflow writes", () => {
  it("are an input that a preview shows and the state keeps", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, orders(BOTH));
      const text = `lakehouse ${LAKEHOUSE}/Orders Replace automatic; OrderId int64, Amount number`;
      expect(sales.inputs.destinations).to.deep.equal({ Orders: text });
      expect(sales.outs.destinations).to.deep.equal({ Orders: text });
      const { does, differs } = await sales.preview({ ...args, definition: orders(ONE) });
      expect(does).to.equal("updated");
      expect(differs).to.include("destinations");
      await sales.up({ ...args, definition: orders(ONE) });
      expect(sales.outs.destinations).to.deep.equal({
        Orders: `lakehouse ${LAKEHOUSE}/Orders Replace automatic; OrderId int64`,
      });
      expect(await sales.up({ ...args, definition: orders(ONE) })).to.equal("same");
    }));

  it("are not a difference if the state does not have them, before and after a refresh; the next change adds them", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, orders(BOTH));
      const { kept } = sales;
      delete kept!.inputs.destinations;
      delete kept!.outs.destinations;
      expect(await sales.up({ ...args, definition: orders(BOTH) })).to.equal("same");
      expect(world.newRequests()).to.deep.equal({});
      await sales.refresh();
      expect(await sales.up({ ...args, definition: orders(BOTH) })).to.equal("same");
      await sales.up({ ...args, definition: orders(ONE) });
      expect(world.messages("warn"), "the former tables are unknown").to.equal("");
      expect(sales.outs.destinations).to.have.keys("Orders");
    }));

  it("are those of this environment", () =>
    inWorld(async (world) => {
      const production = "33333333-3333-4333-8333-333333333333";
      const bind = { lakehouses: { [LAKEHOUSE]: { lakehouseId: production } } };
      const { sales, args } = await deployed(world, orders(BOTH), { bind });
      expect(destinationsIn(sales.inputs).Orders).to.contain(`lakehouse ${production}/Orders`);
      await sales.check({ ...args, bind: undefined, definition: orders(BOTH) });
      expect(world.messages("warn")).to.contain("is not written any more: the query is written to another table");
    }));

  it("hold no secret", () =>
    inWorld(async (world) => {
      const secret = "44444444-4444-4444-8444-444444444444";
      const bind = { lakehouses: { [LAKEHOUSE]: { lakehouseId: secret } } };
      const { sales } = await deployed(world, orders(BOTH), {
        bind,
        __declaration: { secrets: [["bind", "lakehouses", LAKEHOUSE, "lakehouseId"]] },
      });
      expect(JSON.stringify(sales.outs.destinations)).to.not.contain(secret);
      expect(destinationsIn(sales.inputs).Orders).to.match(/^lakehouse #"#\(0001\)secret bind/);
    }));

  it("are those of the portal's edit after a refresh", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, orders(BOTH));
      world.emulator.portalEdit(sales.id, {
        parts: writtenDataflow({ Orders: { m: typed({ ...BOTH, Portal: "text" }) } }),
      });
      await sales.refresh();
      expect(destinationsIn(sales.inputs).Orders).to.match(/Amount number, Portal text$/);
      world.messages("warn");
      const { differs } = await sales.preview({ ...args, definition: orders(BOTH) });
      expect(differs).to.include("destinations");
      expect(world.messages("warn")).to.contain("the column Portal is gone");
    }));

  it("have no agent command for any name of a column", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, orders({ ...ONE, [writtenAttack(attack("column"))]: "text" }));
      await sales.check({ ...args, definition: orders(ONE) });
      const said = world.messages("warn");
      expect(said).to.contain("if this is intended, set allowBreaking: [").and.to.contain("column#(lf)");
      expect(obeyedLines(said)).to.deep.equal([]);
    }));

  it("are absent if no query has a destination", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, orders(BOTH));
      await sales.up({ ...args, definition: definition({}, { Orders: typed(BOTH) }) });
      expect(sales.outs).not.to.have.property("destinations");
      expect(sales.inputs).not.to.have.property("destinations");
      expect(world.messages("warn")).to.contain("the table is not written any more");
    }));

  it("are taken from the state for queries that did not change", () =>
    inWorld(async (world) => {
      const both = (columns: Record<string, string>) =>
        definition({ Orders: { m: typed(columns) }, Others: { m: typed(BOTH) } });
      const { sales, args } = await deployed(world, both(BOTH));
      destinationsIn(sales.inputs).Others = "as the state says";
      const destinations = destinationsIn(await sales.check({ ...args, definition: both(ONE) }));
      expect(destinations).to.include({ Others: "as the state says" });
      expect(destinations.Orders).to.match(/automatic; OrderId int64$/);
    }));
});

describe("a change that breaks the readers of a table", () => {
  it("is a warning of the preview, which says how to allow it", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, orders(BOTH));
      await sales.check({ ...args, definition: orders(ONE) });
      expect(world.messages("warn")).to.equal(
        `Sales: breaking for its readers: ${GONE}; if this is intended, set allowBreaking: ["Orders.Amount"]`,
      );
    }));

  it("is an error if configured, and nothing is written", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, orders(BOTH), { onBreakingChange: "error" });
      expect(await failure(sales.up({ ...args, definition: orders(ONE) }))).to.equal(
        `definition: breaks what others read: ${GONE}; if this is intended, set allowBreaking: ["Orders.Amount"]`,
      );
      expect(world.newRequests()).to.deep.equal({});
    }));

  for (const name of ["Orders", "Orders.Amount"])
    it(`is allowed if allowBreaking has ${name}, which may stay there afterwards`, () =>
      inWorld(async (world) => {
        const { sales, args } = await deployed(world, orders(BOTH), { onBreakingChange: "error" });
        const allowed = { ...args, allowBreaking: [name], definition: orders(ONE) };
        expect(await sales.up(allowed)).to.equal("updated");
        expect(world.messages("info")).to.contain(`Sales: breaking for its readers, and allowed: ${GONE}`);
        expect(world.messages("warn")).to.equal("");
        expect(await sales.up(allowed)).to.equal("same");
        await sales.up({ ...allowed, definition: orders({ ...ONE, More: "text" }) });
        expect(world.messages("info")).to.contain("the column More is new");
      }));

  it("is an error if allowBreaking has a name that matches nothing, also if nothing else changes", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, orders(BOTH));
      const names = { allowBreaking: ["Orders.Amount", "Orders.Amont", "Order"] };
      for (const columns of [BOTH, { ...BOTH, More: "text" }])
        expect(await failure(sales.up({ ...args, ...names, definition: orders(columns) }))).to.equal(
          'allowBreaking[1]: "Orders.Amont" is not a written query, nor one of its tables or columns; there are: Orders\n' +
            'allowBreaking[2]: "Order" is not a written query, nor one of its tables or columns; did you mean Orders?',
        );
    }));

  it("is reported with the program's dataflows that read the table, in any order of checks", () =>
    inWorld(async (world) => {
      const { sales, args } = await deployed(world, orders(BOTH));
      const reader = { ...args, displayName: "Margins", definition: definition({}, { Margin: navigation("Orders") }) };
      const other = { ...args, displayName: "Stock", definition: definition({}, { Stock: navigation("Stock") }) };
      const named = (name: string) => ({ __declaration: { urn: `urn:pulumi:dev::p::t::${name}` } });
      const news = { ...args, ...named("sales"), definition: orders(ONE) };
      await sales.check({ ...reader, ...named("margins") }, {});
      await sales.check({ ...other, ...named("stock") }, {});
      await sales.check(news);
      expect(world.messages("warn")).to.contain("; read by Margin of margins; if this is intended");
      await sales.check({ ...reader, displayName: "Later", ...named("later") }, {});
      expect(world.messages("warn")).to.equal(`Later: Margin reads what sales breaks: ${GONE}`);
      await sales.check({ ...other, displayName: "Last", ...named("last") }, {});
      expect(world.messages("warn")).to.equal("");
    }));

  it("is reported for a create only if a setting is unknown", () =>
    inWorld(async (world) => {
      const odd = manual({ OrderId: "OrderId" }, { dynamic: true, method: "Append" });
      const { args } = await deployed(world, orders(BOTH));
      await new Resource(world, "dataflow").check({ ...args, displayName: "New", definition: orders(BOTH) }, {});
      expect(world.messages("warn")).to.equal("");
      await new Resource(world, "dataflow").check(
        { ...args, displayName: "Odd", definition: orders(BOTH, { settings: odd }) },
        {},
      );
      expect(world.messages("warn")).to.contain("is written with settings whose effect on columns is not documented");
    }));
});
