import { problem, type Problem } from "../common/problem";

/** The most problems with a message: nobody reads more at once. */
const MOST = 100;

/**
 * The problems of one part. Only the first hundred have messages; the rest is counted. Places and proposals for 60,000 problems would take
 * minutes.
 */
export class ProblemList {
  private readonly worded: Problem[] = [];
  private readonly beyond = { error: 0, warning: 0 };

  /** `place` is the place of the message that counts the rest. */
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

  /** True while further problems get messages. If false, skip work that only makes a message. */
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
              `has ${this.beyond[severity]} more of these ${severity}s; correct the first ones, and check again`,
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
