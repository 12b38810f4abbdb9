import { signInByCli } from "./azureCli";
import type { AccessToken } from "./credential";
import { readLogin, type Login } from "./loginStore";
import type { SignInOptions } from "./signInOptions";
import { signInAgain } from "./userLogin";

/**
 * The token of whoever signed in on this machine: by `pulumi-fabric-dataflow login`, else by `az login`, else by
 * `azd auth login`. A login that no longer works is an error, not a reason to go on as somebody else.
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
