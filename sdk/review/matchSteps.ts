import { groupBy } from "../common/groupBy";
import type { LetStep } from "../definition/m/letSteps";
import { writtenName } from "../definition/m/text";
import { renamedIn, type StepsSide } from "./stepsSide";
import { codeOf, editedStretch, likeness, wordsOf } from "./tokens";

export interface StepPair {
  before: LetStep;
  after: LetStep;
}

/** The least likeness of one step that was renamed and changed. */
const MIN_LIKENESS = 0.6;
/** The most passes. Each pass finds renamed steps that use those found before. A longer chain of renamed steps is hardly the same steps. */
const MAX_PASSES = 20;
/** The most pairs of steps to compare: more take seconds. */
const MAX_COMPARED = 10_000;

/**
 * Pairs the steps of both sides, in the order of the newer one: first by name; then by equal code, which means renamed; then by likeness between
 * the same neighbours, which means renamed and changed.
 */
export function matchSteps(before: StepsSide, after: StepsSide): StepPair[] {
  const matching = new Matching(before, after);
  matching.byName();
  for (let pass = 0; pass < MAX_PASSES && matching.byCode(); pass++) if (matching.isComplete) break;
  matching.byLikeness();
  return matching.pairs();
}

class Matching {
  private readonly afterOf = new Map<LetStep, LetStep>();
  private readonly beforeOf = new Map<LetStep, LetStep>();
  private readonly named: Readonly<Record<"before" | "after", ReadonlyMap<string, LetStep>>>;
  /** Codes of steps, kept until a step that they use is joined. */
  private readonly codes = new Map<LetStep, string>();
  private readonly users: ReadonlyMap<LetStep | undefined, readonly LetStep[]>;

  constructor(
    private readonly before: StepsSide,
    private readonly after: StepsSide,
  ) {
    const byName = ({ steps }: StepsSide) => new Map(steps.map((step) => [step.name, step]));
    this.named = { before: byName(before), after: byName(after) };
    const uses = (["before", "after"] as const).flatMap((which) =>
      this[which].steps.flatMap((user) => user.uses.map(({ name }) => ({ user, used: this.named[which].get(name) }))),
    );
    this.users = new Map(
      [...groupBy(uses, ({ used }) => used)].map(([used, all]) => [used, all.map(({ user }) => user)]),
    );
  }

  byName(): void {
    for (const step of this.before.steps) {
      const same = this.named.after.get(step.name);
      if (same) this.join(step, same);
    }
  }

  /** Returns true if it found a pair. Then steps that use it may match, too. */
  byCode(): boolean {
    const left = this.left();
    const candidates = groupBy(left.after, (step) => this.code(this.after, step, "after"));
    const sure: [before: LetStep, after: LetStep][] = [];
    const doubtful: typeof sure = [];
    for (const [code, olds] of groupBy(left.before, (step) => this.code(this.before, step, "before"))) {
      const nows = candidates.get(code) ?? [];
      const isSure = (olds.length === 1 && nows.length === 1) || olds.every((step) => this.usesJoined(step));
      for (const [index, old] of olds.slice(0, nows.length).entries())
        (isSure ? sure : doubtful).push([old, nows[index] as LetStep]);
    }
    const pairs = sure.length > 0 ? sure : doubtful;
    for (const [old, now] of pairs) this.join(old, now);
    return pairs.length > 0;
  }

  byLikeness(): void {
    const { before, after } = this.left();
    if (before.length * after.length > MAX_COMPARED) return;
    const candidates = before
      .flatMap((old) => after.map((now) => ({ old, now, likeness: this.likeness(old, now) })))
      .filter((candidate) => candidate.likeness >= MIN_LIKENESS)
      .sort((a, b) => b.likeness - a.likeness);
    for (const { old, now } of candidates)
      if (!this.afterOf.has(old) && !this.beforeOf.has(now) && this.areBetweenTheSame(old, now)) this.join(old, now);
  }

  private usesJoined({ uses }: LetStep): boolean {
    return uses.every(({ name }) => this.afterOf.has(this.named.before.get(name) as LetStep));
  }

  get isComplete(): boolean {
    const { before, after } = this.left();
    return before.length === 0 || after.length === 0;
  }

  pairs(): StepPair[] {
    return this.after.steps.flatMap((after) => {
      const before = this.beforeOf.get(after);
      return before ? [{ before, after }] : [];
    });
  }

  private left(): { before: LetStep[]; after: LetStep[] } {
    return {
      before: this.before.steps.filter((step) => !this.afterOf.has(step)),
      after: this.after.steps.filter((step) => !this.beforeOf.has(step)),
    };
  }

  private join(before: LetStep, after: LetStep): void {
    this.afterOf.set(before, after);
    this.beforeOf.set(after, before);
    for (const step of [before, after]) for (const user of this.users.get(step) ?? []) this.codes.delete(user);
  }

  /** Returns a step's code. In it, steps have names that both sides share. */
  private code(side: StepsSide, step: LetStep, which: "before" | "after"): string {
    const known = this.codes.get(step);
    if (known !== undefined) return known;
    const edits = step.uses.map(({ name, start, end }) => {
      const used = this.named[which].get(name) as LetStep;
      const common = which === "before" ? this.afterOf.get(used)?.name : this.beforeOf.has(used) ? name : undefined;
      return { start, end, text: writtenName(common ?? "another step") };
    });
    const code = codeOf(editedStretch(side.text, step.value, [...edits, ...renamedIn(side, step.value)]));
    this.codes.set(step, code);
    return code;
  }

  private likeness(before: LetStep, after: LetStep): number {
    const words = ({ text }: StepsSide, { value, uses }: LetStep) =>
      wordsOf(
        editedStretch(
          text,
          value,
          uses.map((use) => ({ start: use.start, end: use.end, text: "input" })),
        ),
      );
    return likeness(words(this.before, before), words(this.after, after));
  }

  /** True if the nearest step before, or the nearest after, is the same on both sides. */
  private areBetweenTheSame(before: LetStep, after: LetStep): boolean {
    return ([-1, 1] as const).some((direction) => {
      const old = this.neighbour(this.before.steps, before, direction, this.afterOf);
      const now = this.neighbour(this.after.steps, after, direction, this.beforeOf);
      return old === undefined ? now === undefined : this.afterOf.get(old) === now;
    });
  }

  private neighbour(
    steps: readonly LetStep[],
    step: LetStep,
    direction: 1 | -1,
    matched: ReadonlyMap<LetStep, LetStep>,
  ): LetStep | undefined {
    for (let at = steps.indexOf(step) + direction; at >= 0 && at < steps.length; at += direction)
      if (matched.has(steps[at] as LetStep)) return steps[at];
    return undefined;
  }
}
