/*
 * Programs declare resources with the classes of the npm package, or with the provider plugin, which serves every
 * language. A message that shows code must show what the user's program can write. Only this file knows the
 * differences.
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

const spellings = { classes, plugin };
export type Programs = keyof typeof spellings;

let spelling = classes;

/** Sets what programs of this process declare resources with. Default: the classes. */
export function spellFor(programs: Programs): void {
  spelling = spellings[programs];
}

/**
 * Returns the spelling for this process's programs. It is read when a message is made, because a process may call
 * {@link spellFor} after its modules were loaded.
 */
export const spelled = (): Spelling => spelling;
