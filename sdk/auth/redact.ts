const tokenLike = /\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g;

/** The text without the given secrets and without anything that looks like a token. */
export function redact(text: string, secrets: readonly (string | undefined)[] = []): string {
  let clean = text.replace(tokenLike, "[token]");
  for (const secret of secrets) {
    // A text of a few characters would blank out words of the message.
    if (secret !== undefined && secret.length >= 6) clean = clean.replaceAll(secret, "[secret]");
  }
  return clean;
}
