import { error, type Problem } from "../common/problem";
import type { YamlFile } from "./yamlFile";

/** What reads rows: it names what is wrong, and goes on. */
export interface RowReader {
  file: YamlFile;
  problems: Problem[];
  /** The text of a file beside the case; a problem is named, and undefined the answer. */
  readFile(name: string, at: number): string | undefined;
}

/** Names what is wrong at a place of the file. */
export const complain = ({ file, problems }: RowReader, at: number, message: string): void =>
  void problems.push(error(file.at(at), message));
