import { isOneSlipAway } from "../../common/nearest";

/**
 * Modules of the M library whose functions compute from their arguments alone. A function of any other module is a connector, which reads from
 * outside. There are hundreds of connectors and new ones each month, so this is the list of all others.
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

/** Functions of computing modules that nevertheless read from outside. */
const OUTSIDE = new Set(["Excel.CurrentWorkbook"]);

/** True if a library function reads from outside the dataflow. */
export const readsOutside = (name: string): boolean =>
  OUTSIDE.has(name) || !COMPUTING.has(name.slice(0, name.indexOf(".")));

/**
 * Modules that hold values and no functions: `JoinKind.LeftOuter`. The list distinguishes such a value from a function that is passed without
 * a call, as in `List.Transform(urls, Web.Contents)`.
 */
const CHOICES = new Set(
  (
    "AccessControlKind BinaryOccurrence BufferMode ByteOrder Compression CsvStyle Day EntityClass ExtraValues GroupKind Identity " +
    "IdentityProvider JoinAlgorithm JoinKind JoinSide LimitClauseKind MissingField None Null Occurrence ODataOmitValues Order " +
    "Password PercentileMode Precision QuoteStyle RankKind RelativePosition RoundingMode SapBusinessWarehouseExecutionMode " +
    "SapHanaDistribution SapHanaRangeOperator Serialized TextEncoding TraceLevel WebMethod"
  ).split(" "),
);

/** Connectors whose names are similar to those of other modules. */
const SIMILAR = new Set(["Actian"]);

/** The shortest module name to correct: shorter ones are similar to too many. */
const SHORTEST_MISSPELT = 4;

/**
 * Returns the correct name if the module is misspelt: `Table.FromRows` for `Tabel.FromRows`. Only modules are compared, because new functions
 * come each month. Undefined if no module is similar.
 */
export function correctedModule(name: string): string | undefined {
  const dot = name.indexOf(".");
  const module = name.slice(0, dot);
  if (module.length < SHORTEST_MISSPELT || SIMILAR.has(module) || COMPUTING.has(module) || CHOICES.has(module))
    return undefined;
  const near = [...COMPUTING, ...CHOICES].find(
    (known) => known.length >= SHORTEST_MISSPELT && isOneSlipAway(module.toLowerCase(), known.toLowerCase()),
  );
  return near === undefined ? undefined : near + name.slice(dot);
}

/** Functions of computing modules whose results do not come from the document. */
const ELSEWHERE = new Set(["Variable.Value", "Variable.ValueOrDefault"]);

/** Names that give all names of the document or of the library, as records. */
const EVERY_NAME = new Set(["#shared", "#sections"]);
export const namesEverything = (name: string): boolean => EVERY_NAME.has(name);

/**
 * True if a name that the document does not define may read from outside it, called or passed on: connectors, a variable library, and `#shared`,
 * which gives every name.
 */
export const mayReachOutside = (name: string): boolean =>
  EVERY_NAME.has(name) ||
  ELSEWHERE.has(name) ||
  (name.includes(".") && readsOutside(name) && !CHOICES.has(name.slice(0, name.indexOf("."))));
