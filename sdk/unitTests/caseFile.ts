import { error, type Problem } from "../common/problem";
import { didYouMean } from "../common/nearest";
import type { ParameterValue } from "../definition/parameters";
import type { Cell } from "./cells";
import { readColumns, UNDECLARED, type Declared } from "./columns";
import type { RowReader } from "./rowReader";
import { cellAt, readRows, readRowSet, ROW_SET_KEYS, type RowSet } from "./rowSet";
import { readYaml, type YamlEntry, type YamlFile, type YamlValue } from "./yamlFile";

/** The rows, or the single value, that a case gives in place of a query or a step. */
export type Given = { place: string; at: string } & ({ kind: "rows"; rows: RowSet } | { kind: "value"; cell: Cell });

/** The expected result. */
export interface Expected {
  /** All rows of the result, with the columns that they name. */
  rows?: RowSet;
  /** True if the order of the rows must match. */
  ordered?: boolean;
  /** Rows that the result must contain, with the columns that each names. */
  contains?: RowSet;
  rowCount?: number;
  /** Without types: exactly these columns in this order. With types: these columns must exist with these types. */
  columns?: Declared;
}

/** One unit test. */
export interface Case {
  name: string;
  /** `Sales.Dataflow/tests/orders.yaml:3:1` */
  at: string;
  query: string;
  parameters: ReadonlyMap<string, { value: ParameterValue; at: string }>;
  given: readonly Given[];
  expect: Expected;
}

/** Reads the text of a file beside the case. Undefined if it cannot be read, which it reports itself. */
export type ReadBeside = (name: string, place: string, problems: Problem[]) => string | undefined;

const KEYS = ["name", "query", "parameters", "given", "expect"];
const EXPECT_KEYS = [...ROW_SET_KEYS, "ordered", "contains", "rowCount"];

/** Returns the cases of a file. Each YAML document is a case. */
export function readCases(text: string, place: string, readBeside: ReadBeside): { cases: Case[]; problems: Problem[] } {
  const file = readYaml(text, place);
  const problems = [...file.problems];
  const reader: RowReader = {
    file,
    problems,
    readFile: (name, at) => readBeside(name, file.at(at), problems),
    cells: 0,
  };
  const cases = file.documents.flatMap((document, index) => readCase(document, place, index, file, reader) ?? []);
  if (file.documents.length === 0 && problems.length === 0)
    problems.push(error(place, "holds no case; a case has query, given and expect"));
  return { cases, problems };
}

