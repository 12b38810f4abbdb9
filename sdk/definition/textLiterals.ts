import type { Edit } from "./m/positions";
import type { MemberText, SectionText } from "./m/section";
import { bareName, literalText, textLiteral } from "./m/text";

/** A text literal of the M. */
interface TextLiteral {
  start: number;
  end: number;
  value: string;
  /** Index of its token. */
  index: number;
}

/** A call in the M. */
interface Call {
  /** In lower case. */
  name: string;
  /** True if its first argument is a text or a parameter. */
  isKnown: boolean;
}

/** The text literals of a document by their values. A document can have 100,000 of them, and 2,000 connections that name them. */
export class TextLiterals {
  private readonly byValue = new Map<string, TextLiteral[]>();
  /** By the values of the text and of the one before it, if only a comma is between them. */
  private readonly afterComma = new Map<string, TextLiteral[]>();
  /** Values of parameters. */
  private readonly ofParameters = new Map<string, TextLiteral[]>();
  /** In the order of their values. */
  private readonly addresses: readonly TextLiteral[];
  private readonly changed = new Map<string, readonly Edit[]>();
  private readonly known = new Map<string, boolean>();
  private calls: readonly Call[] | undefined;

  constructor(private readonly section: SectionText) {
    const { text, tokens } = section;
    const isParameter = parameterTest(section);
    const addresses: TextLiteral[] = [];
    let before: TextLiteral | undefined;
    for (const [index, { kind, start, end }] of tokens.entries()) {
      if (kind !== "text") continue;
      const literal = { start, end, index, value: literalText(text.slice(start, end)) };
      add(this.byValue, literal.value, literal);
      if (before?.index === index - 2 && this.written(index - 1) === ",")
        add(this.afterComma, pairKey(before.value, literal.value), literal);
      if (this.written(index - 1) === "=" && this.written(index + 1) === "meta" && isParameter(index))
        add(this.ofParameters, literal.value, literal);
      if (isAddress(literal.value)) addresses.push(literal);
      before = literal;
    }
    this.addresses = addresses.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  }

  /** True if a text is the path, or an address below it. An address may lack the slash that the path ends with. */
  has(path: string): boolean {
    const short = isAddress(path) ? withoutSlash(path) : path;
    return this.byValue.has(path) || this.byValue.has(short) || this.below(path).next().done === false;
  }

  /** Returns the edits of every text that is the path, or an address below it. The same list for the same arguments. */
  changeAll(old: string, next: string): readonly Edit[] {
    const key = pairKey(old, next);
    const edits = this.changed.get(key) ?? this.editsOf(old, next);
    this.changed.set(key, edits);
    return edits;
  }

  private editsOf(old: string, next: string): Edit[] {
    if (old === next) return [];
    const [shortOld, shortNext] = [withoutSlash(old), withoutSlash(next)];
    const whole = (this.byValue.get(old) ?? []).map(({ start, end }) => edit(start, end, next));
    const below = [...this.below(old)].map(({ start, end, value }) => edit(start, end, next + value.slice(old.length)));
    const short = isAddress(old) && shortOld !== old ? (this.byValue.get(shortOld) ?? []) : [];
    return [...whole, ...below, ...short.map(({ start, end }) => edit(start, end, shortNext))];
  }

  /**
   * Returns the edits of a later part of a path. It is a short text, like the name of a database, that may occur anywhere. So it is changed only
   * beside the first part, and as the value of a parameter.
   */
  changeBeside([first, firstNext]: readonly [string, string], old: string, next: string): Edit[] {
    if (old === next) return [];
    const beside = [...new Set([first, firstNext])].flatMap((one) => this.afterComma.get(pairKey(one, old)) ?? []);
    const found = new Set([...beside, ...(this.ofParameters.get(old) ?? [])]);
    return [...found].map(({ start, end }) => edit(start, end, next));
  }

  /** True if there are calls of the connector, and each has its address as a text or in a parameter. */
  knowsAddressesOf(kind: string): boolean {
    const prefix = `${kind.toLowerCase()}.`;
    const known = this.known.get(prefix) ?? this.areKnown(prefix);
    this.known.set(prefix, known);
    return known;
  }

  private areKnown(prefix: string): boolean {
    this.calls ??= this.allCalls();
    const calls = this.calls.filter(({ name }) => name.startsWith(prefix));
    return calls.length > 0 && calls.every(({ isKnown }) => isKnown);
  }

  private allCalls(): Call[] {
    const { text, tokens, members } = this.section;
    const parameters = new Set(members.filter((one) => isParameter(text, one)).map(({ name }) => name));
    return tokens.flatMap(({ kind }, at) => {
      if (kind !== "word" || this.written(at + 1) !== "(") return [];
      const isWhole = [",", ")"].includes(this.written(at + 3));
      const isKnown = isWhole && (tokens[at + 2]?.kind === "text" || parameters.has(bareName(this.written(at + 2))));
      return [{ name: this.written(at).toLowerCase(), isKnown }];
    });
  }

  /** Yields the texts that are longer addresses below this one. */
  private *below(path: string): Generator<TextLiteral> {
    if (!isAddress(path)) return;
    for (let at = this.firstAddress(path); this.addresses[at]?.value.startsWith(path); at++) {
      const literal = this.addresses[at] as TextLiteral;
      const { value } = literal;
      if (value !== path && (path.endsWith("/") || /[/?#]/.test(value.charAt(path.length)))) yield literal;
    }
  }

  /** Returns the index of the first address that is not before `path`. */
  private firstAddress(path: string): number {
    let [from, to] = [0, this.addresses.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.addresses[middle] as TextLiteral).value < path) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  private written(index: number): string {
    const { text, tokens } = this.section;
    return text.slice(tokens[index]?.start, tokens[index]?.end);
  }
}

export const withoutSlash = (address: string): string => (address.endsWith("/") ? address.slice(0, -1) : address);

const isAddress = (text: string): boolean => /^[a-z]+:\/\//i.test(text);

const edit = (start: number, end: number, value: string): Edit => ({ start, end, text: textLiteral(value) });

const pairKey = (first: string, second: string): string => `${first.length}:${first}${second}`;

function add(map: Map<string, TextLiteral[]>, key: string, literal: TextLiteral): void {
  const same = map.get(key);
  if (same) same.push(literal);
  else map.set(key, [literal]);
}

const isParameter = (text: string, { start, end }: MemberText): boolean =>
  text.slice(start, end).includes("IsParameterQuery");

/** Returns a function that says if a token belongs to a parameter. Its arguments must increase. */
function parameterTest({ text, members }: SectionText): (index: number) => boolean {
  let at = 0;
  return (index) => {
    while (members[at] && (members[at] as MemberText).endToken <= index) at++;
    const member = members[at];
    return member !== undefined && member.firstToken <= index && isParameter(text, member);
  };
}
