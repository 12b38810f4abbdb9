import { createHash } from "node:crypto";
import { attributesOf, BINDS_TO_DEFAULT, factsOf, type MemberFacts } from "./m/facts";
import { defaultDestinationOf, type Destination } from "./m/destinations";
import { isCutCleanly } from "./m/cleanCut";
import { TOO_DEEP, Unreadable } from "./m/cursor";
import { explainHeader, explainMember, unquotedName, type Failure } from "./m/explain";
import type { LiteralRecord } from "./m/literals";
import { lineIndex } from "./m/positions";
import { readAttributes, readHeader, readMember } from "./m/read";
import { splitSection, type MemberText, type SectionText } from "./m/section";
import { writtenName } from "./m/text";
import { error, warning, type Problem } from "../common/problem";
import type { ProblemList } from "./problemList";

/** A query: a member of the section document that has a name. */
export type Query = MemberText & { name: string };

const NO_SECTION =
  "is no section document; a dataflow's M begins with `section Section1;` and declares each query as `shared Name = ...;`";

/** Who refuses a text: Microsoft's parser, where it does too and is asked, else the reader of this package. */
interface Refusal extends Failure {
  by: string;
}
const OWN_READER = "the reader of this package";
const MICROSOFTS_PARSER = "Microsoft's parser";

/** What somebody who knows better sets: a warning is left out, an error becomes one. */
const refusal = ({ by, message }: Pick<Refusal, "by" | "message">, instead: "warn" | "off"): string =>
  `${by} refuses this: ${message}; correct the M there, or set validate to "${instead}" where the service accepts it`;

/** By the hash of a member's text; the one that was asked for last stands last. */
const parsedBefore = new Map<string, MemberFacts | Failure>();
const MOST_KEPT = 1_000;

const MOST_EXPLAINED = 20;

/**
 * Equal members are parsed once in a process: those of dataflows that were made from one template, and those that an environment left as
 * they were. What is kept is bounded.
 */
export function factsOfText(text: string): MemberFacts | Failure {
  // Facts hold on to the text that they are cut from: a copy, or a whole document would be kept for one member.
  const copy = Buffer.from(text, "utf16le");
  const key = createHash("sha256").update(copy).digest("base64");
  const parsed = parsedBefore.get(key) ?? readOr(() => factsOf(readMember(copy.toString("utf16le"))));
  parsedBefore.delete(key);
  parsedBefore.set(key, parsed);
  if (parsedBefore.size > MOST_KEPT) parsedBefore.delete(parsedBefore.keys().next().value as string);
  return parsed;
}

/** What reading gives, or why it fails. */
function readOr<T>(read: () => T): T | Failure {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { offset: error.offset, message: error.message };
  }
}

