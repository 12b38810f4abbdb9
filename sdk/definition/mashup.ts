import { createHash } from "node:crypto";
import {
  attributeFactsOf,
  attributesOf,
  BINDS_TO_DEFAULT,
  factsOf,
  type AttributeFacts,
  type MemberFacts,
} from "./m/facts";
import { defaultDestinationOf, type Destination } from "./m/destinations";
import { isCutCleanly } from "./m/cleanCut";
import { TOO_DEEP, Unreadable } from "./m/cursor";
import { explainHeader, explainingTime, explainMember, unquotedName, type Failure } from "./m/explain";
import type { LiteralRecord } from "./m/literals";
import { lineIndex } from "./m/positions";
import { readAttributes, readHeader, readMember } from "./m/read";
import { splitSection, type MemberText, type SectionText } from "./m/section";
import { writtenName } from "./m/text";
import { error, warning, type Problem } from "../common/problem";
import type { ProblemList } from "./problemList";

/** A query: a member of the section document with a name. */
export type Query = MemberText & { name: string };

const NO_SECTION =
  "is not a section document; a dataflow's M begins with `section Section1;` and declares each query as `shared Name = ...;`";

/** A text that cannot be parsed. `by` is Microsoft's parser if it refuses the text, too, otherwise the reader of this package. */
interface Refusal extends Failure {
  by: string;
}
const OWN_READER = "the reader of this package";
const MICROSOFTS_PARSER = "Microsoft's parser";

/** Returns the message. `instead` is the value of `validate` that makes this error a warning, or drops this warning. */
const refusal = ({ by, message }: Pick<Refusal, "by" | "message">, instead: "warn" | "off"): string =>
  `${by} refuses this: ${message}; correct the M there, or set validate to "${instead}" if the service accepts it`;

/** The facts of members by the hash of their text. The most recently used is last. */
const parsedBefore = new Map<string, MemberFacts | Failure>();
const MAX_KEPT = 1_000;

const MAX_EXPLAINED = 20;

/**
 * Returns the facts of a member. Equal members are parsed once in a process: those of dataflows from one template, and those that an environment
 * does not change. The number of kept results is bounded.
 */
export function factsOfText(text: string): MemberFacts | Failure {
  // Facts keep the text alive that they are cut from. Without a copy, one member would keep a whole document.
  const copy = Buffer.from(text, "utf16le");
  const key = createHash("sha256").update(copy).digest("base64");
  const parsed = parsedBefore.get(key) ?? readOr(() => factsOf(readMember(copy.toString("utf16le"))));
  parsedBefore.delete(key);
  parsedBefore.set(key, parsed);
  if (parsedBefore.size > MAX_KEPT) parsedBefore.delete(parsedBefore.keys().next().value as string);
  return parsed;
}

/** Returns the result of `read`, or why it fails. */
function readOr<T>(read: () => T): T | Failure {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { offset: error.offset, message: error.message };
  }
}

/** The mashup of a definition. The constructor splits it into members. Each query is parsed when it is first needed; its syntax tree is not kept. */
export class Mashup {
  readonly section: SectionText;
  readonly queries: readonly Query[];
  /** Queries by name. If a name occurs twice, the first query has precedence. */
  readonly byName: ReadonlyMap<string, Query>;
  private readonly parsed = new Map<Query, Promise<MemberFacts | Problem>>();
  private readonly position: (offset: number) => string;
  /** Queries by name in lower case. If names differ only in case, the first query has precedence. */
  private byLowerName: ReadonlyMap<string, Query> | undefined;
  private explained = 0;
  private readonly explaining = explainingTime();
  private knownHeader: Promise<LiteralRecord | Problem> | undefined;

  /** `place` is the beginning of messages, for example `definition/mashup.pq`. */
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

  /** Returns the query of a name, as the service finds it: first by the exact name, then without regard to case. */
  find(name: string): Query | undefined {
    this.byLowerName ??= new Map([...this.queries].reverse().map((query) => [query.name.toLowerCase(), query]));
    return this.byName.get(name) ?? this.byLowerName.get(name.toLowerCase());
  }

