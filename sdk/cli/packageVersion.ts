/** Of the package: its file is one folder further up where the code is compiled. */
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
