import { startEmulator, type Emulator, type EmulatorOptions } from "../emulator/index";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { withStack, type StackOptions, type TestStack } from "./harness/stack";

export interface FabricStack {
  emulator: Emulator;
  stack: TestStack;
  /** The requests since the last call, by operation. */
  newRequests(): Record<string, number>;
}

/** A stack on the real engine. Its default provider signs in to its own emulator. */
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
      const newRequests = () => {
        const counts = emulator.counts();
        emulator.clearRequests();
        return counts;
      };
      await use({ emulator, stack, newRequests });
    });
  } catch (error) {
    await emulator.close({ allowViolations: true });
    throw error;
  }
  await emulator.close();
}
