import { expect } from "chai";
import { compareLive } from "../../../sdk/contract/live";
import { writtenTables, type DeclaredTable } from "../../../sdk/contract/writtenTables";
import { Mashup } from "../../../sdk/definition/mashup";
import { AUTOMATIC, manual, writtenDataflow } from "../../writtenDataflows";

const DYNAMIC = { dynamic: true };
const table = async (settings: string): Promise<DeclaredTable> => {
  const parts = writtenDataflow({ Orders: { m: "Source", settings } });
  return (await writtenTables(new Mashup(parts["mashup.pq"], "p")))[0]!;
};
/** `A int64, B text` */
const columns = (text: string) =>
  text === ""
    ? []
    : text.split(", ").map((each) => ({ name: each.split(" ")[0]!, type: each.split(" ")[1] ?? "text" }));

describe("verdicts by the service's columns", () => {
  const cases: [says: string, settings: string, given: string, has: string | undefined, expected: string[]][] = [
    ["automatic: a column that the query gives no longer", AUTOMATIC, "A", "A, B", ["breaking column-gone B"]],
    ["automatic: a new column", AUTOMATIC, "A, B", "A", ["note column-new B"]],
    ["automatic: names that the destination writes otherwise", AUTOMATIC, "A-B", "A_B", []],
    ["automatic: another family of types", AUTOMATIC, "A text", "A int64", ["warning column-retyped A"]],
    ["automatic: another type of the family", AUTOMATIC, "A double", "A int64", []],
    ["a table that does not exist yet", AUTOMATIC, "A", "", []],
    ["a table that could not be read", AUTOMATIC, "A", undefined, []],
    ["fixed: all that the mapping names", manual({ A: "X" }), "A, B", "X, Y", []],
    ["fixed: the mapping names what the query lacks", manual({ A: "A", B: "B" }), "A", "A, B", ["lacks B"]],
    ["fixed: the same where the table could not be read", manual({ B: "B" }), "A", undefined, ["lacks B"]],
    [
      "dynamic: what the mapping no longer names",
      manual({ A: "A" }, DYNAMIC),
      "A, B",
      "A, B",
      ["breaking column-gone B"],
    ],
    ["dynamic: a column by the mapping's name", manual({ A: "X" }, DYNAMIC), "A", "X", []],
    ["unknown settings", 'Kind = "Other"', "A", "A, B", []],
  ];
  for (const [says, settings, given, has, expected] of cases)
    it(says, async () => {
      const live = { given: columns(given), has: has === undefined ? undefined : columns(has) };
      const { lacking, findings } = compareLive(await table(settings), live);
      const found = findings.map(({ verdict, rule, column }) => `${verdict} ${rule} ${column}`);
      expect([...lacking.map((name) => `lacks ${name}`), ...found]).to.deep.equal(expected);
    });
});
