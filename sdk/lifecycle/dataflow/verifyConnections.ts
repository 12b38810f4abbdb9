import { harmless, harmlessProse } from "../../common/harmless";
import { parseConnectionId } from "../../definition/connectionId";
import { shownName } from "../../definition/connections";
import { viewMetadata } from "../../definition/metadata";
import { openDefinition } from "../../definition/open";
import type { DefinitionPart } from "../../definition/parts";
import { FabricError } from "../../fabric/errors";
import type { Inputs } from "../../model/dataflow";
import type { Context } from "../context";
import type { Settling } from "../settling";

/**
 * `verifyConnections`: before a definition is written, the identity that will run it must see each of its connections, and those that
 * Fabric can test must be online. The service itself accepts a binding that it cannot use, and fails at the run.
 * https://learn.microsoft.com/rest/api/fabric/core/connections/test-connection
 */
export async function verifyConnections(
  context: Context,
  news: Inputs,
  parts: readonly DefinitionPart[],
  settling?: Settling,
): Promise<void> {
  const opened = news.verifyConnections === true ? openDefinition(parts) : undefined;
  if (!opened) return;
  const checked = await Promise.all(
    viewMetadata(opened).connections.map(async ({ kind, path, connectionId }) => {
      const id = typeof connectionId === "string" ? parseConnectionId(connectionId)?.datasourceId : undefined;
      const wrong = id === undefined ? "names no connection" : await problemOf(context, id, settling);
      return wrong && `connections.${harmless(shownName({ kind, path }, context.mask))}: ${wrong}`;
    }),
  );
  const wrong = checked.filter((line) => line !== undefined);
  if (wrong.length > 0) throw new Error(`${wrong.join("\n")}\nNothing was written.`);
}

async function problemOf(
  { runClient, signal, mask }: Context,
  id: string,
  settling: Settling | undefined,
): Promise<string | undefined> {
  const look = () => runClient.connections.get(id, { signal });
  try {
    await (settling ? settling.wait({ connectionId: id }, look) : look());
  } catch (error) {
    if (!(error instanceof FabricError) || error.status >= 500) throw error;
    return `the connection ${mask.id(id)} is not visible to the identity that runs the dataflow (${harmless(error.errorCode ?? String(error.status))}): share it with that identity, or bind another`;
  }
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
