import { bare } from "./m/words";

/** Thrown if the text is not a section document. */
export class MashupError extends Error {}

export interface Member {
  name: string;
  /** The record in brackets before `shared`, or an empty text. */
  attributes: string;
  /** The expression, without `=` and `;`. */
  text: string;
  /** The expression without white space and comments. */
  tokens: string[];
}

// One alternative for each type of token. Texts, quoted names and comments are single tokens, so their content is never code.
const TOKEN =
  /"(?:[^"]|"")*"|#"(?:[^"]|"")*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mc}\p{Mn}\p{Cf}.]*|\s+|[\s\S]/guy;

function tokens(text: string): string[] {
  return (text.replace(/^\uFEFF/, "").match(TOKEN) ?? []).filter((token) => !/^(\s+$|\/\/|\/\*)/.test(token));
}

/** The members of a section document, in order. @throws MashupError if the text is not one. */
export function mashupMembers(text: string): Member[] {
  const all = tokens(text);
  let at = 0;
  const block = (): string => {
    const from = at;
    let depth = 0;
    do {
      const token = all[at++];
      if (token === undefined) throw new MashupError("a bracket is not closed");
      if (token === "[" || token === "{" || token === "(") depth++;
      if (token === "]" || token === "}" || token === ")") depth--;
    } while (depth > 0);
    return all.slice(from, at).join(" ");
  };
  const expect = (wanted: string) => {
    if (all[at] !== wanted) throw new MashupError(`'${wanted}' expected, found '${all[at] ?? "the end"}'`);
    at++;
  };

  if (all[at] === "[") block();
  expect("section");
  if (all[at] !== ";") at++;
  expect(";");
  const members: Member[] = [];
  while (at < all.length) {
    const attributes = all[at] === "[" ? block() : "";
    if (all[at] === "shared") at++;
    const name = bare(all[at++] ?? "");
    expect("=");
    const from = at;
    while (all[at] !== ";") {
      if (all[at] === undefined) throw new MashupError(`'${name}' has no ';' at its end`);
      if (/^[[{(]$/.test(all[at] as string)) block();
      else at++;
    }
    if (at === from) throw new MashupError(`'${name}' is empty`);
    if (members.some((member) => member.name === name)) throw new MashupError(`'${name}' is declared twice`);
    members.push({ name, attributes, text: all.slice(from, at).join(" "), tokens: all.slice(from, at) });
    at++;
  }
  return members;
}
