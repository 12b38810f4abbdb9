/** The files of one state of a repository: a commit, the working tree, a folder. */
export interface Tree {
  label: string;
  commit?: string;
  /** For each path what tells its content from others: equal texts mean equal content. */
  files: ReadonlyMap<string, string>;
  /** Reads files at once. A path that cannot be read is absent. */
  read(paths: readonly string[]): Promise<Map<string, Uint8Array>>;
}
