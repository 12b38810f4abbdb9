import { harmless } from "../common/harmless";
import { isObject } from "../common/objects";
import { LIMITS } from "../definition/limits";
import { readRecordBatches } from "../dataTests/recordBatches";
import { binaryCell, durationCell, fit, NULL, numberCell, type Cell } from "./cells";
import { LINE, MAX_ROWS } from "./resultQuery";
import { valueType } from "./types";

/** A cell of a result. `other` is a value that a case cannot expect: a list, a record, a table. */
export type Found = Cell | { kind: "other"; shown: string };

export interface Result {
  /** Names, and types in M's spelling: `Int64.Type`. */
  columns: readonly { name: string; typeName: string }[];
  rows: readonly (readonly Found[])[];
  /** True if there are more rows than are read. */
  isCut: boolean;
}

/**
 * Reads the result of a case's document. Throws an EvaluationError if the service reports one, and an Error if the
 * result has another form.
 */
export async function readResult(stream: AsyncIterable<Uint8Array>): Promise<Result> {
  const { batches } = await readRecordBatches(stream);
  const lines: string[] = [];
  let characters = 0;
  for await (const batch of batches) {
    const column = batch.getChild(LINE);
    if (!column) throw new Error(`the result has no column ${LINE}`);
    for (const line of column as Iterable<unknown>) {
      if (typeof line !== "string") throw new Error("a line of the result is not a text");
      characters += line.length;
      if (characters > LIMITS.resultCharacters)
        throw new Error(`the result has more than ${LIMITS.resultCharacters} characters; reduce the rows of the case`);
      lines.push(line);
    }
  }
  const [schema, ...rows] = lines.map(parsed);
  return {
    columns: listOf(schema).map((column) => {
      const [name, typeName] = listOf(column);
      return { name: String(name), typeName: String(typeName) };
    }),
    rows: rows.slice(0, MAX_ROWS).map((row) => listOf(row).map(foundOf)),
    isCut: rows.length > MAX_ROWS,
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    throw new Error("a line of the result is not JSON", { cause: error });
  }
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new Error("a line of the result is not a list");
}

function foundOf(value: unknown): Found {
  if (value === null) return NULL;
  if (typeof value === "number") return numberCell(value);
  if (typeof value === "string" || typeof value === "boolean") {
    const fitted = fit(value, undefined);
    if ("cell" in fitted) return fitted.cell;
  }
  const [kind, ...parts] = isObject(value) ? [] : listOf(value);
  switch (kind) {
    case "error":
      return { kind: "error", message: parts[0] === null ? undefined : String(parts[0]) };
    case "number":
      return numberCell(Number(parts[0]));
    case "duration":
      return durationCell(...(parts.map(Number) as [number, number, number, number]));
    case "binary":
      return binaryCell(String(parts[0]));
    case "other":
      return { kind: "other", shown: String(parts[0]) };
    default:
      return timeOf(String(kind), String(parts[0]));
  }
}

/** Returns a date or time without trailing zeros in its fraction of a second. */
function timeOf(kind: string, written: string): Found {
  const plain = written.replace(/\.(\d*?)0*(?=$|[-+Z])/, (_, digits: string) => (digits === "" ? "" : `.${digits}`));
  const type = valueType(kind);
  const fitted = type ? fit(plain, type) : { needed: "" };
  if ("cell" in fitted) return fitted.cell;
  throw new Error(`a cell of the result is not a ${harmless(kind)}: ${harmless(written)}`);
}
