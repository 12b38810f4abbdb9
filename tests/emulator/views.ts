import { readDefinition, StoredDefinition } from "./definitions";
import { Job } from "./jobs";
import { Schedule } from "./schedules";
import { Item, World } from "./world";

/** An item's internal state. Contents have their part path, and are as they were sent. */
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
  /** Job instances, newest first, without those that are no longer in the history. */
  runs: Pick<Job, "id" | "jobType" | "sentType" | "invokeType" | "status" | "failureReason" | "run">[];
  schedules: Pick<Schedule, "id" | "jobType" | "enabled" | "configuration" | "executionData">[];
}

/** A change in the portal. */
export interface PortalEdit {
  displayName?: string;
  description?: string;
  /** All tags of the item, by id. Absent: unchanged. */
  tags?: string[];
  /** A folder's id, or null for the workspace itself. Absent: unchanged. */
  folderId?: string | null;
  /** The text of each part to write. `null` removes a part. Other parts stay. */
  parts?: Record<string, string | null>;
  /** Publish the stored definition, as the portal's "Save and run" does. */
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
