import { createHash } from "node:crypto";
import { engineAddress } from "./engine";
import { OperationLog } from "./operationLog";

/*
 * The names that resources of this operation declare. Two resources of one name in one workspace cannot both be
 * created, and a preview can warn of it.
 */

interface Declared {
  /** Hash of workspace and name. */
  key: string;
  urn: string;
}

const own = new Map<string, Set<string>>();
let log: OperationLog<Declared> | null | undefined;

export interface Rival {
  urn: string;
  /** True if it has another provider, so it may be in another tenant. */
  ofAnotherProvider: boolean;
}

/**
 * Records the name. Returns another resource that declares the same name, if there is one. A replaced resource is
 * checked twice.
 */
export function declareName(workspaceId: string, displayName: string, urn: string): Rival | undefined {
  // The operation's file is on the disk in clear, and a name may be secret.
  const key = createHash("sha256").update(`${workspaceId.toLowerCase()} ${displayName}`).digest("hex");
  if (log === undefined) log = OperationLog.open<Declared>(engineAddress(), "names") ?? null;
  const urns = own.get(key) ?? new Set();
  const here = [...urns].find((other) => other !== urn);
  const told = log?.others().flat() ?? [];
  const elsewhere = here ?? told.find((other) => other.key === key && other.urn !== urn)?.urn;
  if (!urns.has(urn)) log?.append({ key, urn });
  own.set(key, urns.add(urn));
  return elsewhere === undefined ? undefined : { urn: elsewhere, ofAnotherProvider: here === undefined };
}
