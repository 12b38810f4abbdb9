import { UsageError } from "../../common/usageError";
import { LIMITS } from "../../definition/limits";

/** The files of one state of a repository: a commit, the working tree, a folder. */
export interface Tree {
  label: string;
  /** Name of the folder, if the tree is not in Git. A dataflow at its root has this name. */
  name?: string;
  commit?: string;
  /** A key of each file's content, by path: equal keys mean equal content. */
  files: ReadonlyMap<string, string>;
  /** Reads files at once. A path that cannot be read is absent. */
  read(paths: readonly string[]): Promise<Map<string, Uint8Array>>;
}

/** Throws a `UsageError` if definitions of that many bytes are too large to be kept in memory. */
export function requireTogether(bytes: number): void {
  if (bytes > LIMITS.repositoryBytes)
    throw new UsageError(
      `The definitions together have more than ${LIMITS.repositoryBytes} bytes; a review reads no more.`,
    );
}
