import { harmless } from "../common/harmless";
import type { Renames } from "./names";

const WORD = /[\p{L}\p{N}_]+|[^\p{L}\p{N}_\s]/gu;
const FIRST_WORD = new RegExp(`^(?:${WORD.source})`, "u");
const ENDS_IN_WORD = /[\p{L}\p{N}_]$/u;
const BEGINS_WITH_WORD = /^[\p{L}\p{N}_]/u;

/**
 * Returns a function that replaces the former names of renamed queries in a message. A name must match whole words, and the longest name comes
 * first. A message is searched once, however many queries were renamed.
 */
export function renamer(renames: Renames): (message: string) => string {
  const newNames = new Map([...renames].map(([from, to]) => [harmless(from), harmless(to)]));
  const lengths = new Map<string, Set<number>>();
  for (const name of newNames.keys()) {
    const first = FIRST_WORD.exec(name)?.[0];
    if (first === undefined) continue;
    lengths.set(first, (lengths.get(first) ?? new Set()).add(name.length));
  }
  const byFirst = new Map([...lengths].map(([first, of]) => [first, [...of].sort((a, b) => b - a)]));

  const nameAt = (message: string, at: number, first: string): string | undefined => {
    for (const length of byFirst.get(first) ?? []) {
      const name = message.slice(at, at + length);
      if (!newNames.has(name)) continue;
      const isWhole = !ENDS_IN_WORD.test(name) || !BEGINS_WITH_WORD.test(message.slice(at + length, at + length + 2));
      if (isWhole) return name;
    }
    return undefined;
  };
  return (message) => {
    if (newNames.size === 0) return message;
    const parts: string[] = [];
    let done = 0;
    for (const { 0: first, index } of message.matchAll(WORD)) {
      const name = index < done ? undefined : nameAt(message, index, first);
      if (name === undefined) continue;
      parts.push(message.slice(done, index), newNames.get(name) as string);
      done = index + name.length;
    }
    return parts.join("") + message.slice(done);
  };
}
