import { isOneSlipAway } from "../../common/nearest";

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

/**
 * Modules that hold values to choose from and no function: `JoinKind.LeftOuter`. With them, a name that is not called can be told from a
 * function that is handed over, as in `List.Transform(urls, Web.Contents)`.
 */
const CHOICES = new Set(
  (
    "AccessControlKind BinaryOccurrence BufferMode ByteOrder Compression CsvStyle Day EntityClass ExtraValues GroupKind Identity " +
    "IdentityProvider JoinAlgorithm JoinKind JoinSide LimitClauseKind MissingField None Null Occurrence ODataOmitValues Order " +
    "Password PercentileMode Precision QuoteStyle RankKind RelativePosition RoundingMode SapBusinessWarehouseExecutionMode " +
    "SapHanaDistribution SapHanaRangeOperator Serialized TextEncoding TraceLevel WebMethod"
  ).split(" "),
);

/** Shorter ones are near to too many. */
const SHORTEST_MISSPELT = 4;

/**
 * The library's name that one in an unknown module most likely means: `Table.FromRows` for `Tabel.FromRows`. Modules alone are compared, because new
 * functions come each month; undefined if no module is near.
 */
export function correctedModule(name: string): string | undefined {
  const dot = name.indexOf(".");
  const module = name.slice(0, dot);
  if (module.length < SHORTEST_MISSPELT || COMPUTING.has(module) || CHOICES.has(module)) return undefined;
  const near = [...COMPUTING, ...CHOICES].find(
    (known) => known.length >= SHORTEST_MISSPELT && isOneSlipAway(module.toLowerCase(), known.toLowerCase()),
  );
  return near === undefined ? undefined : near + name.slice(dot);
}

/** In a computing module, but what they give is not in the document. */
const ELSEWHERE = new Set(["Variable.Value", "Variable.ValueOrDefault"]);

/** All names of the document or of the library, as records. */
const EVERY_NAME = new Set(["#shared", "#sections"]);
export const namesEverything = (name: string): boolean => EVERY_NAME.has(name);

/**
 * True where a name that nothing in the document binds may reach what is not in the document, called or handed over: connectors, a
 * variable library, and `#shared`, from which any name can be taken.
 */
export const mayReachOutside = (name: string): boolean =>
  EVERY_NAME.has(name) ||
  ELSEWHERE.has(name) ||
  (name.includes(".") && readsOutside(name) && !CHOICES.has(name.slice(0, name.indexOf("."))));
