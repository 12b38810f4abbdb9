import type { CheckResult } from "./definition";
import type { Fleet5000 } from "./fleet5000";
import type { Requests } from "./least";
import type { Loading } from "./loading";
import type { Memory } from "./memory";
import type { Compared } from "./peers/compare";
import type { Throttled, Unlimited } from "./throttled";

/** The sizes of the measurement. */
export interface Plan {
  /** The engine's `--parallel`. By default four times the cores of a common pipeline machine. */
  parallel: number;
  sizes: number[];
  /** The number of runs. The result is their median. */
  runs: number;
  large: number;
  unlimited: number[];
  throttled: number;
  /** The number of dataflows that each compared tool deploys. */
  compared: number;
  /** True if the largest size is also compared with trivial resources whose provider has as many methods as the product's. */
  wholeLifecycle: boolean;
}

export const full: Plan = {
  parallel: 16,
  sizes: [1, 10, 100],
  runs: 3,
  large: 500,
  unlimited: [100, 400],
  throttled: 200,
  compared: 20,
  wholeLifecycle: false,
};

export interface UpRow {
  count: number;
  latencies: "scaled" | "zero";
  seconds: number;
  pathSeconds: number;
  engineSeconds: number;
  ratio: number;
  requests: Requests;
}

export interface StepRow {
  step: string;
  count: number;
  latencies: "scaled" | "zero";
  seconds: number;
  pathSeconds: number;
  requests: Requests;
  least: Requests;
}

export interface AlikeRatios {
  up500: number;
  preview500: number;
}

/** Ratios to trivial resources with the same state. `flat`: to ones with as many bytes, but each property is one text. */
export interface Alike extends AlikeRatios {
  pairBytes: number;
  flat?: AlikeRatios;
}

export interface Measured {
  machine: { cores: number; model: string; memoryGb: number; node: string };
  parallel: number;
  noop: { requests: number; modules: number; heavyModules: string[] };
  oneChanged: { requests: number; least: number };
  criticalPath: Record<string, number>;
  ups: UpRow[];
  steps: StepRow[];
  driftCheck: { requestsPerItem: number; requests500: number };
  providerBytes: number;
  state: { type: string; bytes: number }[];
  previewRatio500: number;
  previewSeconds: { product: number; trivial: number };
  /** Bytes of state of a dataflow and its refresh together, and of the compared resources. */
  pairBytes: { product: number; trivial: number };
  /** Ratios to trivial resources whose provider has as many methods as the product's, at the largest size, if configured. */
  wholeLifecycle?: {
    upSeconds: number;
    upRatio: number;
    previewSeconds: number;
    previewRatio: number;
    pairBytes: number;
  };
  unlimited: Unlimited[];
  throttled: Throttled;
  alike: Alike;
  hostRssMb500: number;
  memory: Memory[];
  loading: Loading[];
  check: { unchangedMs: number; oneOf200Ms: number; allNewRatio: number } & Pick<CheckResult, "sizes">;
  model: Fleet5000;
  compared: Compared;
}