function readCase(
  document: YamlValue,
  place: string,
  index: number,
  file: YamlFile,
  reader: RowReader,
): Case | undefined {
  const complain = (at: number, message: string) => void reader.problems.push(error(file.at(at), message));
  if (document.kind !== "map") {
    complain(document.at, "is not a case; a case has query, given and expect");
    return undefined;
  }
  const entries = known(document.entries, KEYS, "a case", complain);
  const query = textAt(entries.get("query"), complain);
  if (query === undefined) complain(document.at, "names no query; give query: and a query of the dataflow");
  const expected = entries.get("expect");
  if (!expected) complain(document.at, "expects nothing; give expect: rows, or { columns, rowCount, contains }");
  const title = place.replace(/^.*\//, "").replace(/\.ya?ml$/, "");
  return {
    name: textAt(entries.get("name"), complain) ?? (index === 0 ? title : `${title} ${index + 1}`),
    at: file.at(document.at),
    query: query ?? "",
    parameters: readParameters(entries.get("parameters"), file, complain),
    given: readGiven(entries.get("given"), complain, reader),
    expect: expected ? readExpected(expected.value, complain, reader) : {},
  };
}

type Complain = (at: number, message: string) => void;

/** Returns the entries by key. An unknown key is a problem. */
function known(
  entries: readonly YamlEntry[],
  keys: readonly string[],
  what: string,
  complain: Complain,
): Map<string, YamlEntry> {
  for (const { key, keyAt } of entries)
    if (!keys.includes(key)) complain(keyAt, `${key} is not a key of ${what}; ${didYouMean(key, keys)}`);
  return new Map(entries.map((entry) => [entry.key, entry]));
}

function textAt(entry: YamlEntry | undefined, complain: Complain): string | undefined {
  if (!entry) return undefined;
  const { value } = entry;
  if (value.kind === "scalar" && value.value !== null && value.value !== "")
    return value.written ?? String(value.value);
  complain(value.at, `${entry.key} is a text`);
  return undefined;
}

function readParameters(entry: YamlEntry | undefined, file: YamlFile, complain: Complain): Case["parameters"] {
  const values = new Map<string, { value: ParameterValue; at: string }>();
  if (!entry) return values;
  const { value } = entry;
  if (value.kind !== "map") complain(value.at, "parameters is a mapping: { FirstOrderDate: 2026-01-31 }");
  for (const { key, keyAt, value: each } of value.kind === "map" ? value.entries : []) {
    if (each.kind === "scalar") values.set(key, { value: each.value, at: file.at(keyAt) });
    else complain(each.at, `${key} is a text, a number, true, false or null`);
  }
  return values;
}

function readGiven(entry: YamlEntry | undefined, complain: Complain, reader: RowReader): Given[] {
  if (!entry) return [];
  const { value } = entry;
  if (value.kind !== "map") {
    complain(
      value.at,
      "given is a mapping of queries, or steps, to rows: { Orders: [...], Orders[Navigation]: [...] }",
    );
    return [];
  }
  return value.entries.map(({ key, keyAt, value: stands }) => {
    const at = { place: key, at: reader.file.at(keyAt) };
    if (stands.kind === "list") return { ...at, kind: "rows", rows: readRows(stands, UNDECLARED, reader) };
    if (stands.kind === "scalar") return { ...at, kind: "value", cell: cellAt(stands, undefined, key, reader) };
    known(stands.entries, ROW_SET_KEYS, "rows", complain);
    return { ...at, kind: "rows", rows: readRowSet(stands.entries, stands.at, reader) };
  });
}

function readExpected(value: YamlValue, complain: Complain, reader: RowReader): Expected {
  const expected = (rows: RowSet): RowSet => withoutMessages(rows, value.at, complain);
  if (value.kind === "list") return { rows: expected(readRows(value, UNDECLARED, reader)) };
  if (value.kind !== "map") {
    complain(value.at, "expect is a list of rows, or { columns, rowCount, contains }");
    return {};
  }
  const entries = known(value.entries, EXPECT_KEYS, "expect", complain);
  const columns = entries.get("columns");
  const declared = columns ? readColumns(columns.value, reader) : UNDECLARED;
  const contains = entries.get("contains");
  const rowCount = entries.get("rowCount");
  const ordered = entries.get("ordered");
  if (entries.size === 0) complain(value.at, "expects nothing; give rows, columns, rowCount or contains");
  if (ordered && !entries.has("rows") && !entries.has("csv")) complain(ordered.keyAt, "ordered only applies to rows");
  return {
    ...((entries.has("rows") || entries.has("csv")) && { rows: expected(readRowSet(value.entries, value.at, reader)) }),
    ...(contains && { contains: expected(readRows(contains.value, declared, reader)) }),
    ...(columns && { columns: declared }),
    ...(rowCount && { rowCount: countAt(rowCount, complain) }),
    ...(ordered && { ordered: flagAt(ordered, complain) }),
  };
}

function countAt({ value }: YamlEntry, complain: Complain): number {
  if (value.kind === "scalar" && Number.isSafeInteger(value.value) && (value.value as number) >= 0)
    return value.value as number;
  complain(value.at, "rowCount is a whole number");
  return 0;
}

function flagAt({ key, value }: YamlEntry, complain: Complain): boolean {
  if (value.kind === "scalar" && typeof value.value === "boolean") return value.value;
  complain(value.at, `${key} is true or false`);
  return false;
}

/** Reports a problem if a case expects the message of an error, because the service chooses its words. */
function withoutMessages(rows: RowSet, at: number, complain: Complain): RowSet {
  if (rows.rows.some((row) => row.some((cell) => cell?.kind === "error" && cell.message !== undefined)))
    complain(at, "expects the message of an error, but the service chooses the words; write !error without a message");
  return rows;
}
