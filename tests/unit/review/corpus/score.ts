import type { Expected } from "./stepEdits";

/** Precision and recall over many comparisons. */
export class Score {
  private expected = 0;
  private found = 0;
  private right = 0;

  /** Counts one comparison. Returns the missing and the unexpected findings. */
  count(expected: readonly Expected[], found: readonly string[]): string[] {
    const left = [...found];
    const missing: string[] = [];
    for (const alternatives of expected) {
      const index = left.findIndex((each) => alternatives.includes(each));
      if (index < 0) missing.push(`missing ${alternatives.join(" or ")}`);
      else left.splice(index, 1);
    }
    this.expected += expected.length;
    this.found += found.length;
    this.right += expected.length - missing.length;
    return [...missing, ...left.map((each) => `too much ${each}`)];
  }

  get precision(): number {
    return this.found === 0 ? 1 : this.right / this.found;
  }

  get recall(): number {
    return this.expected === 0 ? 1 : this.right / this.expected;
  }

  get text(): string {
    const percent = (ratio: number) => `${(100 * ratio).toFixed(2)} %`;
    return `${this.expected} expected, precision ${percent(this.precision)}, recall ${percent(this.recall)}`;
  }
}
