import { Switches } from "../emulator/options";
import { Tenant } from "./tenant";

/** One behaviour of the service, asked for by calls alone. */
export interface Check {
  /** As `docs/assumptions.md` names it. */
  id: string;
  /** What is observed, e.g. `201 or 202`. */
  title: string;
  /** What the specification, or the assumption, says; by the emulator's switches where sources disagree. */
  expected: string | ((switches: Switches) => string);
  /** `specification`: anything else is a defect; `assumption`: anything else is news. */
  source: "specification" | "assumption";
  observe: (tenant: Tenant) => Promise<string>;
}

export const expectedOf = (check: Check, switches: Switches): string =>
  typeof check.expected === "string" ? check.expected : check.expected(switches);
