import { startEmulator, type Emulator, type EmulatorOptions } from "../emulator/index";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { withStack, type StackOptions, type TestStack } from "./harness/stack";

/** A mashup of some queries: name to expression. */
export const mashup = (queries: Record<string, string>): string =>
  ["section Section1;", ...Object.entries(queries).map(([name, m]) => `shared ${name} = ${m};`)].join("\n") + "\n";

export const metadata = (queries: Record<string, string>, more: object = {}): string =>
  JSON.stringify(
    {
      formatVersion: "202502",
      name: "test",
      queriesMetadata: Object.fromEntries(
        Object.keys(queries).map((queryName, i) => [
          queryName,
          { queryId: `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`, queryName, loadEnabled: true },
        ]),
      ),
      ...more,
    },
    null,
    2,
  );

export const table = (row: string): string => `let Source = #table({"A"}, {{"${row}"}}) in Source`;

/** The files of a folder in Fabric's Git format, under `folder`. */
export const folder = (name: string, queries: Record<string, string>): Record<string, string> => ({
  [`${name}/mashup.pq`]: mashup(queries),
  [`${name}/queryMetadata.json`]: metadata(queries),
});

export interface FabricStack {
  emulator: Emulator;
  stack: TestStack;
  /** What was asked since the last call, by operation. */
  asked(): Record<string, number>;
}

/** A stack on the real engine, with an emulator of its own that its default provider signs in to. */
export async function withFabric(
  options: Omit<StackOptions, "program"> & {
    emulate?: EmulatorOptions;
    program: (emulator: Emulator) => ReturnType<PulumiFn> | void;
  },
  use: (fabric: FabricStack) => Promise<void>,
): Promise<void> {
  const { emulate, program, ...rest } = options;
  const emulator = await startEmulator(emulate);
  const env = { FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint, ...rest.env };
  try {
    await withStack({ ...rest, env, program: async () => program(emulator) }, async (stack) => {
      const asked = () => {
        const counts = emulator.counts();
        emulator.clearRequests();
        return counts;
      };
      await use({ emulator, stack, asked });
    });
  } catch (e) {
    await emulator.close({ allowViolations: true });
    throw e;
  }
  await emulator.close();
}
