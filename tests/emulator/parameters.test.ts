import { expect } from "chai";
import { Client, definitionOf } from "./caller";
import { Emulator, startEmulator } from "./index";

const parameter = (name: string, value: string, type: string, more = "") =>
  `shared ${name} = ${value} meta [IsParameterQuery = true, Type = ${type}${more}];`;

const MASHUP = [
  '[StagingDefinition = [Kind = "FastCopy"]]',
  "section Section1;",
  parameter(
    "manufacturer",
    '"a ""quoted"" name; with // all"',
    '"Text"',
    ', IsParameterQueryRequired = true, Description = "Who made it"',
  ),
  parameter("isImported", "true", "type logical"),
  parameter("quantity", "123456789", "Int64.Type"),
  parameter("weight", "-3.14", "type nullable number"),
  parameter("orderedAt", "#datetime(2025, 9, 15, 21, 45, 0)", '"DateTime"'),
  parameter("orderedThere", "#datetimezone(2025, 9, 15, 21, 45, 0, 2, 0)", '"DateTimeZone"'),
  parameter("importedOn", "#date(2025, 9, 5)", "type date"),
  parameter("importedAt", "#time(21, 45, 0)", '"Time"'),
  parameter("took", "#duration(5, 21, 35, 30)", '"Duration"'),
  'shared #"wrapped one" = let #"wrapped one" = "w" meta [IsParameterQuery = true, Type = "Text"] in #"wrapped one";',
  parameter("fromList", "null", '"Text"', ', List = {"a", "b"}, DefaultValue = "b"'),
  'shared Orders = 1 meta [Documentation.Name = "no parameter"];',
  'shared Later = #table({"IsParameterQuery"}, {});',
].join("\n");

describe("the parameters of a dataflow in the emulator", () => {
  let emulator: Emulator;
  let client: Client;
  beforeEach(async () => {
    emulator = await startEmulator();
    client = new Client(emulator);
  });
  afterEach(() => emulator.close());

  const discover = (id: string, query = "") => client.call("GET", `${client.root}/dataflows/${id}/parameters${query}`);

  it("are found in the mashup, plain and wrapped, each in the form of its type", async () => {
    const id = await client.dataflow("Sales", definitionOf(MASHUP, { parametric: true }));
    const { body } = await discover(id);
    const rows = body.value.map((row: Record<string, unknown>) => [row.name, row.type, row.defaultValue]);
    expect(rows).to.deep.equal([
      ["manufacturer", "String", 'a "quoted" name; with // all'],
      ["isImported", "Boolean", true],
      ["quantity", "Integer", 123456789],
      ["weight", "Number", -3.14],
      ["orderedAt", "DateTime", "2025-09-15T21:45:00.000Z"],
      ["orderedThere", "DateTimeZone", "2025-09-15T21:45:00+02:00"],
      ["importedOn", "Date", "2025-09-05"],
      ["importedAt", "Time", "21:45:00"],
      ["took", "Duration", "P5DT21H35M30S"],
      ["wrapped one", "String", "w"],
      ["fromList", "String", "b"],
    ]);
    expect(body.value[0]).to.include({ isRequired: true, description: "Who made it" });
    expect(body.value[1]).to.include({ isRequired: false, description: "" });
  });

  it("come in pages", async () => {
    emulator.set({ limits: { pageSize: 10 } });
    const id = await client.dataflow("Sales", definitionOf(MASHUP, { parametric: true }));
    const first = await discover(id);
    const second = await discover(id, `?continuationToken=${encodeURIComponent(first.body.continuationToken)}`);
    expect([first.body.value.length, second.body.value.length]).to.deep.equal([10, 1]);
  });

  it("are refused if the definition is not parametric: DataflowNotParametricError", async () => {
    const id = await client.dataflow("Sales", definitionOf(MASHUP));
    expect((await discover(id)).body.errorCode).to.equal("DataflowNotParametricError");
  });

  const values: [string, unknown, boolean][] = [
    ["manufacturer", "x", true],
    ["manufacturer", 1, false],
    ["isImported", "true", false],
    ["quantity", 1.5, false],
    ["weight", 1.5, true],
    ["orderedAt", "2025-09-15T21:45:00.000Z", true],
    ["orderedAt", "2025-09-15", false],
    ["orderedThere", "2025-09-15T21:45:00+02:00", true],
    ["importedOn", "2025-09-05", true],
    ["importedAt", "21:45", false],
    ["took", "P5DT21H35M30S", true],
    ["took", "5 days", false],
  ];
  for (const [name, value, isTaken] of values) {
    it(`${name} ${isTaken ? "takes" : "refuses"} ${JSON.stringify(value)} in a run`, async () => {
      const id = await client.dataflow("Sales", definitionOf(MASHUP, { parametric: true }));
      const parameters = [{ parameterName: name, type: "Automatic", value }];
      const { status } = await client.run(id, { executionData: { parameters } });
      expect(status).to.equal(isTaken ? 202 : 400);
    });
  }
});
