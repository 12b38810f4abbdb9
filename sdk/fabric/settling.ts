import { setTimeout as sleep } from "node:timers/promises";
import { formatElapsed } from "../common/durations";
import type { FabricClient } from "./client";

export interface SettlingOptions {
  /**
   * The keys of things that were still missing at the end of a wait. No wait that shares this set waits for them again.
   */
  givenUp: Set<string>;
  signal?: AbortSignal;
  progress: (text: string) => void;
}

/** A thing that a step lacks: its key, and the text for the progress line. */
export interface Missing {
  key: string;
  text: string;
}

/**
 * The waits for things that were created a moment ago. All together they take at most two minutes, because a mistyped id must not cost more.
 * Waits at the same time share their time.
 */
export class SettlingWaits {
  private waitedMs = 0;
  private sleeping: Promise<void> | undefined;

  constructor(
    private readonly pace: FabricClient["settling"],
    private readonly options: SettlingOptions,
  ) {}

  /** Runs the step, and repeats it while `missing` recognises its error. A step that fails with such an error must have changed nothing. */
  async wait<T>(step: () => Promise<T>, missing: (error: unknown) => Missing | undefined): Promise<T> {
    const { givenUp, signal, progress } = this.options;
    const { maxMs, firstMs, capMs } = this.pace;
    for (let tries = 0; ; tries++) {
      try {
        return await step();
      } catch (error) {
        const lacks = missing(error);
        if (lacks === undefined || signal?.aborted) throw error;
        const waitMs = Math.min(capMs, firstMs * 1.5 ** tries, maxMs - this.waitedMs);
        if (waitMs <= 0) givenUp.add(lacks.key);
        if (givenUp.has(lacks.key)) throw error;
        progress(`${lacks.text}; waiting for it, ${formatElapsed(this.waitedMs)}`);
        await (this.sleeping ??= this.sleep(waitMs));
      }
    }
  }

  private async sleep(ms: number): Promise<void> {
    try {
      await sleep(ms, undefined, { signal: this.options.signal });
      this.waitedMs += ms;
    } finally {
      this.sleeping = undefined;
    }
  }
}
