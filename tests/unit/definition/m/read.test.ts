import { expect } from "chai";
import fc from "fast-check";
import { explainMember } from "../../../../sdk/definition/m/explain";
import { factsOf, type MemberFacts } from "../../../../sdk/definition/m/facts";
import { readMember } from "../../../../sdk/definition/m/read";
import { Mashup } from "../../../../sdk/definition/mashup";
import { openDefinition } from "../../../../sdk/definition/open";
import { onEveryDefinition } from "../samples";

const facts = (expression: string): MemberFacts => factsOf(readMember(`shared A = ${expression};`));
const freeNames = (expression: string): string[] => facts(expression).references.map(({ name }) => name);

/** True for each of the two parsers that accepts a member. */
async function verdicts(member: string): Promise<{ ours: boolean; parsers: boolean }> {
  let ours = true;
  try {
    readMember(member);
  } catch {
    ours = false;
  }
  return { ours, parsers: (await explainMember(member)) === undefined };
}

/** Random expressions of M's grammar, with bound and free names. */
const { expression } = fc.letrec<{ expression: string; operand: string; type: string }>((tie) => {
  const [expression, operand, type] = [tie("expression"), tie("operand"), tie("type")];
  const name = fc.constantFrom("x", "y", "Orders", "#date", '#"a b"', "Table.RowCount", "_", "@x", "optional", "text");
  const field = fc.constantFrom("a", "Order Date", '#"b c"', "type", "2024", "1st half", "in");
  const listed = (item: fc.Arbitrary<string>, least = 0) =>
    fc.array(item, { minLength: least, maxLength: 3 }).map((items) => items.join(", "));
  const pairs = (key: fc.Arbitrary<string>, least: number) =>
    listed(
      fc.tuple(key, expression).map(([k, value]) => `${k} = ${value}`),
      least,
    );
  const said = (...parts: (string | fc.Arbitrary<string>)[]) =>
    fc.tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part))).map((all) => all.join(" "));
  return {
    type: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("text", "number", "nullable date", "table", "any", "record", "function", "Int64.Type"),
      said("{", type, "}"),
      said("[", listed(fc.tuple(field, type).map(([k, t]) => `${k} = ${t}`)), "]"),
      said("table [ a =", type, "]"),
      said("function ( x as", type, ") as", type),
      said("nullable", type),
    ),
    operand: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("1", "1.5e3", '"t"', '"a""b"', "null", "true", "...", "0xFF"),
      name,
      said("(", expression, ")"),
      said("{", listed(expression), "}"),
      said("[", pairs(field, 0), "]"),
      said(name, "(", listed(expression), ")"),
      said(name, "{", expression, "}", fc.constantFrom("", "?"), "[", field, "]"),
      said("[", field, "]", fc.constantFrom("", "?")),
      said(name, "[ [", field, "], [ b ] ]"),
      said("{", operand, "..", operand, "}"),
      said(fc.constantFrom("-", "+", "not"), operand),
      said("type", type),
    ),
    expression: fc.oneof(
      { maxDepth: 4 },
      operand,
      said(
        operand,
        fc.constantFrom("+", "-", "&", "*", "/", "=", "<>", "<=", "and", "or", "??", "meta"),
        operand,
        fc.constantFrom("", "as text", "is nullable number"),
      ),
      said("let", pairs(fc.constantFrom("x", "z", '#"a b"'), 1), "in", expression),
      said("if", expression, "then", expression, "else", expression),
      said("each", expression),
      said("try", expression, fc.constantFrom("", "otherwise 1")),
      said("error", expression),
      said("(", fc.constantFrom("", "x", "x, y", "optional x as text", "x as nullable table"), ") =>", expression),
      said("(x) as table =>", expression),
    ),
  };
});

