/**
 * How much of what others write is looked at. The service takes 512 KB of M; it states no limit for the rest, and real definitions have a
 * hundredth of these. Whatever is within these limits is understood in seconds.
 */
export const LIMITS = {
  /** Of M, in bytes: the service refuses a longer one. */
  mashupBytes: 512 * 1024,
  /** Of any other part, in bytes. */
  partBytes: 4 * 1024 * 1024,
  /** Of all parts together, in bytes. */
  definitionBytes: 16 * 1024 * 1024,
  parts: 1000,
  /** Of all definitions of a repository together, in bytes: they are compared in memory. */
  repositoryBytes: 256 * 1024 * 1024,
  /** Folders below a definition's folder. */
  folderDepth: 10,
  /** Brackets of JSON within each other. */
  jsonDepth: 100,
  /** Entries of `queriesMetadata`. */
  queries: 20_000,
  /** Entries of any other list or object of the metadata: connections, groups. */
  listEntries: 2_000,
  /** Of a file of unit tests' cases, in bytes, and of one of rows: a document with more rows the service refuses. */
  caseBytes: 256 * 1024,
  rowsBytes: 512 * 1024,
  /** Rows times columns of all that a file of cases gives and expects: a document takes a cell in two bytes at least. */
  caseCells: 500_000,
  /** Of what a unit test evaluates to. */
  resultCharacters: 16 * 1024 * 1024,
  /** Entries of each argument that sets something in a definition: `parameters`, `connections`, `bind.lakehouses`, ... */
  environmentEntries: 1_000,
} as const;
