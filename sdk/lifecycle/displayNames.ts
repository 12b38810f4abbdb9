import { createHash } from "node:crypto";
import { engineAddress } from "./engine";
import { OperationLog } from "./operationLog";

/*
 * The names that resources of this operation declare. Two resources of one name in one workspace cannot both be
 * created, and a preview can warn of it.
 */

interface Declared {
  /** Hash of workspace and name, both in lower case. */
  key: string;
  /** Hash of the name as it is written. */
  spelling: string;
  urn: string;
  /** Hash of what tells one existing item from another. Undefined if the resource still has to be created or renamed. */
  item?: string;
}

const own: Declared[] = [];
let log: OperationLog<Declared> | null | undefined;

export interface Rival {
  urn: string;
  /** True if it has another provider, so it may be in another tenant. */
  ofAnotherProvider: boolean;
  /** True if the names differ only in case. No specification says how the service compares them. */
  differsInCase: boolean;
  /** True if both resources are items that exist under this name, so the service has accepted both. */
  bothExist: boolean;
}

/**
 * Records the name. Returns another resource that declares the same name, if there is one. A replaced resource is
 * checked twice. `item` identifies the item that already has the name.
 */
export function declareName(workspaceId: string, displayName: string, urn: string, item?: string): Rival | undefined {
  const key = hash(`${workspaceId} ${displayName}`.toLowerCase());
  const spelling = hash(displayName);
  if (log === undefined) log = OperationLog.open<Declared>(engineAddress(), "names") ?? null;
  const isRival = (other: Declared): boolean => other.key === key && other.urn !== urn;
  const rivals = [
    ...own.filter(isRival).map((other) => ({ ...other, ofAnotherProvider: false })),
    ...(log?.others().flat() ?? []).filter(isRival).map((other) => ({ ...other, ofAnotherProvider: true })),
  ];
  const declared = { key, spelling, urn, ...(item !== undefined && { item: hash(item) }) };
  if (!own.some((other) => other.urn === urn && other.key === key && other.spelling === spelling)) {
    own.push(declared);
    log?.append(declared);
  }
  const rival = rivals.find((other) => other.spelling === spelling) ?? rivals[0];
  return (
    rival && {
      urn: rival.urn,
      ofAnotherProvider: rival.ofAnotherProvider,
      differsInCase: rival.spelling !== spelling,
      bothExist: declared.item !== undefined && rival.item !== undefined && declared.item !== rival.item,
    }
  );
}

/** The operation's file is on the disk in clear, and a name may be secret. */
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
