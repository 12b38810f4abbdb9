import { randomUUID } from "node:crypto";
import { Clock } from "./clock";
import { Connection } from "./connections";
import { StoredDefinition } from "./definitions";
import { Job } from "./jobs";
import { defaultLimits, defaultSwitches, defaultTimings, Limits, Switches, Timings } from "./options";
import { Operation } from "./operations";
import { RegisteredTable } from "./queries";
import { Relation } from "./relations";
import { Schedule } from "./schedules";
import { Principal } from "./principals";

export interface DataflowState {
  /** The stored definition: getDefinition returns it and the portal's editor shows it. */
  edited: StoredDefinition;
  /** The published definition, which runs use. Absent before the first publish. */
  published?: StoredDefinition;
  /** Ids of the connections that the last successful run used. */
  materialised?: string[];
}

export interface Item {
  id: string;
  logicalId: string;
  type: string;
  displayName: string;
  description: string;
  workspaceId: string;
  folderId?: string;
  tags: string[];
  labelId?: string;
  ownerId: string;
  createdAt: number;
  /** True for a lakehouse that was created with schemas. */
  hasSchemas?: boolean;
  dataflow?: DataflowState;
  jobs: Job[];
  schedules: Schedule[];
}

export interface Folder {
  id: string;
  displayName: string;
  workspaceId: string;
  parentFolderId?: string;
}

export interface Workspace {
  id: string;
  displayName: string;
  description: string;
  capacityId?: string;
  domainId?: string;
  identity?: { applicationId: string; servicePrincipalId: string };
  tags: string[];
  /** False for a type of workspace without folders. */
  hasFolders: boolean;
  /** By the emulator's clock. */
  foundAt: number;
  capacityAt: number;
  items: Map<string, Item>;
  softDeleted: Map<string, Item>;
  folders: Map<string, Folder>;
  /** `type/name` of deleted items, and the time until which each name stays reserved. */
  reservedNames: Map<string, number>;
}

export interface NewWorkspace {
  id?: string;
  displayName: string;
  description?: string;
  hasCapacity?: boolean;
  hasFolders?: boolean;
  /** The time in milliseconds for which it is not found, or has no capacity. */
  foundAfterMs?: number;
  capacityAfterMs?: number;
}

export interface Label {
  id: string;
  displayName: string;
  /** The definition of an item with a protected label cannot be read. */
  isProtected: boolean;
}

/** The whole state of the service. Each emulator has one. */
export class World {
  readonly clock = new Clock();
  readonly switches: Switches = defaultSwitches();
  readonly timings: Timings = defaultTimings();
  readonly limits: Limits = defaultLimits();
  readonly workspaces = new Map<string, Workspace>();
  readonly operations = new Map<string, Operation>();
  readonly principals = new Map<string, Principal>();
  readonly connections = new Map<string, Connection>();
  readonly relations: Relation[] = [];
  readonly tables: RegisteredTable[] = [];
  /** Ids of capacities without a workspace. */
  readonly capacities = new Set<string>();
  readonly tags = new Map<string, { id: string; displayName: string }>();
  readonly labels = new Map<string, Label>();
  /** Base URL including `/v1`, known once the server listens. */
  endpoint = "";

  addWorkspace(given: NewWorkspace): Workspace {
    const workspace: Workspace = {
      id: given.id ?? randomUUID(),
      displayName: given.displayName,
      description: given.description ?? "",
      ...((given.hasCapacity ?? true) && { capacityId: randomUUID() }),
      tags: [],
      hasFolders: given.hasFolders ?? true,
      foundAt: given.foundAfterMs === undefined ? 0 : this.clock.now() + given.foundAfterMs,
      capacityAt: given.capacityAfterMs === undefined ? 0 : this.clock.now() + given.capacityAfterMs,
      items: new Map(),
      softDeleted: new Map(),
      folders: new Map(),
      reservedNames: new Map(),
    };
    this.workspaces.set(workspace.id, workspace);
    return workspace;
  }

  /** Finds an item by id alone, for the control API. */
  findItem(id: string): Item | undefined {
    for (const workspace of this.workspaces.values()) {
      const item = workspace.items.get(id);
      if (item) return item;
    }
    return undefined;
  }
}
