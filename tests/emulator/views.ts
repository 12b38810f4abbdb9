import { readDefinition, StoredDefinition } from "./definitions";
import { Job } from "./jobs";
import { Schedule } from "./schedules";
import { Item, World } from "./world";

/** What an item looks like from inside: contents by part path, as they were sent. */
export interface ItemView {
  id: string;
  type: string;
  displayName: string;
  description: string;
  workspaceId: string;
  folderId?: string;
  tags: string[];
  labelId?: string;
  ownerId: string;
  edited?: Record<string, string>;
  published?: Record<string, string>;
  /** Newest first, those that fell out of the history excepted. */
  runs: Pick<Job, "id" | "jobType" | "sentType" | "invokeType" | "status" | "failureReason" | "run">[];
  schedules: Pick<Schedule, "id" | "jobType" | "enabled" | "configuration" | "executionData">[];
}

/** A change that somebody makes in the portal. */
export interface PortalEdit {
  displayName?: string;
  description?: string;
  /** All tags of the item, by id. Absent: they stay. */
  tags?: string[];
  /** A folder's id; null is the workspace itself. Absent: the item stays where it is. */
  folderId?: string | null;
  /** The text of each part to write; `null` removes a part. Parts that are not named stay. */
  parts?: Record<string, string | null>;
  /** Publish what was edited, as the portal's "Save and run" does. */
  publish?: boolean;
}

const texts = (definition: StoredDefinition | undefined): Record<string, string> | undefined =>
  definition && Object.fromEntries([...definition.parts].map(([path, content]) => [path, content.toString("utf8")]));

export function viewOf(given: Item): ItemView {
  const { dataflow, jobs, schedules, logicalId: _logicalId, createdAt: _createdAt, ...item } = given;
  return {
    ...item,
    edited: texts(dataflow?.edited),
    published: texts(dataflow?.published),
    runs: jobs.map(({ id, jobType, sentType, invokeType, status, failureReason, run }) => ({
      ...{ id, jobType, sentType, invokeType, status, failureReason, run },
    })),
    schedules: schedules.map(({ id, jobType, enabled, configuration, executionData }) => ({
      ...{ id, jobType, enabled, configuration, executionData },
    })),
  };
}

export function editInPortal(world: World, item: Item, edit: PortalEdit): void {
  if (edit.displayName !== undefined) item.displayName = edit.displayName;
  if (edit.description !== undefined) item.description = edit.description;
  if (edit.tags !== undefined) item.tags = edit.tags;
  if (edit.folderId !== undefined) item.folderId = edit.folderId ?? undefined;
  if (!item.dataflow) return;
  if (edit.parts) {
    const parts = new Map(item.dataflow.edited.parts);
    for (const [path, text] of Object.entries(edit.parts)) {
      if (text === null) parts.delete(path);
      else parts.set(path, Buffer.from(text));
    }
    const sent = [...parts].map(([path, content]) => ({
      ...{ path, payload: content.toString("base64"), payloadType: "InlineBase64" },
    }));
    item.dataflow.edited = readDefinition({ parts: sent }, world.clock.now()).stored;
  }
  if (edit.publish) item.dataflow.published = item.dataflow.edited;
}
