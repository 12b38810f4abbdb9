/** A stack's configuration with these settings. A name with a namespace keeps it. */
export const inNamespace =
  (settings: Record<string, string>, namespace = "fabric-dataflow") =>
  (key: string): string | undefined =>
    settings[key] ?? settings[key.replace(`${namespace}:`, "")];
