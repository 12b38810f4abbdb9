import { Emulator, Settings } from "./emulator";
import { specification } from "./openapi";
import { buildServer } from "./server";

export type { Connection, NewConnection } from "./connections";
export { Emulator, type Settings } from "./emulator";
export type { FaultKind, FaultRule, JobFault, OperationFault } from "./faults";
export { NOT_VALIDATED, specificationFolder } from "./openapi";
export type { Limits, Switches, Timings } from "./options";
export type { NewPrincipal, Principal, Role } from "./principals";
export type { RegisteredTable } from "./queries";
export type { RequestLogEntry } from "./requestLog";
export type { ItemView, PortalEdit } from "./views";

export interface EmulatorOptions extends Settings {
  /** Default: a free port. */
  port?: number;
}

/** Options of every emulator of a test run, so that whole suites can run with other switches. A test's own options replace them. */
function settingsOfRun(): Settings {
  const text = process.env.EMULATOR_SETTINGS;
  return text ? (JSON.parse(text) as Settings) : {};
}

/** Starts the Fabric REST API on loopback, with a workspace, a lakehouse in it, and a user who is its admin. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, ...settings } = options;
  const emulator = new Emulator(await specification(), settingsOfRun());
  emulator.set(settings);
  await emulator.listen(buildServer(emulator), port);
  return emulator;
}
