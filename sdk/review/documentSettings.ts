import { DOCUMENT_DEFAULTS, withLocale } from "../definition/canonicalMetadata";
import { isProblem } from "../definition/mashup";
import type { JsonObject } from "../definition/json";
import type { LiteralRecord } from "../definition/m/literals";
import { isObject } from "../common/objects";
import type { SettingChange } from "./document";
import { groupPath } from "./groups";
import { settingChanges, withDefaults, type Values } from "./settingChanges";
import type { Side } from "./side";

/** Keys that are compared separately, or that do not affect the data. */
const APART = [
  "queriesMetadata",
  "queryGroups",
  "connections",
  "connectionOverrides",
  "name",
  "mashupName",
  "mashupDocument",
];

/** Returns the changed settings of the document: keys of the metadata's root, the section's attributes, and groups of queries. */
export async function documentSettings(before: Side | undefined, after: Side | undefined): Promise<SettingChange[]> {
  if (!before || !after) return [];
  const [old, now] = await Promise.all([headerOf(before), headerOf(after)]);
  return [
    ...settingChanges(rootOf(before), rootOf(after)),
    ...settingChanges(besideRoot(before), besideRoot(after)),
    ...settingChanges(old, now).map((change) => ({ ...change, name: `section ${change.name}` })),
    ...settingChanges(groupsOf(before), groupsOf(after)),
  ];
}

function rootOf({ opened: { metadata, root } }: Side): ReturnType<typeof withDefaults> {
  const value = root.length === 0 ? metadata.value : metadata.get(root);
  const entries = Object.entries(isObject(value) ? (value as JsonObject) : {}).filter(([key]) => !APART.includes(key));
  return withDefaults(withLocale(Object.fromEntries(entries)), DOCUMENT_DEFAULTS);
}

/** Returns the settings beside the session. In older forms, the document's settings are those of a session. */
function besideRoot({ opened: { metadata, root } }: Side): Values {
  if (root.length === 0 || !isObject(metadata.value)) return {};
  const { [String(root[0])]: _session, ...beside } = metadata.value as JsonObject;
  return Object.fromEntries(Object.entries(beside).filter(([key]) => !APART.includes(key)));
}

async function headerOf({ mashup }: Side): Promise<LiteralRecord> {
  const header = await mashup.header();
  return isProblem(header) ? {} : header;
}

function groupsOf({ view }: Side): Record<string, string> {
  return Object.fromEntries(
    [...view.groups].map(([id, group]) => {
      const description = typeof group["description"] === "string" ? group["description"] : "";
      return [`group ${groupPath(id, view.groups)}`, description === "" ? "declared" : description];
    }),
  );
}
