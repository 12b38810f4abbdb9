import { calledName } from "./itemReferences";
import { walk } from "./scopes";
import type { Chain, Expression, Step } from "./tree";

/**
 * How a step uses the value of another step, as far as its text shows it:
 * - `passes`: it has the same rows: `Source`, `Table.Buffer(Source)`, `Table.PromoteHeaders(Source)`
 * - `opens`: it opens the content of a row: `Source{[Schema = "dbo", Item = "Orders"]}[Data]`, `Files{0}[Content]`
 * - `picks`: it takes a part of the value: `Source[items]`, `Source{0}`
 * - `decodes`: it makes a table of a binary: `Csv.Document(...)`
 * - `parses`: it makes records and lists of a binary: `Json.Document(...)`
 * - `unfolds`: it makes a table of records and lists: `Table.FromRecords(...)`, `Table.ExpandRecordColumn(...)`
 * - `calls`: it calls a function that the document declares
 */
export type Taking = "passes" | "opens" | "picks" | "decodes" | "parses" | "unfolds" | "calls" | undefined;

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Functions that keep the rows. `Table.PromoteHeaders` is among them: rows that stand in for a source already have named columns. */
const PASSES = words("Binary.Buffer Table.Buffer Table.PromoteHeaders Table.StopFolding");
const DECODES = words(
  "Binary.Decompress Csv.Document Excel.Workbook Html.Table Lines.FromBinary Parquet.Document Pdf.Tables Text.FromBinary Web.Page Xml.Tables",
);
const PARSES = words("Json.Document Xml.Document");
const UNFOLDS = words(
  "List.Transform Record.ToTable Table.ExpandListColumn Table.ExpandRecordColumn Table.ExpandTableColumn Table.FromList " +
    "Table.FromRecords Table.FromRows Table.FromValue",
);

/** Fields in which a connector's navigation table holds a table or a file. */
const OPENED = /^\[\s*(?:#"(?:Data|Content)"|Data|Content)\s*\]\??$/;
/** The same for lists of SharePoint and for XML. The fields of other records often have these names, so they count only after a row. */
const OPENED_OF_ROW = /^\[\s*(?:Items|Table)\s*\]\??$/;

export function takingOf(expression: Expression, text: string): Taking {
  switch (expression.kind) {
    case "parentheses":
      return takingOf(expression.content, text);
    case "name":
      return "passes";
    // `try Source{[Item = "Sheet1"]}[Data] otherwise null`, `if ... then ... else ...`
    case "other":
      return takingOfBranches(expression.within, text);
    case "chain":
      return takingOfChain(expression, text);
    default:
      return undefined;
  }
}

/** Returns the taking of the first branch that reaches data. */
const takingOfBranches = (within: readonly Expression[], text: string): Taking =>
  within
    .filter(({ kind }) => kind === "chain")
    .map((each) => takingOf(each, text))
    .find((taking) => taking === "opens" || taking === "decodes" || taking === "calls");

function takingOfChain(chain: Chain, text: string): Taking {
  if (opens(chain, text)) return "opens";
  const called = calledName(chain);
  if (called === undefined) return isAccess(chain) ? "picks" : undefined;
  if (chain.steps.length > 1 && !PARSES.has(called)) return undefined;
  if (PARSES.has(called)) return "parses";
  if (UNFOLDS.has(called)) return holdsParsing(chain) ? "parses" : "unfolds";
  if (PASSES.has(called)) return argumentsOf(chain)[0]?.kind === "name" ? "passes" : undefined;
  if (DECODES.has(called)) return "decodes";
  return called.includes(".") ? undefined : "calls";
}

/** True if a chain ends in the field of a navigation table, or in one of its rows. */
function opens({ steps }: Chain, text: string): boolean {
  const [before, last] = [steps.at(-2), steps.at(-1)];
  return last?.kind === "field" ? isOpened(last, before, text) : last?.kind === "item" && last.key.kind === "record";
}

function isOpened({ start, end }: Step, before: Step | undefined, text: string): boolean {
  const field = text.slice(start, end).trim();
  return OPENED.test(field) || (before?.kind === "item" && OPENED_OF_ROW.test(field));
}

const isAccess = ({ head, steps }: Chain): boolean =>
  head.kind === "name" && steps.every(({ kind }) => kind !== "call");

const argumentsOf = ({ steps: [first] }: Chain): readonly Expression[] => (first?.kind === "call" ? first.values : []);

/** True if an argument of the call, or a list in one, parses a document: `Table.FromRecords({Json.Document(...)})`. */
const holdsParsing = (chain: Chain): boolean =>
  argumentsOf(chain)
    .flatMap((value) => (value.kind === "list" ? value.items : [value]))
    .some((each) => each.kind === "chain" && PARSES.has(calledName(each) ?? ""));

/** True if a function's body opens the content of a row of a navigation table: `(source) => source{0}[Data]`. */
export function opensWithin(expression: Expression, text: string): boolean {
  if (expression.kind !== "function") return false;
  let found = false;
  walk(expression.body, undefined, (each) => {
    const [before, last] = each.kind === "chain" ? [each.steps.at(-2), each.steps.at(-1)] : [];
    if (last?.kind === "field" && isOpened(last, before, text)) found = true;
  });
  return found;
}
