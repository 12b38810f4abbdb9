import type { NodeAuthOptions } from "@azure/msal-node";

/**
 * Returns the metadata of an authority, so that MSAL requests tokens and nothing else. MSAL's own instance discovery
 * calls the public cloud, which a sovereign or closed network may not reach. The paths are the same in every cloud.
 */
export function authority(
  host: string,
  tenantId: string,
): Pick<NodeAuthOptions, "authority" | "knownAuthorities" | "authorityMetadata"> {
  const base = `${host}/${encodeURIComponent(tenantId)}`;
  return {
    authority: base,
    knownAuthorities: [new URL(host).host],
    authorityMetadata: JSON.stringify({
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      issuer: `${base}/v2.0`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    }),
  };
}
