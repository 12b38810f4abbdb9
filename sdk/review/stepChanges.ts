import type { LetStep } from "../definition/m/letSteps";
import { writtenName } from "../definition/m/text";
import type { StepAspect, StepChange, StepChanges } from "./document";
import { matchSteps, type StepPair } from "./matchSteps";
import { outOfOrder } from "./order";
import { renamedIn, type StepsSide } from "./stepsSide";
import { codeOf, commentsOf, editedStretch } from "./tokens";

/**
 * Returns the differences between the steps of a query. A step did not change if it has another input only because a step before it was added,
 * removed, moved or renamed.
 */
export function stepChanges(before: StepsSide, after: StepsSide): StepChanges {
  const pairs = matchSteps(before, after);
  const places = new Map(before.steps.map((step, index) => [step, index]));
  const moved = outOfOrder(pairs.map(({ before: step }) => places.get(step) ?? 0));
  const movedPairs = new Set(pairs.filter((_, index) => moved.has(index)));
  const old = new Wiring(before, pairs, movedPairs, "before");
  const now = new Wiring(after, pairs, movedPairs, "after");

  const changes: StepChange[] = [];
  const byAfter = new Map(pairs.map((pair) => [pair.after, pair]));
  after.steps.forEach((step) => {
    const pair = byAfter.get(step);
    const aspects = pair ? aspectsOf(pair, movedPairs.has(pair), old, now) : (["added"] as const);
    if (aspects.length === 0) return;
    const was = pair && pair.before.name !== step.name ? { was: pair.before.name } : {};
    changes.push({ name: step.name, ...was, aspects: [...aspects], ...called(after, step) });
  });
  const kept = new Set(pairs.map((pair) => pair.before));
  for (const step of before.steps)
    if (!kept.has(step)) changes.push({ name: step.name, aspects: ["removed"], ...called(before, step) });
  return { changes, resultChanged: old.codeOf(before.result) !== now.codeOf(after.result) };
}

function aspectsOf(pair: StepPair, isMoved: boolean, old: Wiring, now: Wiring): StepAspect[] {
  const aspects: StepAspect[] = [];
  if (pair.before.name !== pair.after.name) aspects.push("renamed");
  if (isMoved) aspects.push("moved");
  if (old.codeOf(pair.before, isMoved) !== now.codeOf(pair.after, isMoved)) aspects.push("changed");
  if (old.commentsOf(pair.before) !== now.commentsOf(pair.after)) aspects.push("comment");
  return aspects;
}

/** Returns the first function that a step calls, because its name shows what the step does. */
function called({ text }: StepsSide, { value }: LetStep): { function?: string } {
  const found = /[\p{L}_][\p{L}\p{Nd}_]*\.[\p{L}\p{Nd}_.]+(?=\s*\()/u.exec(text.slice(value.start, value.end));
  return found ? { function: found[0] } : {};
}

/** The inputs of each step, by names that are the same on both sides. */
class Wiring {
  private readonly steps: ReadonlyMap<string, LetStep>;
  private readonly names = new Map<LetStep, string>();
  /** The named step that each step without such a name leads to. */
  private readonly reached = new Map<LetStep, string>();
  private readonly places: ReadonlyMap<object, number>;

  constructor(
    private readonly side: StepsSide,
    pairs: readonly StepPair[],
    moved: ReadonlySet<StepPair>,
    which: "before" | "after",
  ) {
    this.steps = new Map(side.steps.map((step) => [step.name, step]));
    this.places = new Map(side.steps.map((step, index) => [step, index]));
    pairs.forEach((pair, index) => {
      if (!moved.has(pair)) this.names.set(pair[which], `step ${index}`);
    });
  }

  /** Returns the code of a step. With `anyInput`, its first input is ignored. */
  codeOf({ value, uses }: Pick<LetStep, "value" | "uses">, anyInput = false): string {
    const first = uses[0]?.name;
    const edits = uses.map(({ name, start, end }) => ({
      start,
      end,
      text: writtenName(anyInput && name === first ? "input" : this.nameOf(name)),
    }));
    return codeOf(editedStretch(this.side.text, value, [...edits, ...renamedIn(this.side, value)]));
  }

  /** Returns the comments in a step, and those between the step before, or the `let`, and itself. */
  commentsOf(step: LetStep): string {
    const previous = this.side.steps[(this.places.get(step) ?? 0) - 1];
    const from = previous ? previous.value.end : this.side.start;
    return commentsOf(this.side.text.slice(from, step.value.end));
  }

  /** Returns the shared name of a step. A step that was added, removed or moved has the name of its input. */
  private nameOf(name: string): string {
    const passed = new Set<LetStep>();
    let found = "no step";
    for (let step = this.steps.get(name); step && !passed.has(step);) {
      const known = this.names.get(step) ?? this.reached.get(step);
      if (known !== undefined) {
        found = known;
        break;
      }
      passed.add(step);
      const input: string | undefined = step.uses[0]?.name;
      step = input === undefined ? undefined : this.steps.get(input);
    }
    for (const step of passed) this.reached.set(step, found);
    return found;
  }
}
