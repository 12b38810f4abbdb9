/** Returns the version of this package. Its package.json is one folder further up from compiled code. */
export function version(): string {
  const candidates = ["../package.json", "../../package.json"].flatMap((path) => {
    try {
      return [require(path) as { name?: string; version: string }];
    } catch {
      return [];
    }
  });
  return candidates.find(({ name }) => name === "pulumi-fabric-dataflow")?.version ?? "unknown";
}
