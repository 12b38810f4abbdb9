import { nodeKinds, type Node, type SectionMember } from "./parser";
import { itemReferences, type ItemReference } from "./itemReferences";
import { parameterOf, type ParameterDeclaration } from "./parameterDeclaration";
import { resolve } from "./resolve";
import { lookUp, namesIn, walk, type Scope } from "./scopes";
import { isObject } from "../../common/objects";
import { literalOf, type LiteralRecord } from "./syntax";
import { bareName } from "./text";

/** A name and where it is written, counted from the start of the member. */
export interface NameAt {
  name: string;
  offset: number;
}

/** A name that nothing within the member binds. */
export interface FreeName extends NameAt {
  /** The names in scope there, where it may be a mistake for one of them. */
  inScope?: readonly string[];
}

/** Where a query writes to, as its attributes say. */
export interface Destination {
  /** The hidden query that names the target. */
  queryName: string;
  isNewTarget: boolean;
  automatic: boolean;
}

/** All that is kept of a member's syntax tree. Offsets count from the start of the member. */
export interface MemberFacts {
  /** Names that nothing within the member binds: other queries, the library's functions, mistakes. */
  references: readonly FreeName[];
  /** Library functions that are called. */
  calls: readonly NameAt[];
  /** Names that one `let` or record defines twice. */
  duplicates: readonly (NameAt & { within: "let" | "record" })[];
  isFunction: boolean;
  parameter: ParameterDeclaration | undefined;
  attributes: LiteralRecord;
  destinations: readonly Destination[];
  bindsToDefaultDestination: boolean;
  itemReferences: readonly ItemReference[];
}

export function factsOf(member: SectionMember): MemberFacts {
  const kinds = nodeKinds();
  const value = member.namePairedExpression.value;
  const references: FreeName[] = [];
  const calls: NameAt[] = [];
  const duplicates: MemberFacts["duplicates"][number][] = [];
  const items: ItemReference[] = [];
  walk(value, undefined, (node, scope) => {
    if (node.kind === kinds.IdentifierExpression) {
      const name = bareName(node.identifier.literal);
      if (lookUp(scope, name, node.inclusiveConstant !== undefined)) return;
      const inScope = name.includes(".") ? {} : { inScope: namesIn(scope) };
      references.push({ name, offset: offsetOf(node), ...inScope });
    } else if (node.kind === kinds.LetExpression)
      duplicates.push(...repeated(node.variableList.elements.map((element) => element.node.key)).map(within("let")));
    else if (node.kind === kinds.RecordExpression)
      duplicates.push(...repeated(node.content.elements.map((element) => element.node.key)).map(within("record")));
    else if (node.kind === kinds.RecursivePrimaryExpression) {
      calls.push(...callOf(node, scope));
      items.push(...itemReferences(node, scope));
    }
  });
  const attributes = attributesOf(member);
  return {
    references,
    calls,
    duplicates,
    attributes,
    isFunction:
      "FunctionQueryBinding" in attributes ||
      [kinds.FunctionExpression, kinds.EachExpression].some(
        (kind) => kind === resolve({ expression: value, scope: undefined }).expression.kind,
      ),
    parameter: parameterOf(value),
    destinations: destinationsOf(attributes),
    bindsToDefaultDestination: attributes["BindToDefaultDestination"] === true,
    itemReferences: items,
  };
}

const offsetOf = (node: Node): number => node.tokenRange.positionStart.codeUnit;

const within =
  (kind: "let" | "record") =>
  (name: NameAt): MemberFacts["duplicates"][number] => ({ ...name, within: kind });

function repeated(keys: readonly (Node & { literal: string })[]): NameAt[] {
  const seen = new Set<string>();
  return keys.flatMap((key) => {
    const name = bareName(key.literal);
    if (seen.has(name)) return [{ name, offset: offsetOf(key) }];
    seen.add(name);
    return [];
  });
}

type Chain = Extract<Node, { kind: ReturnType<typeof nodeKinds>["RecursivePrimaryExpression"] }>;

function callOf({ head, recursiveExpressions }: Chain, scope: Scope | undefined): NameAt[] {
  const kinds = nodeKinds();
  if (head.kind !== kinds.IdentifierExpression) return [];
  if (recursiveExpressions.elements[0]?.kind !== kinds.InvokeExpression) return [];
  const name = bareName(head.identifier.literal);
  return name.includes(".") && !lookUp(scope, name) ? [{ name, offset: offsetOf(head) }] : [];
}

/** The attributes of a member or of the section header. */
export function attributesOf(node: { literalAttributes: SectionMember["literalAttributes"] }): LiteralRecord {
  const attributes = node.literalAttributes ? literalOf(node.literalAttributes) : undefined;
  return isObject(attributes) ? attributes : {};
}

/** `[DataDestinations = {[Definition = [QueryName = ..., IsNewTarget = ...], Settings = [Kind = ...]]}]` */
function destinationsOf(attributes: LiteralRecord): Destination[] {
  const list = attributes["DataDestinations"];
  return Array.isArray(list)
    ? list.flatMap((entry) => (isObject(entry) ? destinationOf(entry, "Definition") : []))
    : [];
}

/** The section's own destination: `[DefaultOutputDestinationSettings = [DestinationDefinition = [QueryName = ...], ...]]`. */
export function defaultDestinationOf(header: LiteralRecord): Destination | undefined {
  const settings = header["DefaultOutputDestinationSettings"];
  return isObject(settings) ? destinationOf(settings, "DestinationDefinition")[0] : undefined;
}

function destinationOf(entry: LiteralRecord, key: string): Destination[] {
  const definition = entry[key];
  if (!isObject(definition) || typeof definition["QueryName"] !== "string") return [];
  const settings = entry["Settings"];
  return [
    {
      queryName: definition["QueryName"],
      isNewTarget: definition["IsNewTarget"] === true,
      automatic: isObject(settings) && settings["Kind"] === "Automatic",
    },
  ];
}