/** The mashup of a definition: split when made, each query parsed when first asked for, its syntax tree kept no longer than that. */
export class Mashup {
  readonly section: SectionText;
  readonly queries: readonly Query[];
  /** By name; the first, where one occurs twice. */
  readonly byName: ReadonlyMap<string, Query>;
  private readonly parsed = new Map<Query, MemberFacts | Failure>();
  private readonly position: (offset: number) => string;
  /** By name in lower case; the first, where names differ in case alone. */
  private byLowerName: ReadonlyMap<string, Query> | undefined;
  private explained = 0;
  private knownHeader: Promise<LiteralRecord | Problem> | undefined;

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
    this.position = lineIndex(text);
  }

  /** The query of a name, as the service finds it: without regard to case where no name is exactly that. */
  find(name: string): Query | undefined {
    this.byLowerName ??= new Map([...this.queries].reverse().map((query) => [query.name.toLowerCase(), query]));
    return this.byName.get(name) ?? this.byLowerName.get(name.toLowerCase());
  }

  /** Whether a query's attributes bind it to the section's own destination; the rest of the query is not read for it. */
  bindsToDefault(query: Query): boolean {
    const { attributes } = query;
    const written = attributes ? this.section.text.slice(attributes.start, attributes.end) : "";
    if (!written.includes(BINDS_TO_DEFAULT)) return false;
    const read = readOr(() => attributesOf(readAttributes(written)));
    return !("message" in read) && read[BINDS_TO_DEFAULT] === true;
  }

  textOf(query: MemberText): string {
    return this.section.text.slice(query.start, query.end);
  }

  /** `definition/mashup.pq:12:5` for an offset in the document. */
  at(offset: number): string {
    return `${this.place}:${this.position(offset)}`;
  }

  /** What a query's syntax tree tells, or the problem that there is none. */
  async facts(query: Query): Promise<MemberFacts | Problem> {
    const parsed = this.parsed.get(query) ?? factsOfText(this.textOf(query));
    this.parsed.set(query, parsed);
    if (!("message" in parsed)) return parsed;
    const refused = await this.explain(query, parsed);
    const place = this.at(query.start + refused.offset);
    // Parsers are not the service: it has the last word where it is sure what the query is.
    return isCutCleanly(this.section, query)
      ? warning(place, refusal(refused, "off"))
      : error(place, refusal(refused, "warn"));
  }

  /** The attributes before `section`. */
  header(): Promise<LiteralRecord | Problem> {
    return (this.knownHeader ??= this.parseHeader());
  }

  async defaultDestination(): Promise<Destination | undefined> {
    const header = await this.header();
    return isProblem(header) ? undefined : defaultDestinationOf(header);
  }

  /** What is wrong with the document as a whole, and what can be read and the service cannot run. */
  checkDocument(problems: ProblemList): void {
    const { text, header } = this.section;
    if (!header) {
      problems.error(
        () => (text.trim() === "" ? this.place : this.at(text.search(/\S/))),
        () => NO_SECTION,
      );
      return;
    }
    const seen = new Map<string, Query>();
    for (const query of this.queries) {
      const name = query.name.toLowerCase();
      const first = seen.get(name);
      if (first) this.duplicate(query, first, problems);
      else seen.set(name, query);
    }
  }

  /** Members that have no name, as problems of their own: no query can be read from them. */
  async checkNameless(problems: ProblemList): Promise<void> {
    for (const member of this.section.members) {
      if (member.name !== undefined) continue;
      const refused = await this.explain(member, { offset: 0, message: "A query needs a name" });
      problems.error(
        () => this.at(member.start + refused.offset),
        () => refusal(refused, "warn"),
      );
    }
  }

  private duplicate(query: Query, first: Query, problems: ProblemList): void {
    const place = () => this.at(query.nameSpan.start);
    const where = () => this.position(first.nameSpan.start);
    const name = writtenName(query.name);
    if (first.name === query.name)
      problems.error(place, () => `declares the query ${name} again (first at ${where()}); rename or remove one`);
    else
      problems.warning(
        place,
        () =>
          `declares ${name}, which differs from ${writtenName(first.name)} (at ${where()}) in case alone; the service matches names without regard to case: rename one`,
      );
  }

  /** In the words of Microsoft's parser, where it refuses the text too. It is asked about the first members alone: it takes its time. */
  private async explain(member: MemberText, failure: Failure): Promise<Refusal> {
    const own = { ...failure, by: OWN_READER };
    if (failure.message === TOO_DEEP || this.explained >= MOST_EXPLAINED) return own;
    this.explained++;
    const theirs = await explainMember(this.textOf(member));
    if (!theirs) return own;
    const hint = unquotedName(this.textOf(member));
    return { ...theirs, ...(hint && { message: `${theirs.message}; ${hint}` }), by: MICROSOFTS_PARSER };
  }

  private async parseHeader(): Promise<LiteralRecord | Problem> {
    const { header, text } = this.section;
    if (!header?.attributes) return {};
    const written = text.slice(header.start, header.end);
    const read = readOr(() => ({ attributes: attributesOf(readHeader(written)) }));
    if (!("message" in read)) return read.attributes;
    const theirs = await explainHeader(written);
    const refused = theirs ? { ...theirs, by: MICROSOFTS_PARSER } : { ...read, by: OWN_READER };
    return error(this.at(header.start + refused.offset), refusal(refused, "warn"));
  }
}

export const isProblem = (value: object): value is Problem => "severity" in value && "message" in value;
