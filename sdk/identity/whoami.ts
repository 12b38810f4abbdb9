import { connect } from "./connect";
import { reportIdentity, type IdentityReport } from "./report";

/** Whom to look at, and where. */
export interface WhoamiOptions {
  /** GUID. Look at the role and at what may be done in this workspace. */
  workspaceId?: string;
  /** GUID of a dataflow of that workspace. Default: the first one there. */
  dataflowId?: string;
  /** The second identity, which runs jobs, instead of the first. */
  run?: boolean;
  /** Take `fabric-dataflow:...` of this stack's configuration too. Needs the Pulumi CLI on the PATH. */
  stack?: string;
  /** Default: the process's environment. */
  env?: NodeJS.ProcessEnv;
  /** Ends the look at once. */
  signal?: AbortSignal;
}

/**
 * Who signs in as `pulumi up` would, and what that identity may do, as far as that can be known without doing it.
 * Changes nothing.
 *
 * Throws a SettingsError, an AuthenticationError, or what listing workspaces throws.
 */
export async function whoami(options: WhoamiOptions = {}): Promise<IdentityReport> {
  const { env = process.env, run: asRunIdentity, stack, ...rest } = options;
  return reportIdentity({ ...(await connect({ stack, asRunIdentity, env })), ...rest });
}
