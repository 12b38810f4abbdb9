import { cpSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Emulator } from "../../emulator/index";
import { root } from "../../tools/layout.mjs";

/** The folder of the plugin `fabric`, for the PATH of an engine. */
export const bridgeFolder = join(root, "tests", "engine", "bridge");

/** Writes the SDK of the plugin to the folder in which `pulumi install` would generate it. */
export const installBridge = (project: string): void =>
  cpSync(join(bridgeFolder, "sdk"), join(project, "node_modules", "@pulumi", "fabric"), { recursive: true });

/** The settings of the plugin's process. It does not sign in. */
export const bridgeEnvironment = ({ token }: Emulator) => ({ EMULATOR_TOKEN: token });

/** The endpoint in Terraform's form, without the version. */
export const terraformEndpoint = ({ endpoint }: Emulator): string => new URL(endpoint).origin;

/** Power BI's list of clusters. The connection is in it from the second request on. */
export async function withClusterList(
  emulator: Emulator,
  use: (list: { address: string; requestCount: () => number }) => Promise<void>,
): Promise<void> {
  let requestCount = 0;
  let before: string[] = [];
  const server = createServer((_request, response) => {
    requestCount++;
    const all = [...emulator.world.connections.values()];
    const value = all.filter(({ id }) => before.includes(id)).map(({ id, clusterId }) => ({ id, clusterId }));
    before = all.map(({ id }) => id);
    response.setHeader("content-type", "application/json").end(JSON.stringify({ value }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2.0/myorg`;
    await use({ address, requestCount: () => requestCount });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
