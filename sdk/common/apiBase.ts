/**
 * Returns the base URL of an API without a slash at its end. An address without a path gets `/v1`: Microsoft's
 * Terraform provider wants it without, and one environment serves both.
 */
export const apiBase = ({ origin, pathname }: URL): string => origin + (pathname.replace(/\/+$/, "") || "/v1");
