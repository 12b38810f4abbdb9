import type { Json } from "./canonical";
import { isObject } from "../common/objects";
import type { JsonObject } from "./json";
import type { Opened } from "./open";

/** The keys that a session keeps for itself. They have no meaning for the dataflow. */
const OF_SESSION = ["connectionOverrides", "hostProperties", "useHostConnectionProvider"];
/** The keys of a session's binding beside its connection. */
const OF_BINDING = ["connectionName", "provider", "credentialDetails"];

/**
 * Returns the document's settings in the current form, whatever form the metadata has, so that equal content has equal fingerprints. Undefined
 * if there are none.
 */
export function currentSettings({ metadata, root }: Opened): JsonObject | undefined {
  const settings = root.length === 0 ? metadata.value : metadata.get(root);
  if (!isObject(settings)) return undefined;
  if (root.length === 0) return settings as JsonObject;
  const around = root.length === 1 ? {} : besideSession(metadata.value as JsonObject);
  const { connectionOverrides } = settings as JsonObject;
  const connections = Array.isArray(connectionOverrides)
    ? connectionOverrides.map(currentBinding)
    : connectionOverrides;
  return {
    ...around,
    ...without(settings as JsonObject, OF_SESSION),
    ...(connections !== undefined && { connections }),
  };
}

/** In the form of two parts, other settings surround the session. */
function besideSession({ formatVersion, lastModified: _time, editingSession, ...more }: JsonObject): JsonObject {
  const session = isObject(editingSession) ? without(editingSession as JsonObject, ["editingSessionMashup"]) : {};
  return { ...more, ...session, formatVersion: formatVersion === "202409" ? "202502" : (formatVersion ?? null) };
}

function currentBinding(entry: Json): Json {
  if (!isObject(entry)) return entry;
  const { connectionId, connectionName } = entry as JsonObject;
  return { ...without(entry as JsonObject, OF_BINDING), connectionId: connectionId ?? connectionName ?? null };
}

const without = (value: JsonObject, left: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !left.includes(key)));

/** Returns the settings beside `editingSessionMashup` in the form of one part. Empty in the other forms. */
export function besideSettings({ metadata, root }: Opened): JsonObject {
  return root.length === 1 && isObject(metadata.value) ? without(metadata.value as JsonObject, [String(root[0])]) : {};
}
