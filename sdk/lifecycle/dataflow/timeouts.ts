import { parseDuration } from "../../common/durations";
import type { Inputs } from "../../model/dataflow";
import type { Timeouts } from "../../model/timeouts";

const DEFAULT_TIMEOUTS_MS = { create: 30 * 60_000, update: 30 * 60_000, delete: 15 * 60_000, publish: 90 * 60_000 };

/** Returns the time limit of a step in milliseconds: from `timeouts`, or the default. */
export const timeoutMs = ({ timeouts }: Inputs, step: keyof Timeouts): number =>
  parseDuration(timeouts?.[step] ?? "") ?? DEFAULT_TIMEOUTS_MS[step];
