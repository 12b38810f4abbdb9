import { setTimeout as sleep } from "node:timers/promises";
import { formatElapsed } from "../common/durations";
import type { FabricClient } from "./client";

export interface SettlingOptions {
  /** What stayed missing to the end of a wait: nobody waits for it again who shares this set. */
  hopeless: Set<string>;
  signal?: AbortSignal;
  progress: (text: string) => void;
}

/** What a step lacks: a key for it, and the words for the progress line. */
export interface Missing {
  key: string;
  says: string;
}

/**
 * The waits for what was only just made. They take two minutes at most, all together, because a mistyped id must not cost more. Waits at the
 * same time share their time.
 */
export class SettlingWaits {
  private waitedMs = 0;
  private sleeping: Promise<void> | undefined;

  constructor(
    private readonly pace: FabricClient["settling"],
    private readonly options: SettlingOptions,
  ) {}

  /** Does the step, again and again while `missing` recognises its error. A step that fails so has changed nothing. */
  async wait<T>(step: () => Promise<T>, missing: (error: unknown) => Missing | undefined): Promise<T> {
    const { hopeless, signal, progress } = this.options;
    const { mostMs, firstMs, capMs } = this.pace;
    for (let tries = 0; ; tries++) {
      try {
        return await step();
      } catch (error) {
        const lacks = missing(error);
        if (lacks === undefined || signal?.aborted) throw error;
        const waitMs = Math.min(capMs, firstMs * 1.5 ** tries, mostMs - this.waitedMs);
        if (waitMs <= 0) hopeless.add(lacks.key);
        if (hopeless.has(lacks.key)) throw error;
        progress(`${lacks.says}; waiting for it, ${formatElapsed(this.waitedMs)}`);
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