describe("reading M", function () {
  this.timeout(60_000);

  onEveryDefinition("takes every member", (parts) => {
    const opened = openDefinition(parts);
    const mashup = new Mashup(opened?.mashup as string, "m");
    for (const query of mashup.queries) readMember(mashup.textOf(query));
  });

  it("accepts everything that Microsoft's parser accepts", async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(expression, async (text) => {
        const { ours, parsers } = await verdicts(`shared A = ${text};`);
        if (!parsers) return;
        taken++;
        expect(ours, text).to.equal(true);
      }),
      { numRuns: 600, seed: 41 },
    );
    expect(taken).to.be.greaterThan(400);
  });

  it("refuses M with a missing, repeated or foreign token if Microsoft's parser refuses it", async () => {
    const wound = fc.tuple(
      expression,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom("", ",", ")", "=", "in"),
    );
    const judged = { both: 0, parserAlone: [] as string[] };
    await fc.assert(
      fc.asyncProperty(wound, async ([text, where, put]) => {
        const words = text.split(" ").filter((word) => word !== "");
        words.splice(Math.floor(where * words.length), 1, put);
        const member = `shared A = ${words.join(" ")};`;
        const { ours, parsers } = await verdicts(member);
        if (parsers) expect(ours, member).to.equal(true);
        else if (ours) judged.parserAlone.push(member);
        else judged.both++;
      }),
      { numRuns: 600, seed: 42 },
    );
    expect(judged.both).to.be.greaterThan(300);
    expect(judged.parserAlone.length, judged.parserAlone.join("\n")).to.be.lessThan(judged.both / 10);
  });

  const refused = [
    ...["try 1 catch (x, y) => 1", "try 1 catch (x as text) => 1", "try 1 catch (x) as text => 1", "try 1 catch f"],
    ...["try 1 catch each _", "try 1 catch ((x) => 1)", "try 1 catch (f)"],
    ...["(optional x, y) => 1", "(x, optional y as text, z as text) => 1"],
    "type function (optional x as any, y as any) as any",
    ...["type table [...]", "type table [a = text, ...]"],
  ];
  for (const text of refused)
    it(`refuses ${text}, as Microsoft's parser does`, async () =>
      expect(await verdicts(`shared A = ${text};`)).to.deep.equal({ ours: false, parsers: false }));

  const taken = [
    ...["try 1 catch () => 1", "try 1 catch (optional) => 1", 'try 1 catch (#"a b") => 1', "try 1 catch (x) => x"],
    ...["(x, optional y, optional z) => 1", "type function (x as any, optional y as any) as any"],
    ...["type [...]", "type [a = text, ...]", "type table [a = text]"],
    // Names with a dot before a blank or a digit.
    ...["each [No.]", "each [Nr. of Orders]", "[Inv. No. = 1][Inv. No.]", "type table [No. = text]"],
    ...["each [[No.], [St. Nr. 5]]?", "BinaryFormat.7BitEncodedSignedInteger(1)"],
  ];
  for (const text of taken)
    it(`accepts ${text}`, async () => expect((await verdicts(`shared A = ${text};`)).ours).to.equal(true));

  it("takes a name with a dot at its end as the same name in quotes", () => {
    const columns = (written: string) => facts(`#table(type table [${written} = text, Id = text], {})`).table.from;
    expect(columns("Nr. of Orders")).to.deep.equal(columns('#"Nr. of Orders"'));
    expect(columns("No.")).to.deep.include({
      columns: [
        { name: "No.", type: "text" },
        { name: "Id", type: "text" },
      ],
    });
  });

  it("accepts M that the service runs and Microsoft's parser refuses", () => {
    expect(freeNames("type table [1 = text, 2 = number, Sum = Amounts]")).to.deep.equal(["Amounts"]);
    expect(freeNames("let B = 1 in Section1!B")).to.deep.equal(["B"]);
    expect(freeNames('#!"let x = in x"')).to.deep.equal([]);
  });

  it("finds the free names through every kind of scope", () => {
    expect(freeNames("let x = y, y = 1 in x + z")).to.deep.equal(["z"]);
    expect(freeNames("let x = x in x")).to.deep.equal(["x"]);
    expect(freeNames("let x = @x in x")).to.deep.equal([]);
    expect(freeNames("[a = b, b = c][a]")).to.deep.equal(["c"]);
    expect(freeNames("(x, optional y as text) as table => x + y + z")).to.deep.equal(["z"]);
    expect(freeNames("each _ + [a] + b")).to.deep.equal(["b"]);
    expect(freeNames("f(x){[k = i]}[[a], [b]]?[c]")).to.deep.equal(["f", "x", "i"]);
    expect(freeNames("type table [a = T, optional b = nullable U]")).to.deep.equal(["T", "U"]);
    expect(freeNames("try a otherwise try b catch (e) => e[Reason] & c")).to.deep.equal(["a", "b", "c"]);
  });
});
