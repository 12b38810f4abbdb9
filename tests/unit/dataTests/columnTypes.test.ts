import { expect } from "chai";
import * as arrow from "apache-arrow";
import { nameOfType } from "../../../sdk/dataTests/columnTypes";

describe("the name of a type of Arrow's", () => {
  const names: [arrow.DataType, string][] = [
    [new arrow.LargeUtf8(), "text"],
    [new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()), "text"],
    [new arrow.Int64(), "int64"],
    [new arrow.Uint16(), "integer"],
    [new arrow.Float64(), "double"],
    [new arrow.Decimal(4, 19), "number"],
    [new arrow.TimestampMicrosecond(), "datetime"],
    [new arrow.TimestampMicrosecond("UTC"), "datetimezone"],
    [new arrow.DateDay(), "date"],
    [new arrow.TimeMicrosecond(), "time"],
    [new arrow.DurationMicrosecond(), "duration"],
    [new arrow.LargeBinary(), "binary"],
    [new arrow.Bool(), "logical"],
  ];
  for (const [type, name] of names)
    it(`${String(type)} is ${name}`, () => expect(nameOfType(String(type))).to.equal(name));
});
