import { FabricError } from "../fabric/errors";

/**
 * A refresh or delete that meets a workspace that is not found cannot go on: whether it was deleted, or this identity lost its role, nobody
 * tells. The error of each resource names the way out for the first case.
 */
export async function namingTheWayOut<T>(urn: string | undefined, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof FabricError) || error.errorCode !== "WorkspaceNotFound") throw error;
    throw new Error(
      `${error.message}\nIf the workspace was deleted, everything in it is gone: forget this resource with\n  pulumi state delete '${urn ?? "<urn>"}'`,
      { cause: error },
    );
  }
}
