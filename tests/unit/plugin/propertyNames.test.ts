import { expect } from "chai";
import { withSchemaNames, type Schema } from "../../../sdk/plugin/propertyNames";

const text = { type: "string" };
const ref = (name: string) => ({ $ref: `#/types/${name}` });
const schema = {
  types: {
    Ids: { properties: { clusterId: text } },
    Expectation: {
      properties: { minRows: text, notNull: { items: text }, between: { additionalProperties: ref("Ids") } },
    },
    Daily: { properties: { type: text, startDateTime: text } },
    Monthly: { properties: { type: text, dayOfMonth: text } },
  },
  resources: {
    Sales: {
      inputProperties: {
        displayName: text,
        parameters: { additionalProperties: { $ref: "pulumi.json#/Any" } },
        connections: { additionalProperties: { oneOf: [text, ref("Ids")] } },
        tests: { additionalProperties: { items: ref("Expectation") } },
        schedule: { oneOf: [ref("Daily"), ref("Monthly")] },
      },
    },
  },
} as Schema;
const named = (args: Record<string, unknown>) => withSchemaNames(args, "Sales", () => schema);

describe("names that Python's SDK did not translate", () => {
  const secret = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  });
  const cases: [string, Record<string, unknown>, Record<string, unknown>][] = [
    ["an argument", { display_name: "a" }, { displayName: "a" }],
    [
      "an object or a text",
      { connections: { Sql: { cluster_id: "1" }, Web: "2" } },
      { connections: { Sql: { clusterId: "1" }, Web: "2" } },
    ],
    [
      "an object in a list, or in place of a list",
      { tests: { A: { min_rows: 1, not_null: "Id" }, B: [{ min_rows: 2 }] } },
      { tests: { A: { minRows: 1, notNull: "Id" }, B: [{ minRows: 2 }] } },
    ],
    [
      "one of several objects",
      { schedule: { type: "Daily", start_date_time: "a", day_of_month: 1 } },
      { schedule: { type: "Daily", startDateTime: "a", dayOfMonth: 1 } },
    ],
    [
      "a secret object, and one with a secret",
      { connections: { A: secret({ cluster_id: "1" }), B: { cluster_id: secret("2") } } },
      { connections: { A: secret({ clusterId: "1" }), B: { clusterId: secret("2") } } },
    ],
  ];
  for (const [title, given, expected] of cases)
    it(`get the schema's names: ${title}`, () => expect(named(given)).to.deep.equal(expected));

  const kept: [string, Record<string, unknown>][] = [
    [
      "a query, a column or a parameter",
      { tests: { min_rows: { between: { cluster_id: { clusterId: 1 } } } }, parameters: { display_name: 1 } },
    ],
    ["what is within any value", { parameters: { A: { min_rows: 1 } } }],
    ["a name that the schema does not have", { connections: { Sql: { cluster_no: 1 } }, unknown_key: 2 }],
    ["a name beside the schema's own", { connections: { Sql: { cluster_id: 1, clusterId: 2 } } }],
    ["names of every object", { connections: { Sql: { to_string: 1, constructor: 2 } } }],
  ];
  for (const [title, args] of kept) it(`stay: ${title}`, () => expect(named(args)).to.deep.equal(args));

  it("do not need the schema if there are none", () => {
    const args = { displayName: "a_b", tests: { Orders: [{ minRows: 1 }] } };
    const refused = () => expect.fail("the schema was read");
    expect(withSchemaNames(args, "Sales", refused)).to.equal(args);
  });
});
