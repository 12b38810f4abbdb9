import { OWN_WORKSPACE, type FoundReference } from "./itemsFound";
import { parseConnectionId } from "./connectionId";
import { shownName } from "./connections";
import { tokenMask, type Mask } from "../common/mask";
import type { ConnectionEntry } from "./metadata";
import { listed } from "../common/nearest";
import { error, warning, type Problem } from "../common/problem";

/** The rules for ids of the file in this environment. */
export interface Isolation {
  /** Id of the resource's workspace. Undefined while it is not known; then nothing is judged. */
  workspaceId: string | undefined;
  /** True if every id that is foreign, or may be, is an error. */
  isolated: boolean;
  /** Ids of workspaces, items and connections that are the same in every environment. */
  allowForeign: readonly string[];
}

/** The ids that the program left as they are in the file. */
export interface Left {
  references: readonly FoundReference[];
  connections: readonly ConnectionEntry[];
  /** Id of the gateway that the file names, if the program gives none. */
  gateway: string | undefined;
  /** Texts that the program puts into the file. An id in one of them is the program's decision. */
  given: readonly string[];
  /** True if the program binds something, which shows that ids differ by environment. */
  differs: boolean;
  /** True if the program binds an item. */
  bindsItems: boolean;
  /** True if the program binds a connection. */
  bindsConnections: boolean;
}

export interface Judged {
  problems: Problem[];
  /** The warning about foreign ids, if there is one. An unchanged `up` repeats it without reading a file. */
  foreign: Problem | undefined;
  /** The ids that `allowForeign` would have to list for an isolated program. */
  foreignIds: readonly string[];
}

/**
 * Judges ids that may belong to another environment: they must not reach this one unseen. Foreign is a workspace other than the resource's, and
 * every item in it. For an `isolated` program, everything that the file alone decides is foreign, too: an endpoint, an address, a workspace by
 * its name, a connection.
 */
export function judgeLeft(left: Left, isolation: Isolation | undefined, mask: Mask = tokenMask): Judged {
  const { isolated = false, workspaceId, allowForeign = [] } = isolation ?? {};
  const isAllowed = allowed(allowForeign, left.given);
  const unbound = left.references.filter(
    (reference) => reference.state !== "bound" && !namesNothing(reference) && !isAllowed(nameIn(reference)),
  );
  const foreign =
    workspaceId === undefined ? [] : unbound.filter((reference) => isForeign(reference, workspaceId, isolated));
  const problems: Problem[] = [];
  let found: Problem | undefined;
  const connections = left.connections.filter((entry) => entry.connectionId !== "" && !idsOf(entry).some(isAllowed));
  const gateway = left.gateway === undefined || isAllowed(left.gateway) ? [] : [left.gateway];
  const names = [
    ...foreign.map(referenceText),
    ...(isolated ? connections.map((entry) => `connection ${shownName(entry, mask)}`) : []),
    ...(isolated ? gateway.map((id) => `gateway ${id}`) : []),
  ];
  if (isolated && workspaceId !== undefined && names.length > 0)
    problems.push(error("definition", isolatedText(names)));
  else if (!isolated && left.differs && foreign.length > 0) {
    found = warning("definition", foreignText(names));
    problems.push(found);
  }
  if (left.bindsItems) {
    const others = unbound.filter(
      (reference) => reference.kind !== "workspace" && reference.state === "unbound" && !foreign.includes(reference),
    );
    if (others.length > 0) problems.push(forgotten("bind", others.map(referenceText)));
  }
  if (left.bindsConnections && !isolated && connections.length > 0)
    problems.push(
      forgotten(
        "connections",
        connections.map((entry) => shownName(entry, mask)),
      ),
    );
  const ofConnections = connections.flatMap((entry) => idsOf(entry).at(-1) ?? []);
  const foreignIds = [...new Set([...foreign.map(nameIn), ...ofConnections, ...gateway])];
  return { problems, foreign: found, foreignIds };
}

/** True for a reference through a parameter whose value in the file is empty and that the program does not set. */
const namesNothing = ({ id }: FoundReference): boolean => id === "";

function isForeign(reference: FoundReference, own: string, isolated: boolean): boolean {
  const { kind, state, by, id, workspaceId, inBoundWorkspace } = reference;
  // A variable library belongs to its workspace.
  if (by === "variable" || (kind === "workspace" && by === "relative")) return false;
  if (inBoundWorkspace && by === "name") return false;
  const workspace = kind === "workspace" ? id : workspaceId;
  if (workspace === OWN_WORKSPACE) return false;
  if (workspace !== undefined && workspace !== "") return workspace.toLowerCase() !== own.toLowerCase();
  // The workspace is not known.
  return isolated && (state === "unbound" || kind === "workspace" || id !== undefined);
}

function allowed(ids: readonly string[], given: readonly string[]): (id: string | undefined) => boolean {
  const all = new Set(ids.map((id) => id.toLowerCase()));
  const texts = given.map((text) => text.toLowerCase());
  return (id) => {
    if (id === undefined || id === "") return false;
    const written = id.toLowerCase();
    return all.has(written) || texts.some((text) => text.includes(written));
  };
}

/** Returns the name of a reference for `allowForeign`. A computed one has the name of the query that gives it, or of the query that holds it. */
const nameIn = ({ id, name, through, query }: FoundReference): string => id ?? name ?? through ?? query;

function idsOf({ connectionId }: ConnectionEntry): (string | undefined)[] {
  const ids = parseConnectionId(connectionId);
  return [connectionId, ids?.datasourceId];
}

function referenceText(reference: FoundReference): string {
  const { kind, query, id, name, through } = reference;
  const how = through === undefined ? "by an expression" : `by the query ${through}`;
  return `${kind === "other" ? "item" : kind} ${id ?? name ?? how} (${query})`;
}

const texts = (names: readonly string[]): string => listed([...new Set(names)]);

const WAYS =
  "give each by `bind`, `connections`, `parameters` or `replacements`, or list its id in `allowForeign` if it is the same in every environment";

const foreignText = (names: readonly string[]): string =>
  `names items in another workspace that the program does not bind: ${texts(names)}; ${WAYS}`;

const isolatedText = (names: readonly string[]): string =>
  `isolated: true, but only the file decides about: ${texts(names)}. Nothing was written; ${WAYS}`;

/** If a program binds some and not others, its author has probably forgotten the others. */
const forgotten = (argument: string, names: readonly string[]): Problem =>
  warning(
    argument,
    `leaves these as they are in the file: ${texts(names)}; if one is the same in every environment, bind it to itself`,
  );
