/** The id of a workspace that does not exist. */
export const NOWHERE = "00000000-0000-4000-8000-000000000000";

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * Returns what another environment could have in place of an id, a server or an address: the same form, and certainly
 * another value.
 */
export function elsewhere(text: string): string {
  const other = text.replace(GUID, (id) => (id.startsWith("e") ? "f" : "e") + id.slice(1));
  if (other !== text) return other;
  return text.includes("://") ? text.replace("://", "://elsewhere-") : `elsewhere-${text}`;
}
