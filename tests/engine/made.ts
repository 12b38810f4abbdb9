import { mashup, metadata, table } from "../dataflows";
import type { Emulator } from "../emulator/index";

const queries = { Orders: table("one") };
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Adds an item like another user. Returns its id. */
export async function made(
  { endpoint, token, workspaceId }: Emulator,
  displayName: string,
  row: string,
): Promise<string> {
  const part = (path: string, text: string) => ({ path, payload: base64(text), payloadType: "InlineBase64" });
  const parts = [part("mashup.pq", mashup({ Orders: table(row) })), part("queryMetadata.json", metadata(queries))];
  const response = await fetch(`${endpoint}/workspaces/${workspaceId}/dataflows`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ displayName, definition: { parts } }),
  });
  return ((await response.json()) as { id: string }).id;
}

/** Adds a folder like another user. Returns its id. */
export async function addFolder({ endpoint, token, workspaceId }: Emulator, displayName: string): Promise<string> {
  const response = await fetch(`${endpoint}/workspaces/${workspaceId}/folders`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ displayName }),
  });
  return ((await response.json()) as { id: string }).id;
}
