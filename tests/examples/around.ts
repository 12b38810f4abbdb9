import { type Emulator, startEmulator } from "../emulator/index";
import { type TestStack, withStack } from "../engine/harness/stack";
import { copyExample } from "../tools/exampleProject";

/** Runs an example on the engine, with its own emulator. `file` is the program in its folder. */
export async function withExample(
  options: { name: string; file?: string; config?: (emulator: Emulator) => Record<string, string> },
  use: (given: { emulator: Emulator; stack: TestStack }) => Promise<void>,
): Promise<void> {
  const { name, file = "index.ts" } = options;
  const emulator = await startEmulator();
  let folder = "";
  const program = async () => {
    for (const path of Object.keys(require.cache)) if (path.startsWith(folder)) delete require.cache[path];
    return { ...(require(`${folder}/${file}`) as Record<string, unknown>) };
  };
  const config = {
    "fabric-dataflow:endpoint": emulator.endpoint,
    "fabric-dataflow:token": { value: emulator.token, secret: true },
    ...options.config?.(emulator),
  };
  let failed = true;
  try {
    await withStack({ name, program, config }, async (stack) => {
      folder = stack.directory;
      copyExample(name, folder);
      await use({ emulator, stack });
    });
    failed = false;
  } finally {
    await emulator.close({ allowViolations: failed });
  }
}
