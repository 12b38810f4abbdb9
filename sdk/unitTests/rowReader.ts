import { error, type Problem } from "../common/problem";
import { LIMITS } from "../definition/limits";
import type { YamlFile } from "./yamlFile";

/** What reads rows: it names what is wrong, and goes on. */
export interface RowReader {
  file: YamlFile;
  problems: Problem[];
  /** The text of a file beside the case; a problem is named, and undefined the answer. */
  readFile(name: string, at: number): string | undefined;
  /** Cells that the file has given so far. */
  cells: number;
}

/** Names what is wrong at a place of the file. */
export const complain = ({ file, problems }: RowReader, at: number, message: string): void =>
  void problems.push(error(file.at(at), message));

/**
 * Whether so many cells more are within the limit of a file, which is said once. A few bytes can stand for very many: each row may name a
 * column of its own, and each case the same file of rows.
 */
export function takeCells(reader: RowReader, at: number, rows: number, columns: number): boolean {
  const wasWithin = reader.cells <= LIMITS.caseCells;
  reader.cells += rows * columns;
  if (reader.cells <= LIMITS.caseCells) return true;
  if (wasWithin)
    complain(
      reader,
      at,
      `here the cells of this file (rows times columns) become more than ${LIMITS.caseCells}; give fewer rows, or split the file`,
    );
  return false;
}
