import { randomBytes } from "node:crypto";
import { engineAddress } from "./engine";
import type { Reporter } from "./context";
import { harmless } from "../common/harmless";
import { error, type Problem } from "../common/problem";
import { isUnknown } from "../model/unknown";
import { heldByOf, importIdOf, urnOf } from "./declaration";
import { OperationLog } from "./operationLog";

/*
 * Which resource of this operation holds an item. A forced replacement and a new logical name create before they
 * delete, and the engine calls no diff for them. If the create adopted the item, the delete that follows comes from a
 * resource that no longer holds it. Each provider has its own host process, so each process also writes to the
 * operation's shared log.
 */

interface Entry {
  itemId: string;
  /** Undefined once the item was deleted or the claim withdrawn. */
  ownerToken?: string;
  urn?: string;
}

const own = new Map<string, Entry>();
/** URNs in this process that held an item, including those that deleted it. */
const former = new Map<string, Set<string>>();

let log: OperationLog<Entry> | null | undefined;

function shared(): OperationLog<Entry> | undefined {
  if (log === undefined) log = OperationLog.open<Entry>(engineAddress(), "items") ?? null;
  return log ?? undefined;
}

/**
 * A new owner token. It starts with the item's id, because a program that searches the stack's outputs for the item's
 * holder finds no ids there.
 */
export const newOwnerToken = (itemId: string): string => `${itemId}/${randomBytes(6).toString("base64url")}`;

const key = (itemId: string): string => itemId.toLowerCase();

/** Returns the newest entry of each other host about an item. */
const newestOfOthers = (itemId: string): Entry[] =>
  (shared()?.others() ?? []).flatMap((entries) => entries.findLast((entry) => entry.itemId === key(itemId)) ?? []);

const isAnother = (entry: Entry | undefined, ownerToken: unknown): boolean =>
  entry?.ownerToken !== undefined && entry.ownerToken !== ownerToken;

/** Records a holder. Returns false if another resource of this operation already holds the item. */
export function hold(itemId: string, ownerToken: string, urn?: string): boolean {
  const known = own.get(key(itemId));
  if (isAnother(known, ownerToken)) return false;
  if (known?.ownerToken === ownerToken) return true;
  // Write first and read afterwards, so that of two hosts at the same moment at least one sees the other.
  record({ itemId: key(itemId), ownerToken });
  if (newestOfOthers(itemId).some((other) => isAnother(other, ownerToken))) {
    record({ itemId: key(itemId) });
    return false;
  }
  if (urn !== undefined) record({ itemId: key(itemId), ownerToken, urn });
  return true;
}

function record(entry: Entry): void {
  own.set(entry.itemId, entry);
  if (entry.urn !== undefined) former.set(entry.itemId, (former.get(entry.itemId) ?? new Set()).add(entry.urn));
  shared()?.append(entry);
}

export const isHeldByOther = (itemId: string, ownerToken: unknown): boolean =>
  isAnother(own.get(key(itemId)), ownerToken) || newestOfOthers(itemId).some((entry) => isAnother(entry, ownerToken));

export const isHeld = (itemId: string): boolean => isHeldByOther(itemId, undefined);

/** True if a resource of this operation holds the item or has deleted it. */
export const isOfThisOperation = (itemId: string): boolean => own.has(key(itemId)) || newestOfOthers(itemId).length > 0;

/** Records that the item was deleted. */
export const release = (itemId: string, urn?: string): void =>
  record({ itemId: key(itemId), ...(urn !== undefined && { urn }) });

/**
 * True if the resource with this URN held the item earlier in this operation, or deleted it. What is created now
 * replaces the item.
 */
export const replaces = (itemId: string, urn: string | undefined): boolean =>
  urn !== undefined &&
  (former.get(key(itemId))?.has(urn) === true ||
    (shared()?.others() ?? []).some((entries) =>
      entries.some((entry) => entry.itemId === key(itemId) && entry.urn === urn),
    ));

/** The kinds of things that a resource can hold, in the words of messages. */
type Kind = "dataflow" | "schedule";
/** A state or inputs: both have the declaration of the class. */
type Held = Parameters<typeof urnOf>[0] & { readonly ownerToken?: string };

/** Claims an item for a resource. Throws if another resource of this operation holds it. */
export function claim(kind: Kind, id: string, ownerToken: string, resource: Held): void {
  if (hold(id, ownerToken, urnOf(resource))) return;
  const way = kind === "dataflow" ? ", or remove adoptExisting from one of them" : "";
  throw new Error(`another resource of this program holds the ${kind} ${id}: declare it only once${way}`);
}

/**
 * Refuses to adopt or import what another resource in the stack's state holds: a targeted destroy of that resource
 * would delete it.
 */
export function checkTakeOver(resource: Held): Problem[] {
  const holder = heldByOf(resource);
  if (holder === undefined) return [];
  const place = importIdOf(resource) === undefined ? "adoptExisting" : "import";
  return [
    error(
      place,
      `another resource of this stack holds the item: ${holder}. If that is this resource under a new name or parent, ` +
        `set the resource option aliases: ["${holder}"]. Otherwise remove ${place}`,
    ),
  ];
}

/** Says in the preview of a create which item is adopted or imported, because Pulumi shows it as `create`. */
export function announceTakeOver(
  kind: Kind,
  resource: Held & { readonly adoptExisting?: unknown },
  report: Reporter,
): void {
  const id = importIdOf(resource);
  if (isUnknown(id)) return;
  if (id !== undefined) report.info(`imports the ${kind} ${harmless(id)} and writes nothing`);
  else if (resource.adoptExisting === true)
    report.info("adopts an item of that name if there is one, and makes it as declared");
}

/** {@link claim} for an item that the state already has. States of the first versions have no token. */
export function keepClaim(kind: Kind, id: string, state: Held): void {
  if (state.ownerToken !== undefined) claim(kind, id, state.ownerToken, state);
}

/** True if a delete must leave the item alone, because another resource holds it now. Warns in that case. */
export function isLeftToOther(kind: Kind, id: string, state: Held, report: Reporter): boolean {
  const leaves = isHeldByOther(id, state.ownerToken);
  if (leaves) report.warn(`the ${kind} ${id} is not deleted, because another resource holds it now`);
  return leaves;
}

/** Warns of what an import left different. The output `unwritten` keeps it, and the next `up` writes it. */
export function warnUnwritten(item: string, unwritten: readonly string[], report: Reporter): void {
  report.warn(
    `imported ${item} as it is. It differs from the program in ${unwritten.join(", ")}; the next \`pulumi up\` writes that`,
  );
}

/** True if an import left something to write. The inputs equal those of the import, so only the outputs know. */
export function hasUnwritten(state: { unwritten?: unknown }, differing: readonly string[], report: Reporter): boolean {
  if (state.unwritten === undefined || differing.length === 0) return false;
  report.info(`imported as it was; not written yet: ${differing.join(", ")}`);
  return true;
}
