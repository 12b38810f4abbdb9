/**
 * The limits of what is read. The service takes 512 KB of M. It does not state a limit for the rest, and real definitions have a hundredth of
 * these. A definition within these limits is processed in seconds.
 */
export const LIMITS = {
  /** Size of the M, in bytes. The service refuses more. */
  mashupBytes: 512 * 1024,
  /** Size of any other part, in bytes. */
  partBytes: 4 * 1024 * 1024,
  /** Size of all parts together, in bytes. */
  definitionBytes: 16 * 1024 * 1024,
  parts: 1000,
  /** Size of all definitions of a repository together, in bytes: they are compared in memory. */
  repositoryBytes: 256 * 1024 * 1024,
  /** Depth of folders below a definition's folder. */
  folderDepth: 10,
  /** Depth of brackets in JSON. */
  jsonDepth: 100,
  /** Entries of `queriesMetadata`. */
  queries: 20_000,
  /** Entries of any other list or object of the metadata: connections, groups, settings. */
  listEntries: 2_000,
  /** Size of a file of unit tests, and of a file of rows, in bytes. The service refuses a document with more rows. */
  caseBytes: 256 * 1024,
  rowsBytes: 512 * 1024,
  /** Rows times columns that a file of unit tests gives and expects. A cell takes at least two bytes of the document. */
  caseCells: 500_000,
  /** Length of the result of a unit test, in characters. */
  resultCharacters: 16 * 1024 * 1024,
  /** Entries of each argument that sets something in a definition: `parameters`, `connections`, `bind.lakehouses`, ... */
  environmentEntries: 1_000,
} as const;
