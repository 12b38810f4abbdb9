import { FabricError } from "../fabric/errors";

/**
 * Runs a step, and adds the remedy to its error if the workspace is not found. A refresh or delete cannot go on then.
 * The service does not distinguish a deleted workspace from a lost role. The remedy is for the first case.
 */
export async function withRemedyIfGone<T>(urn: string | undefined, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof FabricError) || error.errorCode !== "WorkspaceNotFound") throw error;
    throw new Error(
      `${error.message}\nIf the workspace was deleted, everything in it is gone. Remove this resource from the state with\n  pulumi state delete '${urn ?? "<urn>"}'`,
      { cause: error },
    );
  }
}
