import { Switches } from "../emulator/options";
import { Tenant } from "./tenant";

/** One behaviour of the service that calls can check. */
export interface Check {
  /** The id in `docs/assumptions.md`. */
  id: string;
  /** The observed behaviour, e.g. `201 or 202`. */
  title: string;
  /** The behaviour in the specification or the assumption. If sources disagree, it depends on the emulator's switches. */
  expected: string | ((switches: Switches) => string);
  /** `specification`: another behaviour is a defect. `assumption`: another behaviour is new information. */
  source: "specification" | "assumption";
  observe: (tenant: Tenant) => Promise<string>;
}

export const expectedOf = (check: Check, switches: Switches): string =>
  typeof check.expected === "string" ? check.expected : check.expected(switches);
