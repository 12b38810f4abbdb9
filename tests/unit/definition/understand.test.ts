import { expect } from "chai";
import { describeChanges } from "../../../sdk/definition/describe";
import { MASHUP, METADATA } from "../../../sdk/definition/parts";
import { understand } from "../../../sdk/definition/understand";
import { onEveryDefinition, ownDefinition, replacePart, textOf } from "./samples";

const sales = ownDefinition("Sales");
const edited = (from: string, to: string) => replacePart(sales, MASHUP, textOf(sales, MASHUP).replace(from, to));

describe("understanding a definition", () => {
  onEveryDefinition("finds nothing wrong", async (parts) => {
    const { problems, parts: sent, lineage } = await understand(parts);
    expect(problems).to.deep.equal([]);
    expect(sent).to.deep.equal(parts);
    expect(lineage).not.to.be.empty;
  });

  onEveryDefinition("parses nothing where nothing changed", async (parts) => {
    const { queries } = await understand(parts);
    const again = await understand(parts, { previous: queries });
    expect(again).to.deep.include({
      queries,
      problems: [],
      lineage: [],
      changes: { added: [], removed: [], changed: [] },
    });
  });

  it("names the changed query and its dependents, and parses no other query", async () => {
    const { queries } = await understand(sales);
    const { changes, lineage, problems } = await understand(edited("Order.Ascending", "Order.Descending"), {
      previous: queries,
    });
    expect(problems).to.deep.equal([]);
    expect(changes).to.deep.equal({ added: [], removed: [], changed: ["Sales"] });
    expect(lineage.map(({ name }) => name)).to.deep.equal(["Sales", "SalesByMonth", "Top10"]);
    expect(describeChanges(changes!, lineage)).to.deep.equal(["Sales changed; SalesByMonth, Top10 depend on it"]);
  });

  it("finds remains of a removed or renamed query, although nothing else changed", async () => {
    const { queries } = await understand(sales);
    const { problems, changes } = await understand(edited("shared Rates =", "shared ExchangeRates ="), {
      previous: queries,
    });
    expect(changes).to.deep.equal({ added: ["ExchangeRates"], removed: ["Rates"], changed: [] });
    expect(problems.filter(({ severity }) => severity === "error")).to.deep.equal([
      {
        place: "definition/mashup.pq:21:14",
        severity: "error",
        message: "`Rates` is not defined; did you mean `rate`?",
      },
    ]);
  });

  it("sets parameters, and shows them as changes of their queries", async () => {
    const { queries } = await understand(sales);
    const { parts, changes, problems } = await understand(sales, {
      parameters: { ServerName: "prod", MaxRows: 10 },
      previous: queries,
    });
    expect(problems.filter(({ severity }) => severity === "error")).to.deep.equal([]);
    expect(changes?.changed).to.deep.equal(["ServerName", "MaxRows"]);
    expect(textOf(parts, MASHUP))
      .to.contain('shared ServerName = "prod" meta')
      .and.to.contain("shared MaxRows = 10 meta");
    expect(parts.filter(({ path }) => path !== MASHUP)).to.deep.equal(sales.filter(({ path }) => path !== MASHUP));
  });

  it("hides secret values: fingerprints do not depend on them, and show that the live one differs", async () => {
    const of = (value: string) =>
      understand(sales, { parameters: { ServerName: value }, secretParameters: ["ServerName"] });
    const [one, other] = [await of("secret-1"), await of("secret-2")];
    expect(one.queries).to.deep.equal(other.queries);
    expect(one.definitionFingerprint).to.equal(other.definitionFingerprint);
    expect(textOf(one.parts, MASHUP)).to.contain("secret-1");
    expect(one.queries["ServerName"]).not.to.equal((await understand(sales)).queries["ServerName"]);
  });

  it("reports mistakes as errors, as warnings, or not at all, by its option; the program's inputs are always checked", async () => {
    const broken = edited("(Source,", "(Sourc,");
    const severities = async (validate: "error" | "warn" | "off") =>
      (await understand(broken, { validate, parameters: { Nobody: 1 } })).problems.map(({ severity }) => severity);
    expect(await severities("error")).to.deep.equal(["error", "error"]);
    expect(await severities("warn")).to.deep.equal(["error", "warning"]);
    expect(await severities("off")).to.deep.equal(["error"]);
  });

  it("makes fingerprints of unreadable definitions, and says why they are unreadable", async () => {
    const broken = replacePart(sales, METADATA, "{");
    const { problems, definitionFingerprint, parts } = await understand(broken);
    expect(problems.map(({ message }) => message)).to.deep.equal(["is not valid JSON; correct it there"]);
    expect(definitionFingerprint).to.match(/^2:/);
    expect(parts).to.deep.equal(broken);
  });
});
