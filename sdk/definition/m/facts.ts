import { destinationsOf, type Destination } from "./destinations";
import { calledName, itemReferences, type ItemReference } from "./itemReferences";
import { literalOf, type LiteralRecord } from "./literals";
import { parameterOf, type ParameterDeclaration } from "./parameterDeclaration";
import { resolve } from "./resolve";
import { lookUp, namesIn, walk, type Scope } from "./scopes";
import { tableStepsOf, type TableSteps } from "./tableSteps";
import { isObject } from "../../common/objects";
import type { Chain, Definition, Expression, Member } from "./tree";

/** A name and its offset from the start of the member. */
export interface NameAt {
  name: string;
  offset: number;
}

/** A name that is not defined within the member. */
export interface FreeName extends NameAt {
  /** The names in scope there, if it may be a misspelling of one of them. */
  inScope?: readonly string[];
  /** True if it is the name of the variable or field that is being defined there. M needs an `@` before it. */
  itself?: boolean;
}

/** The facts that are kept of a member's syntax tree. Offsets count from the start of the member. */
export interface MemberFacts {
  /** Names that are not defined within the member: other queries, library functions, mistakes. Each with its first place. */
  references: readonly FreeName[];
  /** Library functions that are called. Each with its first place. */
  calls: readonly NameAt[];
  /** Names that one `let` or record defines twice. */
  duplicates: readonly (NameAt & { within: "let" | "record" })[];
  isFunction: boolean;
  parameter: ParameterDeclaration | undefined;
  attributes: LiteralRecord;
  destinations: readonly Destination[];
  bindsToDefaultDestination: boolean;
  itemReferences: readonly ItemReference[];
  /** The steps that make its table, as far as they matter to its columns. */
  table: TableSteps;
}

/** The attribute of a query that is written to the section's default destination. */
export const BINDS_TO_DEFAULT = "BindToDefaultDestination";

/** The most names with a proposal, and the most names in scope to compare with. Further names are reported without a proposal. */
const MAX_PROPOSALS = 200;
const MAX_IN_SCOPE = 1_000;

export function factsOf({ attributes: written, value }: Member): MemberFacts {
  const references = new Map<string, FreeName>();
  const calls = new Map<string, NameAt>();
  const duplicates: MemberFacts["duplicates"][number][] = [];
  const items: ItemReference[] = [];
  walk(value, undefined, (expression, scope) => {
    if (expression.kind === "name") {
      const { name, start: offset, inclusive, section } = expression;
      if (references.has(name) || (section === undefined && lookUp(scope, name, inclusive))) return;
      const proposals = !name.includes(".") && references.size < MAX_PROPOSALS;
      const itself = section === undefined && lookUp(scope, name, true) !== undefined;
      references.set(name, {
        name,
        offset,
        ...(itself && { itself }),
        ...(proposals && { inScope: namesIn(scope, MAX_IN_SCOPE) }),
      });
    } else if (expression.kind === "let") duplicates.push(...repeated(expression.variables, "let"));
    else if (expression.kind === "record") duplicates.push(...repeated(expression.fields, "record"));
    else if (expression.kind === "chain") {
      const call = callOf(expression, scope);
      if (call && !calls.has(call.name)) calls.set(call.name, call);
      items.push(...itemReferences(expression, scope));
    }
  });
  const ofAttributes = attributeFactsOf(written);
  const { kind } = resolve({ expression: value, scope: undefined }).expression;
  return {
    references: [...references.values()],
    calls: [...calls.values()],
    duplicates,
    ...ofAttributes,
    isFunction: "FunctionQueryBinding" in ofAttributes.attributes || kind === "function" || kind === "each",
    parameter: parameterOf(value),
    itemReferences: items,
    table: tableStepsOf(value),
  };
}

function repeated(definitions: readonly Definition[], within: "let" | "record"): MemberFacts["duplicates"][number][] {
  const seen = new Set<string>();
  return definitions.flatMap(({ name, nameAt }) => {
    if (seen.has(name)) return [{ name, offset: nameAt, within }];
    seen.add(name);
    return [];
  });
}

function callOf(chain: Chain, scope: Scope | undefined): NameAt | undefined {
  const name = calledName(chain);
  return name?.includes(".") && !lookUp(scope, name) ? { name, offset: chain.start } : undefined;
}

/** The facts of a member that its attributes alone have. */
export type AttributeFacts = Pick<MemberFacts, "attributes" | "destinations" | "bindsToDefaultDestination">;

export function attributeFactsOf(expression: Expression | undefined): AttributeFacts {
  const attributes = attributesOf(expression);
  return {
    attributes,
    destinations: destinationsOf(attributes),
    bindsToDefaultDestination: attributes[BINDS_TO_DEFAULT] === true,
  };
}

/** Returns the attributes of a member or of the section header. */
export function attributesOf(expression: Expression | undefined): LiteralRecord {
  const attributes = expression && literalOf(expression);
  return isObject(attributes) ? attributes : {};
}
