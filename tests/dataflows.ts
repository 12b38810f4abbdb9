/** Small dataflows for tests, as texts of their parts. */

/** A mashup of some queries: name to expression. */
export const mashup = (queries: Record<string, string>): string =>
  ["section Section1;", ...Object.entries(queries).map(([name, m]) => `shared ${name} = ${m};`)].join("\n") + "\n";

export const metadata = (queries: Record<string, string>, more: object = {}): string =>
  JSON.stringify(
    {
      formatVersion: "202502",
      name: "test",
      queriesMetadata: Object.fromEntries(
        Object.keys(queries).map((queryName, i) => [
          queryName,
          { queryId: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`, queryName, loadEnabled: true },
        ]),
      ),
      ...more,
    },
    null,
    2,
  );

export const table = (row: string): string => `let Source = #table({"A"}, {{"${row}"}}) in Source`;

/** The files of a folder in Fabric's Git format, under `folder`. */
export const folder = (name: string, queries: Record<string, string>): Record<string, string> => ({
  [`${name}/mashup.pq`]: mashup(queries),
  [`${name}/queryMetadata.json`]: metadata(queries),
});
