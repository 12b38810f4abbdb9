/** A stack's configuration with these settings; a name with a namespace of its own keeps it. */
export const inNamespace =
  (settings: Record<string, string>, namespace = "fabric-dataflow") =>
  (key: string): string | undefined =>
    settings[key] ?? settings[key.replace(`${namespace}:`, "")];
