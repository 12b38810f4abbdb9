/** True for hosts on this machine, the only ones for which plain HTTP is allowed. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** True if a secret may be sent there: over https, or to this machine. */
export const isSafeForSecrets = ({ protocol, hostname }: URL): boolean =>
  protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
