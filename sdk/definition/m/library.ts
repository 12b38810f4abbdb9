/**
 * Modules of the M library whose functions compute from their arguments alone. A call into any other module reaches outside: a
 * connector, of which there are hundreds and new ones each month, so the list is of what is none.
 * https://learn.microsoft.com/powerquery-m/power-query-m-function-reference
 */
const COMPUTING = new Set(
  (
    "Action Any Binary BinaryEncoding BinaryFormat Byte Character Combiner Comparer Csv Cube Culture Currency Date DateTime " +
    "DateTimeZone Decimal Diagnostics Double Duration Environment Error Excel Expression Function Geography GeographyPoint " +
    "Geometry GeometryPoint Guid Html Int16 Int32 Int64 Int8 ItemExpression Json Lines List ListAction Logical Number Parquet " +
    "Pdf Percentage Pipeline Progress Record Replacer RowExpression Single Splitter SqlExpression Table TableAction Text Time " +
    "TimeZone Type Uri Value ValueAction Variable Xml"
  ).split(" "),
);

/** In a computing module, but reading from outside all the same. */
const OUTSIDE = new Set(["Excel.CurrentWorkbook"]);

/** True where a library function reads from outside the dataflow. */
export const readsOutside = (name: string): boolean =>
  OUTSIDE.has(name) || !COMPUTING.has(name.slice(0, name.indexOf(".")));
