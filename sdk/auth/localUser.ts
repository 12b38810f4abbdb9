import { signInByCli } from "./azureCli";
import type { AccessToken } from "./credential";
import { readLogin, type Login } from "./loginStore";
import type { SignInOptions } from "./signInOptions";
import { signInAgain } from "./userLogin";

/**
 * Returns the token of the user who signed in on this machine: with `pulumi-fabric-dataflow login`, else with
 * `az login`, else with `azd auth login`. A login that no longer works is an error: it never goes on as another user.
 */
export async function signInLocalUser(
  tenantId: string | undefined,
  description: string,
  options: SignInOptions,
): Promise<AccessToken> {
  const login = await readLogin();
  if (login !== undefined && isFor(login, tenantId, options)) return signInAgain(login, options);
  return signInByCli({ tenantId, scope: options.scope, description });
}

function isFor(login: Login, tenantId: string | undefined, { authorityHost }: SignInOptions): boolean {
  if (login.authorityHost !== authorityHost) return false;
  const wanted = tenantId?.toLowerCase();
  return wanted === undefined || wanted === login.tenantId.toLowerCase() || wanted === login.tenant?.toLowerCase();
}