  /** True if a query's attributes bind it to the section's own destination. The rest of the query is not parsed for this. */
  bindsToDefault(query: Query): boolean {
    if (!this.attributesText(query).includes(BINDS_TO_DEFAULT)) return false;
    return this.attributesAlone(query)?.bindsToDefaultDestination === true;
  }

  /**
   * Returns the facts of a query's attributes. Where a query is written is known even if the rest of it cannot be parsed. Undefined if the
   * attributes cannot be read, either.
   */
  async attributeFacts(query: Query): Promise<AttributeFacts | undefined> {
    const facts = await this.facts(query);
    return isProblem(facts) ? this.attributesAlone(query) : facts;
  }

  private attributesAlone(query: Query): AttributeFacts | undefined {
    const read = readOr(() => attributeFactsOf(readAttributes(this.attributesText(query))));
    return "message" in read ? undefined : read;
  }

  private attributesText({ attributes }: Query): string {
    return attributes ? this.section.text.slice(attributes.start, attributes.end) : "";
  }

  textOf(query: MemberText): string {
    return this.section.text.slice(query.start, query.end);
  }

  /** Returns the place of an offset in the document, for example `definition/mashup.pq:12:5`. */
  at(offset: number): string {
    return `${this.place}:${this.position(offset)}`;
  }

  /** Returns the facts of a query's syntax tree, or the problem if it cannot be parsed. */
  facts(query: Query): Promise<MemberFacts | Problem> {
    const known = this.parsed.get(query) ?? this.parse(query);
    this.parsed.set(query, known);
    return known;
  }

  /** Returns the attributes before `section`. */
  header(): Promise<LiteralRecord | Problem> {
    return (this.knownHeader ??= this.parseHeader());
  }

  async defaultDestination(): Promise<Destination | undefined> {
    const header = await this.header();
    return isProblem(header) ? undefined : defaultDestinationOf(header);
  }

  /** Checks the document as a whole: that it is a section document, and that names do not occur twice. */
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

  /** Checks for members without a name: they cannot be read as queries. */
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

  private async parse(query: Query): Promise<MemberFacts | Problem> {
    const parsed = factsOfText(this.textOf(query));
    if (!("message" in parsed)) return parsed;
    const refused = await this.explain(query, parsed);
    const place = this.at(query.start + refused.offset);
    // The service may accept M that a parser refuses. If it is certain where the query begins and ends, this is only a
    // warning.
    return isCutCleanly(this.section, query)
      ? warning(place, refusal(refused, "off"))
      : error(place, refusal(refused, "warn"));
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
          `declares ${name}, which differs from ${writtenName(first.name)} (at ${where()}) only in case; rename one, because the service ignores case in names`,
      );
  }

  /** Returns the message of Microsoft's parser if that refuses the text, too. Only the first members are explained, because the parser is slow. */
  private async explain(member: MemberText, failure: Failure): Promise<Refusal> {
    const own = { ...failure, by: OWN_READER };
    if (failure.message === TOO_DEEP || this.explained >= MAX_EXPLAINED) return own;
    this.explained++;
    const theirs = await explainMember(this.textOf(member), this.explaining);
    if (!theirs) return own;
    const hint = unquotedName(this.textOf(member));
    return { ...theirs, ...(hint && { message: `${theirs.message}; ${hint}` }), by: MICROSOFTS_PARSER };
  }

  private async parseHeader(): Promise<LiteralRecord | Problem> {
    const { header, text } = this.section;
    if (!header) return {};
    const written = text.slice(header.start, header.end);
    const read = readOr(() => ({ attributes: attributesOf(readHeader(written)) }));
    if (!("message" in read)) return read.attributes;
    const theirs = await explainHeader(written, this.explaining);
    const refused = theirs ? { ...theirs, by: MICROSOFTS_PARSER } : { ...read, by: OWN_READER };
    return error(this.at(header.start + refused.offset), refusal(refused, "warn"));
  }
}

export const isProblem = (value: object): value is Problem => "severity" in value && "message" in value;
