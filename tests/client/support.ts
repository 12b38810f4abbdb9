import { FabricClient, type FabricClientOptions } from "../../sdk/fabric/client";
import type { Definition } from "../../sdk/fabric/types";
import type { Emulator } from "../emulator/index";

const part = (path: string, text: string): Definition["parts"][number] => ({
  path,
  payload: Buffer.from(text).toString("base64"),
  payloadType: "InlineBase64",
});

/** A valid dataflow with one query. */
export const definition: Definition = {
  parts: [
    part(
      "queryMetadata.json",
      JSON.stringify({
        name: "Sales",
        formatVersion: "202502",
        queriesMetadata: {
          Orders: { queryName: "Orders", queryId: "4f5f3e2c-e1c3-4abe-825e-c98ea699ac8f", loadEnabled: true },
        },
      }),
    ),
    part(
      "mashup.pq",
      'section Section1;\r\nshared Orders = let\r\n  Source = #table({"Id"}, {{1}, {2}})\r\nin\r\n  Source;\r\n',
    ),
  ],
};

/** A client whose waits are scaled to a hundredth. */
export function clientOf(
  endpoint: string,
  token: string,
  { timing, ...options }: Partial<FabricClientOptions> = {},
): FabricClient {
  return new FabricClient({
    credential: { description: `token ${token}`, getToken: async () => ({ token, expiresOnTimestamp: Infinity }) },
    endpoint,
    pollIntervalMs: 10,
    timing: {
      retryBaseMs: 10,
      retryCapMs: 300,
      pollCapMs: 100,
      attemptMs: 1200,
      unknownGraceMs: 300,
      outageMs: 1000,
      ...timing,
    },
    ...options,
  });
}

export const clientFor = (emulator: Emulator, options?: Partial<FabricClientOptions>): FabricClient =>
  clientOf(emulator.endpoint, emulator.token, options);

export async function collect<T>(list: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of list) all.push(one);
  return all;
}

/** The error of a rejected promise. */
export async function thrown(promise: Promise<unknown>): Promise<Error> {
  const result = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in result && result.error instanceof Error) return result.error;
  throw new Error(`expected an error, got ${JSON.stringify(result)}`);
}
