import { connect } from "./connect";
import { reportIdentity, type IdentityReport } from "./report";

/** The identity to report on, and where. */
export interface WhoamiOptions {
  /** Id of a workspace (GUID): also reports the role and the abilities there. */
  workspaceId?: string;
  /** Id of a dataflow in that workspace (GUID). Default: the first one. */
  dataflowId?: string;
  /** Reports on the second identity, which runs jobs, instead of the first. */
  run?: boolean;
  /** Also uses `fabric-dataflow:...` of this stack's configuration. Needs the Pulumi CLI on the PATH. */
  stack?: string;
  /** Default: the process's environment. */
  env?: NodeJS.ProcessEnv;
  /** Aborts at once. */
  signal?: AbortSignal;
}

/**
 * Reports who signs in as `pulumi up` would, and the abilities of that identity, as far as they can be known without
 * trying. Changes nothing.
 *
 * Throws a SettingsError, an AuthenticationError, or an error of listing workspaces.
 */
export async function whoami(options: WhoamiOptions = {}): Promise<IdentityReport> {
  const { env = process.env, run: asRunIdentity, stack, ...rest } = options;
  return reportIdentity({ ...(await connect({ stack, asRunIdentity, env })), ...rest });
}
