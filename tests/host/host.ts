import { type Emulator, type EmulatorOptions, startEmulator } from "../emulator/index";
import { providerText } from "../../sdk/model/providerText";
import { Host, InitFailed } from "./driver";

export const dataflow = providerText("dataflow");

export interface Hosted {
  host: Host;
  emulator: Emulator;
  /** A second host process, independent of the first. */
  restart(): Promise<void>;
}

/** A dynamic host that signs in to its own emulator. */
export async function withHost(use: (hosted: Hosted) => Promise<void>, options: EmulatorOptions = {}): Promise<void> {
  const emulator = await startEmulator(options);
  const start = () => Host.start({ FABRIC_TOKEN: emulator.token, FABRIC_ENDPOINT: emulator.endpoint });
  const hosted: Hosted = {
    host: await start(),
    emulator,
    restart: async () => {
      await hosted.host.stop();
      hosted.host = await start();
    },
  };
  let failed = true;
  try {
    await use(hosted);
    failed = false;
  } finally {
    await hosted.host.stop();
    await emulator.close({ allowViolations: failed });
  }
}

/** The partial failure of a call. */
export async function partialFailure(call: Promise<unknown>): Promise<InitFailed> {
  const e = await call.then(
    () => new Error("it was expected to fail, and did not"),
    (thrown: unknown) => thrown as Error,
  );
  if (e instanceof InitFailed) return e;
  throw e;
}
