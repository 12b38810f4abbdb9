import { problem, type Problem } from "../common/problem";

/** More than anybody reads at once. */
const MOST = 100;

/**
 * Problems of one part. Beyond the first hundred they are counted and not worded: a place and a proposal for each of 60,000 would take
 * minutes.
 */
export class ProblemList {
  private readonly worded: Problem[] = [];
  private readonly beyond = { error: 0, warning: 0 };

  /** `place` is what the count of the rest stands under. */
  constructor(private readonly place: string) {}

  error(place: () => string, message: () => string): void {
    this.add("error", place, message);
  }

  warning(place: () => string, message: () => string): void {
    this.add("warning", place, message);
  }

  include(problems: readonly Problem[]): void {
    for (const { severity, place, message } of problems)
      this.add(
        severity,
        () => place,
        () => message,
      );
  }

  /** True while problems are still worded: what costs time to word need not be asked for any more. */
  get hasRoom(): boolean {
    return this.worded.length < MOST;
  }

  get all(): Problem[] {
    const { place } = this;
    const rest = (["error", "warning"] as const).flatMap((severity): Problem[] =>
      this.beyond[severity] === 0
        ? []
        : [
            problem(
              severity,
              place,
              `has ${this.beyond[severity]} more of these ${severity}s; correct the first ones, and look again`,
            ),
          ],
    );
    return [...this.worded, ...rest];
  }

  private add(severity: Problem["severity"], place: () => string, message: () => string): void {
    if (this.hasRoom) this.worded.push(problem(severity, place(), message()));
    else this.beyond[severity]++;
  }
}
