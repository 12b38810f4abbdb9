/*
 * Programs reach the lifecycles by one of two doors: the classes of the npm package, or the provider plugin, for
 * programs in any language. A message that shows code must show it as the user's door needs it. Only this file knows
 * the differences.
 */

interface Spelling {
  /** How to take over a dataflow. The id may be a placeholder. */
  takeOver(workspaceId: string, id: string): string;
  /** The option `import` alone. */
  importOption(workspaceId: string, id: string): string;
  /** The provider whose arguments are settings. */
  provider: string;
  /** A folder as a definition. */
  folder: string;
  /** A map of part path to asset as a definition. */
  map: string;
  /** A part of a definition. */
  asset: string;
  /** The product that users update. */
  product: string;
}

const importing = (place: string): string => `the resource option import: "${place}"`;

const classes: Spelling = {
  // An item is imported by its id, because the arguments name its workspace.
  importOption: (_workspaceId, id) => importing(id),
  takeOver: (_workspaceId, id) =>
    `${importing(id)} (writes nothing at first) or adoptExisting: true (makes it as declared)`,
  provider: "FabricProvider",
  folder: 'new pulumi.asset.FileArchive("./Sales.Dataflow")',
  map: "a map of part path to asset",
  asset: 'new pulumi.asset.FileAsset("...") for a path, or new pulumi.asset.StringAsset("...") for content',
  product: "package",
};

const plugin: Spelling = {
  // Pulumi's own import passes only the id, and makes the item as declared in the same `up`.
  importOption: (workspaceId, id) => importing(`${workspaceId}/${id}`),
  takeOver: (workspaceId, id) =>
    `${importing(`${workspaceId}/${id}`)} or adoptExisting: true (each makes it as declared)`,
  provider: "fabric-dataflow provider",
  folder: 'FileArchive("./Sales.Dataflow") (in YAML fn::fileArchive: ./Sales.Dataflow)',
  map: "an AssetArchive of part path to asset",
  asset: 'FileAsset("...") for a path, or StringAsset("...") for content (in YAML fn::fileAsset, fn::stringAsset)',
  product: "plugin",
};

const doors = { classes, plugin };
export type Door = keyof typeof doors;

let spelling = classes;

/** Sets the door of this process. Default: the classes. */
export function speakFor(door: Door): void {
  spelling = doors[door];
}

/**
 * Returns the spelling for this process's programs. It is read when a message is made, because a process may set its
 * door after its modules were loaded.
 */
export const spelled = (): Spelling => spelling;
