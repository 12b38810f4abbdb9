import { harmless, harmlessProse } from "../../common/harmless";
import { parseConnectionId } from "../../definition/connectionId";
import { misfit } from "../../definition/connectionFit";
import { sameKind, shownName } from "../../definition/connections";
import { viewMetadata, type ConnectionEntry } from "../../definition/metadata";
import { openDefinition } from "../../definition/open";
import type { DefinitionPart } from "../../definition/parts";
import type { Connection } from "../../fabric/connectionTypes";
import { FabricError } from "../../fabric/errors";
import type { Definition } from "../../fabric/types";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import type { Settling } from "../settling";
import { fromResponse } from "./definition";
import { leading } from "./leading";

/** The most connections that are read at once. */
const MAX_READ = 25;
/** The longest wait for a connection that is read only for a warning. */
const SEEN_MS = 5_000;

/**
 * `verifyConnections`: checks each connection before a definition is written. The identity that runs the dataflow must
 * see it, its kind and path must match the definition, and it must be online if Fabric can test it. The service itself
 * accepts a binding that it cannot use, and fails at the run.
 * https://learn.microsoft.com/rest/api/fabric/core/connections/test-connection
 */
export async function verifyConnections(
  context: Context,
  news: Inputs,
  parts: readonly DefinitionPart[],
  settling?: Settling,
): Promise<void> {
  if (news.verifyConnections !== true) return;
  const checked = await Promise.all(
    entriesOf(parts).map(async (entry) => {
      const id = parseConnectionId(entry.connectionId)?.datasourceId;
      const wrong = id === undefined ? "has no connection id" : await problemOf(context, entry, id, settling);
      return wrong && lineOf(context, entry, wrong);
    }),
  );
  const wrong = checked.filter((line) => line !== undefined);
  if (wrong.length > 0) throw new Error(`${wrong.join("\n")}\nNothing was written.`);
}

/**
 * Without `verifyConnections`: warns once of newly bound connections that this identity may see and that certainly have
 * another kind or path. An identity that sees none, such as one that only deploys, gets no warning.
 */
export async function warnOfMisfits(
  context: Context,
  news: Inputs,
  parts: readonly DefinitionPart[],
  stored?: Definition,
): Promise<void> {
  if (news.connections === undefined || news.verifyConnections === true) return;
  const before = stored ? entriesOf(fromResponse(stored)) : [];
  const isChanged = (entry: ConnectionEntry) => !before.some((old) => isSameEntry(old, entry));
  const found = await Promise.all(
    entriesOf(parts)
      .filter(isChanged)
      .slice(0, MAX_READ)
      .map(async (entry) => {
        const id = parseConnectionId(entry.connectionId)?.datasourceId;
        const connection = id === undefined ? undefined : await seen(context, id);
        const wrong = connection && misfit(entry, connection.connectionDetails);
        return wrong?.isSure === true ? lineOf(context, entry, misfitText(context, connection!)) : undefined;
      }),
  );
  const lines = found.filter((line) => line !== undefined);
  if (lines.length > 0)
    context.warn(
      `${leading(news)}${lines.join("; ")}; a run would lack its credentials (verifyConnections: true makes this an error)`,
    );
}

const entriesOf = (parts: readonly DefinitionPart[]): readonly ConnectionEntry[] => {
  const opened = openDefinition(parts);
  return opened ? viewMetadata(opened).connections : [];
};

const isSameEntry = (a: ConnectionEntry, b: ConnectionEntry): boolean =>
  sameKind(a.kind, b.kind) && a.path === b.path && a.connectionId.toLowerCase() === b.connectionId.toLowerCase();

const lineOf = ({ mask }: Context, entry: ConnectionEntry, wrong: string): string =>
  `connections.${harmless(shownName(entry, mask))}: ${wrong}`;

function misfitText({ mask }: Context, { id, connectionDetails: { type, path = "" } }: Connection): string {
  const leads = harmless(mask.path(path));
  return `the connection ${mask.id(id)} has the kind ${harmless(type)}${leads ? ` and the path ${leads}` : ""}`;
}

/** The connections that were read for warnings. Many dataflows bind the same ones, so each is read once in a process. */
const seenBefore = new Map<string, Promise<Connection | undefined>>();

/**
 * Returns a connection if this identity may see it. Refusals and outages are ignored. No signal ends the read, because
 * other dataflows may await it too.
 */
function seen({ runClient }: Context, id: string): Promise<Connection | undefined> {
  const key = id.toLowerCase();
  const reading = seenBefore.get(key) ?? runClient.connections.get(id, { timeoutMs: SEEN_MS }).catch(() => undefined);
  seenBefore.set(key, reading);
  return reading;
}

async function problemOf(
  context: Context,
  entry: ConnectionEntry,
  id: string,
  settling: Settling | undefined,
): Promise<string | undefined> {
  const { runClient, signal, mask } = context;
  const get = () => runClient.connections.get(id, { signal });
  let connection: Connection;
  try {
    connection = await (settling ? settling.wait({ connectionId: id }, get) : get());
  } catch (error) {
    if (!(error instanceof FabricError) || error.status >= 500) throw error;
    return `share the connection ${mask.id(id)} with the identity that runs the dataflow, or bind another: this identity cannot see it (${harmless(error.errorCode ?? String(error.status))})`;
  }
  if (misfit(entry, connection.connectionDetails))
    return `${misfitText(context, connection)}: bind another, or correct \`path\``;
  try {
    const { status, errors } = await runClient.connections.test(id, { signal });
    if (status !== "Offline") return undefined;
    const reasons = errors?.map(({ errorCode, message }) => harmlessProse(message ?? errorCode ?? "")).join("; ");
    return `the connection ${mask.id(id)} is offline${reasons ? `: ${reasons}` : ""}`;
  } catch (error) {
    // Some kinds of connections cannot be tested.
    if (error instanceof FabricError && error.status < 500) return undefined;
    throw error;
  }
}
