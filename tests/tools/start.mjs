// npm start [-- --keep]: the quickstart on the real engine, against the emulator. Plain Node: it may be the first command after a clone.
import { runWithEngine } from "./withEngine.mjs";

await runWithEngine("tools/quickstart/run.ts");
