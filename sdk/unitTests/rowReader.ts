import { error, type Problem } from "../common/problem";
import { LIMITS } from "../definition/limits";
import type { YamlFile } from "./yamlFile";

/** Reads rows: it reports what is wrong, and continues. */
export interface RowReader {
  file: YamlFile;
  problems: Problem[];
  /** Returns the text of a file beside the case. If it cannot be read, reports a problem and returns undefined. */
  readFile(name: string, at: number): string | undefined;
  /** Number of cells that the file has given so far. */
  cells: number;
}

/** Reports a problem at a place in the file. */
export const complain = ({ file, problems }: RowReader, at: number, message: string): void =>
  void problems.push(error(file.at(at), message));

/**
 * Returns true if this many more cells are within the limit of a file. The limit is reported once. A small file can
 * have very many cells: each row may name its own column, and each case the same file of rows.
 */
export function takeCells(reader: RowReader, at: number, rows: number, columns: number): boolean {
  const wasWithin = reader.cells <= LIMITS.caseCells;
  reader.cells += rows * columns;
  if (reader.cells <= LIMITS.caseCells) return true;
  if (wasWithin)
    complain(
      reader,
      at,
      `here the cells of this file (rows times columns) exceed ${LIMITS.caseCells}; give fewer rows, or split the file`,
    );
  return false;
}
