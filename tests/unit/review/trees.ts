import type { DefinitionPart } from "../../../sdk/definition/parts";
import type { Tree } from "../../../sdk/review/repository/tree";
import { blobId } from "../../../sdk/review/repository/gitTree";

export type Folders = Readonly<Record<string, readonly DefinitionPart[]>>;

export interface CountedTree extends Tree {
  /** The paths that a review has read. */
  readonly readPaths: string[];
}

/** An in-memory tree of definitions by folder, with other files. */
export function treeOf(folders: Folders, files: Readonly<Record<string, string>> = {}): CountedTree {
  const contents = new Map<string, Uint8Array>();
  for (const [folder, parts] of Object.entries(folders))
    for (const { path, content } of parts) contents.set(folder === "." ? path : `${folder}/${path}`, content);
  for (const [path, text] of Object.entries(files)) contents.set(path, Buffer.from(text, "utf8"));
  const readPaths: string[] = [];
  return {
    label: "tree",
    readPaths,
    files: new Map([...contents].map(([path, content]) => [path, blobId(content)])),
    read: (paths) => {
      readPaths.push(...paths);
      return Promise.resolve(
        new Map(paths.flatMap((path) => (contents.has(path) ? [[path, contents.get(path)!]] : []))),
      );
    },
  };
}

interface Written {
  /** The M of queries, by name. */
  queries: Readonly<Record<string, string>>;
  /** The id in `.platform`. */
  logicalId?: string;
  displayName?: string;
  metadata?: Record<string, unknown>;
  attributes?: Readonly<Record<string, string>>;
}

/** A definition with these queries. */
export function definitionOf({
  queries,
  logicalId,
  displayName,
  metadata = {},
  attributes = {},
}: Written): DefinitionPart[] {
  const quoted = (name: string) =>
    `#"${name.replaceAll('"', '""').replaceAll("#(", "#(#)(").replaceAll("\n", "#(lf)").replaceAll("\r", "#(cr)")}"`;
  const members = Object.entries(queries).map(
    ([name, text]) =>
      `${attributes[name] === undefined ? "" : `${attributes[name]}\n`}shared ${quoted(name)} = ${text};`,
  );
  const entries = Object.keys(queries).map((queryName) => [queryName, { queryName }]);
  const part = (path: string, text: string) => ({ path, content: Buffer.from(text, "utf8") });
  return [
    part("mashup.pq", ["section Section1;", ...members].join("\n")),
    part(
      "queryMetadata.json",
      JSON.stringify({
        formatVersion: "202502",
        queriesMetadata: Object.fromEntries(entries),
        connections: [],
        ...metadata,
      }),
    ),
    ...(logicalId === undefined && displayName === undefined
      ? []
      : [
          part(
            ".platform",
            JSON.stringify({ metadata: { type: "Dataflow", displayName }, config: { version: "2.0", logicalId } }),
          ),
        ]),
  ];
}

/** M that reads a query of another dataflow. */
export const readsDataflow = (id: string, entity: string, by = "dataflowId"): string =>
  `let Source = PowerPlatform.Dataflows(null){[workspaceId = "w"]}[Data]{[${by} = "${id}"]}[Data], Read = Source{[entity = "${entity}", version = ""]}[Data] in Read`;

/** M that reads a table of a lakehouse. */
export const readsTable = (lakehouse: string, table: string): string =>
  `let Source = Lakehouse.Contents(null){[workspaceId = "w"]}[Data]{[lakehouseId = "${lakehouse}"]}[Data], Read = Source{[Id = "${table}", ItemKind = "Table"]}[Data] in Read`;

/** The attribute of a written query. It names the hidden query of the destination. */
export const writtenTo = (query: string, updateMethod = "Replace"): string =>
  `[DataDestinations = {[Definition = [Kind = "Reference", QueryName = "${query}", IsNewTarget = true], Settings = [Kind = "Manual", UpdateMethod = [Kind = "${updateMethod}"]]]}]`;

/** The M of the hidden query of a destination. */
export const destination = (lakehouse: string, table: string): string =>
  `let Source = Lakehouse.Contents(null){[workspaceId = "w"]}[Data]{[lakehouseId = "${lakehouse}"]}[Data], Table = Source{[Id = "${table}", ItemKind = "Table"]}?[Data]? in Table`;
