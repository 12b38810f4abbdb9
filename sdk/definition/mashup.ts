import { createHash } from "node:crypto";
import { attributesOf, defaultDestinationOf, factsOf, type Destination, type MemberFacts } from "./m/facts";
import { TOO_DEEP, Unreadable } from "./m/cursor";
import { explainHeader, explainMember, type Failure } from "./m/explain";
import type { LiteralRecord } from "./m/literals";
import { lineIndex } from "./m/positions";
import { readHeader, readMember } from "./m/read";
import { splitSection, type MemberText, type SectionText } from "./m/section";
import { writtenName } from "./m/text";
import { error, warning, type Problem } from "../common/problem";

/** A query: a member of the section document that has a name. */
export type Query = MemberText & { name: string };

const NO_SECTION =
  "is no section document; a dataflow's M begins with `section Section1;` and declares each query as `shared Name = ...;`";
const REMEDY = 'correct the M there, or set validate to "warn" where the service accepts it';

/** By the hash of a member's text; the one that was asked for last stands last. */
const parsedBefore = new Map<string, Promise<MemberFacts | Failure>>();
const MOST_KEPT = 1_000;

/**
 * Equal members are parsed once in a process: those of dataflows that were made from one template, and those that an environment left as
 * they were. What is kept is bounded.
 */
function factsOfText(text: string): Promise<MemberFacts | Failure> {
  // Facts hold on to the text that they are cut from: a copy, or a whole document would be kept for one member.
  const copy = Buffer.from(text, "utf16le");
  const key = createHash("sha256").update(copy).digest("base64");
  const parsed = parsedBefore.get(key) ?? parseFacts(copy.toString("utf16le"));
  parsedBefore.delete(key);
  parsedBefore.set(key, parsed);
  if (parsedBefore.size > MOST_KEPT) parsedBefore.delete(parsedBefore.keys().next().value as string);
  return parsed;
}

const parseFacts = (text: string): Promise<MemberFacts | Failure> =>
  readOrExplain(
    () => factsOf(readMember(text)),
    () => explainMember(text),
  );

/** What reading gives, or why it fails: in the words of Microsoft's parser where it refuses the text too. */
async function readOrExplain<T>(read: () => T, explain: () => Promise<Failure | undefined>): Promise<T | Failure> {
  try {
    return read();
  } catch (e) {
    if (!(e instanceof Unreadable)) throw e;
    const { offset, message } = e;
    return (message === TOO_DEEP ? undefined : await explain()) ?? { offset, message };
  }
}

/** The mashup of a definition: split when made, each query parsed when first asked for, its syntax tree kept no longer than that. */
export class Mashup {
  readonly section: SectionText;
  readonly queries: readonly Query[];
  /** By name; the first, where one occurs twice. */
  readonly byName: ReadonlyMap<string, Query>;
  readonly #parsed = new Map<Query, Promise<MemberFacts | Failure>>();
  readonly #position: (offset: number) => string;
  #header: Promise<LiteralRecord | Problem> | undefined;

  /** `place` is what messages begin with: `definition/mashup.pq`. */
  constructor(
    text: string,
    readonly place: string,
  ) {
    this.section = splitSection(text);
    this.queries = this.section.members.filter((member): member is Query => member.name !== undefined);
    const byName = new Map<string, Query>();
    for (const query of this.queries) if (!byName.has(query.name)) byName.set(query.name, query);
    this.byName = byName;
    this.#position = lineIndex(text);
  }

  textOf(query: MemberText): string {
    return this.section.text.slice(query.start, query.end);
  }

  /** `definition/mashup.pq:12:5` for an offset in the document. */
  at(offset: number): string {
    return `${this.place}:${this.#position(offset)}`;
  }

  /** What a query's syntax tree tells, or the problem that there is none. */
  async facts(query: Query): Promise<MemberFacts | Problem> {
    const parsed = this.#parsed.get(query) ?? factsOfText(this.textOf(query));
    this.#parsed.set(query, parsed);
    const facts = await parsed;
    return "message" in facts ? this.#failure(query.start + facts.offset, facts.message) : facts;
  }

  /** The attributes before `section`. */
  header(): Promise<LiteralRecord | Problem> {
    return (this.#header ??= this.#parseHeader());
  }

  async defaultDestination(): Promise<Destination | undefined> {
    const header = await this.header();
    return isProblem(header) ? undefined : defaultDestinationOf(header);
  }

  /** What is wrong with the document as a whole, and what the parser lets pass and the service cannot. */
  checkDocument(): Problem[] {
    const { text, header, members } = this.section;
    if (!header) return [error(text.trim() === "" ? this.place : this.at(text.search(/\S/)), NO_SECTION)];
    if (members.length === 0) return [warning(this.place, "declares no query; add `shared Name = ...;`")];
    const seen = new Map<string, Query>();
    return this.queries.flatMap((query) => {
      const first = seen.get(query.name.toLowerCase());
      if (!first) seen.set(query.name.toLowerCase(), query);
      return first ? [this.#duplicate(query, first)] : [];
    });
  }

  /** Members that have no name, as problems of their own: no query can be parsed from them. */
  async checkNameless(): Promise<Problem[]> {
    const found: Problem[] = [];
    for (const member of this.section.members.filter(({ name }) => name === undefined)) {
      const { offset, message } = (await explainMember(this.textOf(member))) ?? {
        offset: 0,
        message: "A query needs a name",
      };
      found.push(this.#failure(member.start + offset, message));
    }
    return found;
  }

  #duplicate(query: Query, first: Query): Problem {
    const where = this.#position(first.nameSpan.start);
    const name = writtenName(query.name);
    return first.name === query.name
      ? error(
          this.at(query.nameSpan.start),
          `declares the query ${name} again (first at ${where}); rename or remove one`,
        )
      : warning(
          this.at(query.nameSpan.start),
          `declares ${name}, which differs from ${writtenName(first.name)} (at ${where}) in case alone; the service matches names without regard to case: rename one`,
        );
  }

  async #parseHeader(): Promise<LiteralRecord | Problem> {
    const { header, text } = this.section;
    if (!header?.attributes) return {};
    const written = text.slice(header.start, header.end);
    const read = await readOrExplain(
      () => ({ attributes: attributesOf(readHeader(written)) }),
      () => explainHeader(written),
    );
    return "message" in read ? this.#failure(header.start + read.offset, read.message) : read.attributes;
  }

  #failure(offset: number, message: string): Problem {
    return error(this.at(offset), `${message}; ${REMEDY}`);
  }
}

export const isProblem = (value: object): value is Problem => "severity" in value && "message" in value;
