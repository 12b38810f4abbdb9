import type { LetSteps, LetStep } from "../../../../sdk/definition/m/letSteps";
import { writtenName } from "../../../../sdk/definition/m/text";
import { applyEdits, type Edit } from "../../../../sdk/definition/m/positions";
import type { Random } from "./random";

/** The expected report of an edit of steps: one of these alternatives, each `aspect name`. */
export type Expected = readonly string[];

/** One edit of a member's text. It changes only the steps from `at - 1` to `at + 2`, so that distant edits do not overlap. */
export interface StepEdit {
  edits: Edit[];
  expected: Expected[];
}

export interface Member {
  text: string;
  outline: LetSteps;
}

type Kind = (member: Member, at: number, random: Random) => StepEdit | undefined;

/** The places that use the step's result, in other steps and after `in`. */
const usesOf = ({ outline: { steps, result } }: Member, name: string) =>
  [...steps, result].flatMap(({ uses }) => uses.filter((use) => use.name === name));

const at = ({ outline }: Member, index: number): LetStep => outline.steps[index] as LetStep;

const fresh = (member: Member, random: Random, base: string): string => {
  const names = new Set(member.outline.steps.map(({ name }) => name));
  for (;;) {
    const name = `${base} ${1 + random.below(900)}`;
    if (!names.has(name)) return name;
  }
};

const add: Kind = (member, index, random) => {
  const step = at(member, index);
  const name = fresh(member, random, "Kept rows");
  const what = random.pick(["Table.FirstN", "Table.Skip", "Table.RemoveLastN"]) as string;
  const inserted = `,\n  ${writtenName(name)} = ${what}(${writtenName(step.name)}, ${1 + random.below(500)})`;
  return {
    edits: [
      { start: step.value.end, end: step.value.end, text: inserted },
      ...usesOf(member, step.name).map(({ start, end }) => ({ start, end, text: writtenName(name) })),
    ],
    expected: [[`added ${name}`]],
  };
};

const remove: Kind = (member, index) => {
  const step = at(member, index);
  const input = step.uses[0]?.name;
  const previous = member.outline.steps[index - 1];
  // A step without an input is a source. The next steps need it.
  if (!previous || input === undefined) return undefined;
  return {
    edits: [
      { start: previous.value.end, end: step.value.end, text: "" },
      ...usesOf(member, step.name).map(({ start, end }) => ({ start, end, text: writtenName(input) })),
    ],
    expected: [[`removed ${step.name}`]],
  };
};

const renamed = (member: Member, step: LetStep, name: string): Edit[] =>
  [step.nameSpan, ...usesOf(member, step.name)].map(({ start, end }) => ({ start, end, text: writtenName(name) }));

const rename: Kind = (member, index, random) => {
  const step = at(member, index);
  const name = fresh(member, random, random.pick(["Cleaned", "Joined", "Result of"]) as string);
  return { edits: renamed(member, step, name), expected: [[`renamed ${name}`]] };
};

/** Another literal, or a wrapped expression if there is none. */
function changedValue({ text }: Member, { value }: LetStep, random: Random): Edit {
  const written = text.slice(value.start, value.end);
  const literals = [...written.matchAll(/"[A-Za-z][A-Za-z0-9 ]*"|(?<![\w.#"])\d+(?![\w."])/g)];
  const literal = random.pick(literals);
  if (!literal) return { ...value, text: `Table.Buffer(${written})` };
  const start = value.start + literal.index;
  const old = literal[0];
  return {
    start,
    end: start + old.length,
    text: old.startsWith('"') ? `"${old.slice(1, -1)} 2"` : String(Number(old) + 7),
  };
}

const change: Kind = (member, index, random) => ({
  edits: [changedValue(member, at(member, index), random)],
  expected: [[`changed ${at(member, index).name}`]],
});

const renameAndChange: Kind = (member, index, random) => {
  const step = at(member, index);
  const name = fresh(member, random, "Reworked");
  const value = changedValue(member, step, random);
  // The edit of a wrapped expression would overlap the edits of the names in it.
  if (value.text.startsWith("Table.Buffer")) return undefined;
  return { edits: [...renamed(member, step, name), value], expected: [[`renamed ${name}`], [`changed ${name}`]] };
};

/** Swaps two steps of a chain. */
const move: Kind = (member, index) => {
  const [first, second] = [at(member, index), member.outline.steps[index + 1]];
  const previous = member.outline.steps[index - 1];
  if (!previous || !second) return undefined;
  const only = (step: LetStep, name: string) => step.uses.length > 0 && step.uses.every((use) => use.name === name);
  if (!only(first, previous.name) || !only(second, first.name)) return undefined;
  if (usesOf(member, first.name).length !== second.uses.length) return undefined;
  const { text } = member;
  // A comment would move to the other step.
  if (/\/[/*]/.test(text.slice(previous.value.end, second.nameSpan.start))) return undefined;
  const rewired = ({ value, uses, nameSpan }: LetStep, input: string): string =>
    applyEdits(
      text.slice(nameSpan.start, value.end),
      uses.map(({ start, end }) => ({
        start: start - nameSpan.start,
        end: end - nameSpan.start,
        text: writtenName(input),
      })),
    );
  const between = text.slice(first.value.end, second.nameSpan.start);
  return {
    edits: [
      {
        start: first.nameSpan.start,
        end: second.value.end,
        text: rewired(second, previous.name) + between + rewired(first, second.name),
      },
      ...usesOf(member, second.name).map(({ start, end }) => ({ start, end, text: writtenName(first.name) })),
    ],
    expected: [[`moved ${first.name}`, `moved ${second.name}`]],
  };
};

/** Adds only line ends and blanks. This is not a change. */
const reformat: Kind = (member, index) => ({
  edits: [{ start: at(member, index).value.start, end: at(member, index).value.start, text: "\n      " }],
  expected: [],
});

const comment: Kind = (member, index) => ({
  edits: [{ start: at(member, index).nameSpan.start, end: at(member, index).nameSpan.start, text: "// as agreed\n  " }],
  expected: [[`comment ${at(member, index).name}`]],
});

export const STEP_EDITS: Readonly<Record<string, Kind>> = {
  add,
  remove,
  rename,
  change,
  renameAndChange,
  move,
  reformat,
  comment,
};
