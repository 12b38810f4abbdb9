import { UsageError } from "../../common/usageError";
import { LIMITS } from "../../definition/limits";

/** The files of one state of a repository: a commit, the working tree, a folder. */
export interface Tree {
  label: string;
  /** The name of the folder, if the tree is one that Git does not know. A dataflow at its root has this name. */
  name?: string;
  commit?: string;
  /** For each path what tells its content from others: equal texts mean equal content. */
  files: ReadonlyMap<string, string>;
  /** Reads files at once. A path that cannot be read is absent. */
  read(paths: readonly string[]): Promise<Map<string, Uint8Array>>;
}

/** Throws a UsageError if definitions of that many bytes are more than memory is to hold. */
export function requireTogether(bytes: number): void {
  if (bytes > LIMITS.repositoryBytes)
    throw new UsageError(
      `The definitions together have more than ${LIMITS.repositoryBytes} bytes; a review reads no more.`,
    );
}
