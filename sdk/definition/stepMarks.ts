import { createHash } from "node:crypto";
import { canonicalTokens } from "./m/canonicalTokens";
import { bareName } from "./m/text";
import type { MemberText, SectionText } from "./m/section";

/**
 * Short marks of a query's steps, after its fingerprint in the state: `<fingerprint>.<two characters for each step>`. With them, a preview names
 * the steps that differ, although the state does not keep the M. Two characters are 12 bits: about one of 4,000 changed steps is not named.
 */
const MARK = 2;
/** The most steps of a query with marks. More marks would take more space in the state than they are worth. */
const MAX_STEPS = 32;

interface Step {
  name: string;
  mark: string;
}

/** Returns the fingerprint of a query without the marks of its steps. */
export const withoutSteps = (fingerprint: string): string => fingerprint.split(".", 1)[0] as string;

/** Returns the marks that follow the fingerprint of a query. Empty if the query has no steps, or too many. */
export function stepMarks(section: SectionText, member: MemberText): string {
  const steps = stepsOf(section, member);
  return steps.length === 0 || steps.length > MAX_STEPS ? "" : `.${steps.map(({ mark }) => mark).join("")}`;
}

/** Returns the steps of a query that are new or changed, and how many steps fewer there are. Undefined if there are no older marks. */
export function changedSteps(
  before: string,
  section: SectionText,
  member: MemberText,
): { names: string[]; fewer: number } | undefined {
  const marks = marksIn(before);
  if (marks.length === 0) return undefined;
  const left = [...marks];
  const steps = stepsOf(section, member);
  const names = steps.flatMap(({ name, mark }) => {
    const at = left.indexOf(mark);
    if (at === -1) return [name];
    left.splice(at, 1);
    return [];
  });
  return { names, fewer: Math.max(0, marks.length - steps.length) };
}

const marksIn = (fingerprint: string): string[] =>
  fingerprint.slice(withoutSteps(fingerprint).length + 1).match(new RegExp(`.{${MARK}}`, "g")) ?? [];

/** Returns the variables of the member's outermost `let`, found by tokens alone. A comma outside of brackets and inner `let`s ends a variable. */
function stepsOf({ text, tokens }: SectionText, { firstToken, endToken }: MemberText): Step[] {
  const written = (at: number): string => text.slice(tokens[at]!.start, tokens[at]!.end);
  let at = firstToken;
  let depth = 0;
  // Skip the attributes before the member, and the arguments of a function.
  for (; at < endToken && !(depth === 0 && written(at) === "let"); at++) depth += nesting(written(at));
  const steps: Step[] = [];
  const add = (from: number, to: number): void => {
    const name = Array.from({ length: to - from }, (_, index) => from + index).find(
      (index) => tokens[index]!.kind === "word" || tokens[index]!.kind === "identifier",
    );
    if (name === undefined) return;
    const code = canonicalTokens(text, tokens, from, to);
    steps.push({
      name: bareName(written(name)),
      mark: createHash("sha256").update(code).digest("base64url").slice(0, MARK),
    });
  };
  let lets = 0;
  for (let from = ++at; at < endToken; at++) {
    const token = written(at);
    depth += nesting(token);
    if (depth > 0) continue;
    if (token === "let") lets++;
    if (token === "," && lets === 0) {
      add(from, at);
      from = at + 1;
    }
    if (token === "in" && --lets < 0) {
      add(from, at);
      return steps;
    }
  }
  return [];
}

const nesting = (symbol: string): number =>
  symbol.length !== 1 ? 0 : "([{".includes(symbol) ? 1 : ")]}".includes(symbol) ? -1 : 0;
