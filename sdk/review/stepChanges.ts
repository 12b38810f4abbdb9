import type { LetStep, NameUse } from "../definition/m/letSteps";
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
  const wirings = ORDERS.map((order): Wirings => ({
    old: new Wiring(before, pairs, movedPairs, "before", order),
    now: new Wiring(after, pairs, movedPairs, "after", order),
  }));

  const changes: StepChange[] = [];
  const byAfter = new Map(pairs.map((pair) => [pair.after, pair]));
  after.steps.forEach((step) => {
    const pair = byAfter.get(step);
    const aspects = pair ? aspectsOf(pair, movedPairs.has(pair), { before, after, wirings }) : (["added"] as const);
    if (aspects.length === 0) return;
    const was = pair && pair.before.name !== step.name ? { was: pair.before.name } : {};
    changes.push({ name: step.name, ...was, aspects: [...aspects], ...called(after, step) });
  });
  const kept = new Set(pairs.map((pair) => pair.before));
  for (const step of before.steps)
    if (!kept.has(step)) changes.push({ name: step.name, aspects: ["removed"], ...called(before, step) });
  return {
    changes,
    resultChanged: wirings.every(({ old, now }) => old.codeOf(before.result) !== now.codeOf(after.result)),
  };
}

function aspectsOf(
  pair: StepPair,
  isMoved: boolean,
  { before, after, wirings }: { before: StepsSide; after: StepsSide; wirings: readonly Wirings[] },
): StepAspect[] {
  const aspects: StepAspect[] = [];
  if (pair.before.name !== pair.after.name) aspects.push("renamed");
  if (isMoved) aspects.push("moved");
  if (wirings.every(({ old, now }) => old.codeOf(pair.before, isMoved) !== now.codeOf(pair.after, isMoved)))
    aspects.push("changed");
  if (commentsAt(before, pair.before) !== commentsAt(after, pair.after)) aspects.push("comment");
  return aspects;
}

/** Returns the comments in a step, and those between the step before, or the `let`, and itself. */
function commentsAt({ steps, start, text }: StepsSide, step: LetStep): string {
  const previous = steps[steps.indexOf(step) - 1];
  return commentsOf(text.slice(previous ? previous.value.end : start, step.value.end));
}

/** Returns the first function that a step calls, because its name shows what the step does. */
function called({ text }: StepsSide, { value }: LetStep): { function?: string } {
  const found = /[\p{L}_][\p{L}\p{Nd}_]*\.[\p{L}\p{Nd}_.]+(?=\s*\()/u.exec(text.slice(value.start, value.end));
  return found ? { function: found[0] } : {};
}

/** The inputs of a step in the order in which they are tried: `Table.NestedJoin(Orders, ..., Customers, ...)`, `if Limit = 0 then Orders else ...` */
const ORDERS = ["as named", "last defined first"] as const;

interface Wirings {
  old: Wiring;
  now: Wiring;
}

/** Usually a step uses steps above it, and one pass finds all. Each further pass finds those that use one step below. */
const MOST_PASSES = 20;

/** The inputs of each step, by names that are the same on both sides. */
class Wiring {
  /** The shared name of each step. A step that was added, removed or moved has the name of its first input with one. */
  private readonly names = new Map<string, string>();

  constructor(
    private readonly side: StepsSide,
    pairs: readonly StepPair[],
    moved: ReadonlySet<StepPair>,
    which: "before" | "after",
    order: (typeof ORDERS)[number],
  ) {
    pairs.forEach((pair, index) => {
      if (!moved.has(pair)) this.names.set(pair[which].name, `step ${index}`);
    });
    const places = new Map(side.steps.map(({ name }, index) => [name, index]));
    const place = ({ name }: NameUse): number => places.get(name) ?? 0;
    let left = side.steps.filter(({ name }) => !this.names.has(name));
    for (let pass = 0; pass < MOST_PASSES && left.length > 0; pass++)
      left = left.filter(({ name, uses }) => {
        const inputs = order === "as named" ? uses : [...uses].sort((a, b) => place(b) - place(a));
        const input = inputs.find((use) => this.names.has(use.name));
        if (input) this.names.set(name, this.names.get(input.name) as string);
        return !input;
      });
  }

  /** Returns the code of a step. With `anyInput`, its first input is ignored. */
  codeOf({ value, uses }: Pick<LetStep, "value" | "uses">, anyInput = false): string {
    const first = uses[0]?.name;
    const edits = uses.map(({ name, start, end }) => ({
      start,
      end,
      text: writtenName(anyInput && name === first ? "input" : (this.names.get(name) ?? "no step")),
    }));
    return codeOf(editedStretch(this.side.text, value, [...edits, ...renamedIn(this.side, value)]));
  }
}
