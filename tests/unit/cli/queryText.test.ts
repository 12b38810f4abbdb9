import { expect } from "chai";
import * as arrow from "apache-arrow";
import { cellsOf, cellText, csvCell, jsonValue } from "../../../sdk/cli/queryText";

/** The cells of a column, as they come from a stream. */
function cells(column: arrow.Vector) {
  const { batches, schema } = arrow.tableFromIPC(arrow.tableToIPC(new arrow.Table({ A: column }), "stream"));
  return batches.flatMap((batch) =>
    Array.from({ length: batch.numRows }, (_, row) => cellsOf(batch, schema.fields, row)[0]!),
  );
}

/** A column of whole numbers, whose type says what they count. */
const counted = (type: arrow.DataType, counts: bigint[], rows = counts.length) =>
  new arrow.Vector([
    arrow.makeData({ type: type as arrow.TimestampMicrosecond, length: rows, data: BigInt64Array.from(counts) }),
  ]);

const decimals = (scale: number, words: number[], bits = 128) =>
  new arrow.Vector([
    arrow.makeData({
      type: new arrow.Decimal(scale, 19, bits),
      length: (words.length * 32) / bits,
      data: Uint32Array.from(words),
    }),
  ]);

describe("a value of a query's result", () => {
  const all = 0xffff_ffff;
  const cases: [string, arrow.Vector, unknown[]][] = [
    ["a decimal has its point", decimals(2, [1234, 0, 0, 0, all - 1233, all, all, all]), ["12.34", "-12.34"]],
    ["a decimal below one has its zeros", decimals(4, [5, 0, 0, 0, 0, 0, 0, 0]), ["0.0005", "0.0000"]],
    ["a decimal without digits after the point", decimals(0, [0, 1, 0, 0]), ["4294967296"]],
    ["a decimal of 256 bits", decimals(3, [1500, 0, 0, 0, 0, 0, 0, 0], 256), ["1.500"]],
    [
      "a timestamp has all digits of its second, at least three, and no zone if it has none",
      counted(new arrow.TimestampMicrosecond(), [1_706_695_200_123_456n, 1_706_695_200_500_000n, -1n]),
      ["2024-01-31T10:00:00.123456", "2024-01-31T10:00:00.500", "1969-12-31T23:59:59.999999"],
    ],
    [
      "a timestamp in nanoseconds",
      counted(new arrow.TimestampNanosecond(), [1_706_695_200_123_456_700n]),
      ["2024-01-31T10:00:00.1234567"],
    ],
    [
      "a timestamp with a zone is in UTC",
      counted(new arrow.TimestampMillisecond("+02:00"), [1_706_695_200_123n]),
      ["2024-01-31T10:00:00.123Z"],
    ],
    [
      "a timestamp that no calendar has is its number",
      counted(new arrow.TimestampSecond(), [9_000_000_000_000_000n]),
      ["9000000000000000"],
    ],
    [
      "a date",
      arrow.vectorFromArray([new Date(Date.UTC(2024, 0, 31)), null], new arrow.DateDay()),
      ["2024-01-31", null],
    ],
    [
      "a date with a time",
      arrow.vectorFromArray([new Date(Date.UTC(2024, 0, 31, 10, 30)), new Date(0)], new arrow.DateMillisecond()),
      ["2024-01-31T10:30:00.000", "1970-01-01"],
    ],
    [
      "a time of day",
      counted(new arrow.TimeMicrosecond(), [36_000_000_000n, 86_399_250_000n]),
      ["10:00:00", "23:59:59.25"],
    ],
    ["a time of day in seconds", arrow.vectorFromArray([61], new arrow.TimeSecond()), ["00:01:01"]],
    [
      "a duration",
      counted(new arrow.DurationMicrosecond(), [93_784_500_000n, -90_000_000n]),
      ["P1DT2H3M4.5S", "-P0DT0H1M30S"],
    ],
    [
      "a dictionary has the values of its type",
      arrow.vectorFromArray(
        [1_706_695_200_123],
        new arrow.Dictionary(new arrow.TimestampMillisecond(), new arrow.Int32()),
      ),
      ["2024-01-31T10:00:00.123"],
    ],
    ["a whole number", arrow.vectorFromArray([5n, 9_007_199_254_740_993n], new arrow.Int64()), [5, "9007199254740993"]],
    ["a number that JSON does not have", arrow.vectorFromArray([1.5, NaN, -Infinity]), [1.5, "NaN", "-Infinity"]],
    ["bytes", arrow.vectorFromArray([Uint8Array.of(1, 2, 255), null], new arrow.Binary()), ["AQL/", null]],
    ["a long text", arrow.vectorFromArray(["a", "", null], new arrow.LargeUtf8()), ["a", "", null]],
  ];
  for (const [title, column, expected] of cases)
    it(title, () => expect(cells(column).map(jsonValue)).to.deep.equal(expected));

  it("is a number for a spreadsheet, not a formula, if it is a negative decimal or duration", () => {
    expect(cells(decimals(2, [all - 1233, all, all, all])).map(csvCell)).to.deep.equal(["-12.34"]);
    expect(cells(arrow.vectorFromArray(["-1"], new arrow.Utf8())).map(csvCell)).to.deep.equal(["'-1"]);
    expect(cells(counted(new arrow.DurationSecond(), [-90n])).map(cellText)).to.deep.equal(["-P0DT0H1M30S"]);
  });
});
