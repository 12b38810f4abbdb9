import { expect } from "chai";
import fc from "fast-check";
import { applyEdits } from "../../../sdk/definition/m/positions";
import { literalOf } from "../../../sdk/definition/m/literals";
import { readMember } from "../../../sdk/definition/m/read";
import { Mashup } from "../../../sdk/definition/mashup";
import { setParameters, type ParameterValue } from "../../../sdk/definition/parameters";
import { ownDefinition, textOf } from "./samples";

const declaration = (type: string | undefined, more = ""): string =>
  `section S;\nshared P = "old" meta [IsParameterQuery = true${type ? `, Type = ${type}` : ""}${more}];\n`;

async function set(text: string, values: Record<string, ParameterValue>) {
  const { edits, problems } = await setParameters(new Mashup(text, "definition/mashup.pq"), values);
  return { text: applyEdits(text, edits), messages: problems.map(({ place, message }) => `${place}: ${message}`) };
}

const value = async (type: string | undefined, given: ParameterValue, more?: string): Promise<string> => {
  const { text, messages } = await set(declaration(type, more), { P: given });
  return messages[0] ?? (/P = (.*) meta/s.exec(text)?.[1] as string);
};

describe("parameters", () => {
  const written: [type: string | undefined, given: ParameterValue, literal: string][] = [
    ["type text", "prod", '"prod"'],
    ['"Text"', 'say "x"\r\n#(lf)', '"say ""x""#(cr,lf)#(#)(lf)"'],
    ["type nullable text", null, "null"],
    ["type number", 1000, "1000"],
    ["type number", -0.5, "-0.5"],
    ["type number", 1e21, "1e+21"],
    ["Int64.Type", 7, "7"],
    ["Currency.Type", 7.25, "7.25"],
    ["type logical", false, "false"],
    ["type date", "2026-01-31", "#date(2026, 1, 31)"],
    ["type time", "13:05:00.1234567", "#time(13, 5, 0.1234567)"],
    ["type time", "13:05", "#time(13, 5, 0)"],
    ["type datetime", "2026-01-31T13:45:09", "#datetime(2026, 1, 31, 13, 45, 9)"],
    ["type datetimezone", "2026-01-31T13:45:00Z", "#datetimezone(2026, 1, 31, 13, 45, 0, 0, 0)"],
    ["type datetimezone", "2026-01-31T13:45:00-03:30", "#datetimezone(2026, 1, 31, 13, 45, 0, -3, -30)"],
    ["type duration", "P5DT21H35M30S", "#duration(5, 21, 35, 30)"],
    ["type duration", "-PT1.5S", "#duration(0, 0, 0, -1.5)"],
    ["type duration", "P2W", "#duration(14, 0, 0, 0)"],
    ["type any", "2026-01-31", '"2026-01-31"'],
    [undefined, true, "true"],
    [undefined, 3, "3"],
  ];
  for (const [type, given, literal] of written)
    it(`write ${JSON.stringify(given)} as ${literal} for ${type ?? "no type"}`, async () => {
      expect(await value(type, given)).to.equal(literal);
      expect(() => readMember(`shared A = ${literal};`)).not.to.throw();
    });

  const refused: [type: string, given: ParameterValue, message: string][] = [
    ["type text", 5, 'does not fit the declared type text; give a text: "abc"'],
    ["type number", "5", "does not fit the declared type number; give a number: 1000"],
    ["type number", NaN, "does not fit the declared type number; give a number: 1000"],
    ["Int64.Type", 1.5, "does not fit the declared type int64.type; give a whole number: 1000"],
    ["type logical", "true", "does not fit the declared type logical; give true or false"],
    ["type date", "2026-02-30", 'does not fit the declared type date; give a date: "2026-01-31"'],
    ["type date", "31.01.2026", 'does not fit the declared type date; give a date: "2026-01-31"'],
    ["type time", "24:00", 'does not fit the declared type time; give a time of day: "13:45:00"'],
    [
      "type datetime",
      "2026-01-31T13:45:00Z",
      'does not fit the declared type datetime; give a date and time without zone: "2026-01-31T13:45:00"',
    ],
    [
      "type datetimezone",
      "2026-01-31T13:45:00",
      'does not fit the declared type datetimezone; give a date and time with zone: "2026-01-31T13:45:00+01:00"',
    ],
    [
      "type duration",
      "P1M",
      'does not fit the declared type duration; give an ISO 8601 duration of weeks, days, hours, minutes and seconds: "P1DT12H"',
    ],
    [
      "type duration",
      "PT",
      'does not fit the declared type duration; give an ISO 8601 duration of weeks, days, hours, minutes and seconds: "P1DT12H"',
    ],
    [
      "type binary",
      "abc",
      "does not fit the declared type binary; give a value of type binary, which cannot be set from here",
    ],
  ];
  for (const [type, given, message] of refused)
    it(`refuse ${JSON.stringify(given)} for ${type}`, async () => {
      expect(await value(type, given)).to.equal(`parameters.P: ${message}`);
    });

  it("accept null only if the parameter is not required", async () => {
    const required = ", IsParameterQueryRequired = true";
    expect(await value("type text", null)).to.equal("null");
    expect(await value("type text", null, required)).to.equal(
      "parameters.P: is required, and cannot be null; give it a value",
    );
    expect(await value("type nullable text", null, required)).to.equal("null");
  });

  it("accept only values of the List, of any type", async () => {
    expect(await value("type text", "b", ', List = {"a", "b"}')).to.equal('"b"');
    expect(await value("type text", "c", ', List = {"a", "b"}')).to.equal(
      'parameters.P: is not one of the values that the parameter\'s List allows: "a", "b"',
    );
    expect(await value("type number", 1000, ", List = {1e3, 2}")).to.equal("1000");
    expect(await value("type date", "2026-01-01", ", List = {#date(2026,1,1)}")).to.equal("#date(2026, 1, 1)");
    expect(await value("type date", "2026-01-02", ", List = {#date(2026,1,1)}")).to.contain("#date(2026,1,1)");
    expect(await value("type text", "c", ", List = Other")).to.equal('"c"');
  });

  it("that do not exist are named together with those that exist", async () => {
    const text = "section S; shared Server = 1 meta [IsParameterQuery = true]; shared Query = 1; shared Bad = (;";
    const { messages } = await set(text, { Servr: "x", Elsewhere: "x", Query: "x", Bad: "x" });
    expect(messages).to.deep.equal([
      "parameters.Servr: the definition has no such parameter; did you mean Server?",
      "parameters.Elsewhere: the definition has no such parameter; there are: Server",
      "parameters.Query: is a query, but not a parameter; its declaration needs `meta [IsParameterQuery = true, ...]`",
      messages[3] as string,
    ]);
    expect(messages[3]).to.match(/^parameters\.Bad: the query cannot be read: /);
    expect((await set("section S; shared Q = 1;", { P: 1 })).messages).to.deep.equal([
      "parameters.P: the definition does not declare any parameter",
    ]);
  });

  it("are set in both forms, and all other bytes stay", async () => {
    const text = textOf(ownDefinition("Sales"), "mashup.pq").replaceAll("\n", "\r\n");
    const { text: after, messages } = await set(text, {
      ServerName: "prod",
      Database: "Sales",
      MaxRows: 5,
      Since: null,
    });
    expect(messages).to.deep.equal([]);
    expect(after).to.equal(
      text
        .replace('"dev-sql.contoso.example"', '"prod"')
        .replace('"SalesDev" meta', '"Sales" meta')
        .replace("null meta", "5 meta")
        .replace("#date(2025, 1, 1)", "null"),
    );
  });

  it("accept any text, and M reads the same text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (given) => {
        const literal = await value("type text", given);
        expect(literalOf(readMember(`shared A = ${literal};`).value)).to.equal(given);
      }),
      { numRuns: 100 },
    );
  });
});
