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
import { fromAnswer } from "./definition";
import { leading } from "./leading";

/** Nobody reads of more at once. */
const MOST_LOOKED_AT = 25;

/**
 * `verifyConnections`: before a definition is written, the identity that will run it must see each of its connections, each must be of the kind
 * and lead to the path that the definition says, and those that Fabric can test must be online. The service itself accepts a binding that it cannot
 * use, and fails at the run.
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
      const wrong = id === undefined ? "names no connection" : await problemOf(context, entry, id, settling);
      return wrong && lineOf(context, entry, wrong);
    }),
  );
  const wrong = checked.filter((line) => line !== undefined);
  if (wrong.length > 0) throw new Error(`${wrong.join("\n")}\nNothing was written.`);
}

/**
 * Without `verifyConnections`: one warning of connections that the program binds anew, that this identity happens to see, and that surely are of
 * another kind or lead elsewhere. Who sees none, as a deploying identity may, hears nothing.
 */
export async function warnOfMisfits(
  context: Context,
  news: Inputs,
  parts: readonly DefinitionPart[],
  stored?: Definition,
): Promise<void> {
  if (news.connections === undefined || news.verifyConnections === true) return;
  const before = stored ? entriesOf(fromAnswer(stored)) : [];
  const isChanged = (entry: ConnectionEntry) => !before.some((old) => isSameEntry(old, entry));
  const found = await Promise.all(
    entriesOf(parts)
      .filter(isChanged)
      .slice(0, MOST_LOOKED_AT)
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
      `${leading(news)}${lines.join("; ")}; a run would miss its credentials (verifyConnections: true makes it an error)`,
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
  return `the connection ${mask.id(id)} is one of kind ${harmless(type)}${leads ? ` to ${leads}` : ""}`;
}

/** What this identity sees without being asked to: no refusal and no outage of it is anybody's matter. */
async function seen({ runClient, signal }: Context, id: string): Promise<Connection | undefined> {
  try {
    return await runClient.connections.get(id, { signal, timeoutMs: 5_000 });
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

async function problemOf(
  context: Context,
  entry: ConnectionEntry,
  id: string,
  settling: Settling | undefined,
): Promise<string | undefined> {
  const { runClient, signal, mask } = context;
  const look = () => runClient.connections.get(id, { signal });
  let connection: Connection;
  try {
    connection = await (settling ? settling.wait({ connectionId: id }, look) : look());
  } catch (error) {
    if (!(error instanceof FabricError) || error.status >= 500) throw error;
    return `the connection ${mask.id(id)} is not visible to the identity that runs the dataflow (${harmless(error.errorCode ?? String(error.status))}): share it with that identity, or bind another`;
  }
  if (misfit(entry, connection.connectionDetails))
    return `${misfitText(context, connection)}: bind another, or correct \`path\``;
  try {
    const { status, errors } = await runClient.connections.test(id, { signal });
    if (status !== "Offline") return undefined;
    const reasons = errors?.map(({ errorCode, message }) => harmlessProse(message ?? errorCode ?? "")).join("; ");
    return `the connection ${mask.id(id)} is offline${reasons ? `: ${reasons}` : ""}`;
  } catch (error) {
    // Not every kind of connection can be tested.
    if (error instanceof FabricError && error.status < 500) return undefined;
    throw error;
  }
}
