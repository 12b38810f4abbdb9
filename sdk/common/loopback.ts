/** Hosts that never leave the machine: the only ones that plain HTTP is allowed for. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether a secret may be sent there: over https, or to this machine. */
export const isSafeForSecrets = ({ protocol, hostname }: URL): boolean =>
  protocol === "https:" || (protocol === "http:" && isLoopback(hostname));
