import type { Language } from "@microsoft/powerquery-parser";
import { bare, literalText } from "./words";
import { primitive } from "./types";
import { fieldOf, itemOf, projected } from "./access";
import { binary } from "./operators";
import {
  as,
  expression,
  fits,
  kindOf,
  lazy,
  MError,
  numberOf,
  Unsupported,
  truth,
  type Column,
  type MType,
  type Thunk,
  type Value,
} from "./values";

/*
 * Evaluates expressions of M by the language's specification (https://learn.microsoft.com/powerquery-m/m-spec-evaluation), on the tree that
 * Microsoft's parser makes. It refuses unknown expressions ({@link Unsupported}).
 */

type Node = Language.Ast.TNode;
type Lookup = (name: string) => Thunk | undefined;

export function evaluate(node: Node, env: Lookup): Value {
  const inner = (child: Node): Value => evaluate(child, env);
  switch (node.kind) {
    case "LiteralExpression":
      return literal(node);
    case "ParenthesizedExpression":
      return inner(node.content);
    case "IdentifierExpression":
      return named(bare(node.identifier.literal), env);
    case "LetExpression": {
      const within = scope(
        node.variableList.elements.map(({ node: { key, value } }) => [bare(key.literal), value]),
        env,
      );
      return evaluate(node.expression, within);
    }
    case "IfExpression":
      return truth(inner(node.condition)) ? inner(node.trueExpression) : inner(node.falseExpression);
    case "EachExpression":
      return functionOf(["_"], 1, [], node.paired, env);
    case "FunctionExpression": {
      const parameters = node.parameters.content.elements.map(({ node: each }) => each);
      return functionOf(
        parameters.map(({ name }) => bare(name.literal)),
        parameters.filter(({ optionalConstant }) => !optionalConstant).length,
        parameters.map(({ parameterType }) => (parameterType ? typeOf(parameterType.paired, env) : undefined)),
        node.expression,
        env,
      );
    }
    case "ListExpression":
      return { kind: "list", items: node.content.elements.flatMap(({ node: each }) => itemsOfNode(each, env)) };
    case "RecordExpression": {
      const pairs = node.content.elements.map(({ node: { key, value } }) => [bare(key.literal), value] as const);
      const within = scope(pairs, env);
      return {
        kind: "record",
        fields: new Map(pairs.map(([name]) => [name, within(name) as Thunk])),
      };
    }
    case "RecursivePrimaryExpression":
      return node.recursiveExpressions.elements.reduce((value, step) => follow(value, step, env), inner(node.head));
    case "FieldSelector":
    case "FieldProjection":
      return follow(named("_", env), node, env);
    case "ErrorRaisingExpression":
      return raise(inner(node.paired));
    case "ErrorHandlingExpression":
      return tried(node, env);
    case "UnaryExpression":
      return node.operators.elements.reduceRight((value, { constantKind }) => {
        if (constantKind === "not") return value === null ? null : !truth(value);
        return value === null ? null : (constantKind === "-" ? -1 : 1) * numberOf(value);
      }, inner(node.typeExpression));
    case "TypePrimaryType":
      return typeOf(node.paired, env);
    case "IsExpression":
      return fits(inner(node.left), typeOf(node.right, env));
    case "AsExpression": {
      const [value, type] = [inner(node.left), typeOf(node.right, env)];
      if (!fits(value, type))
        throw expression(`We cannot convert a value of type ${kindOf(value)} to type ${type.of}.`);
      return value;
    }
    case "MetadataExpression":
      return inner(node.left);
    case "NotImplementedExpression":
      throw expression("Not implemented.");
    case "ArithmeticExpression":
    case "EqualityExpression":
    case "RelationalExpression":
    case "LogicalExpression":
    case "NullCoalescingExpression":
      return binary(
        node.operatorConstant.constantKind,
        () => inner(node.left),
        () => inner(node.right),
      );
    default:
      throw new Unsupported(`no ${node.kind} is evaluated`);
  }
}

function named(name: string, env: Lookup): Value {
  const found = env(name);
  if (found) return found();
  throw new Unsupported(`${name} is not known here`);
}

/** The names of a `let`, a record or a section see each other, in any order. */
export function scope(pairs: readonly (readonly [string, Node])[], env: Lookup): Lookup {
  const own = new Map<string, Thunk>();
  const within: Lookup = (name) => own.get(name) ?? env(name);
  for (const [name, value] of pairs)
    own.set(
      name,
      lazy(() => evaluate(value, within)),
    );
  return within;
}

function functionOf(
  names: readonly string[],
  required: number,
  types: readonly (MType | undefined)[],
  body: Node,
  env: Lookup,
): Value {
  return {
    kind: "function",
    call: (args) => {
      if (args.length < required || args.length > names.length)
        throw expression(`${args.length} arguments were passed to a function which expects ${names.length}.`);
      const given = new Map(names.map((name, at) => [name, args[at] ?? (() => null)]));
      types.forEach((type, at) => {
        const value = type && args[at]?.();
        if (type && value !== undefined && !fits(value, type))
          throw expression(`We cannot convert a value of type ${kindOf(value)} to type ${type.of}.`);
      });
      return evaluate(body, (name) => given.get(name) ?? env(name));
    },
  };
}

function itemsOfNode(node: Node, env: Lookup): Thunk[] {
  if (node.kind !== "RangeExpression") return [lazy(() => evaluate(node, env))];
  const [from, to] = [numberOf(evaluate(node.left, env)), numberOf(evaluate(node.right, env))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => () => from + at);
}

function follow(value: Value, step: Node, env: Lookup): Value {
  switch (step.kind) {
    case "InvokeExpression":
      return as(value, "function").call(step.content.elements.map(({ node }) => lazy(() => evaluate(node, env))));
    case "ItemAccessExpression":
      return itemOf(value, evaluate(step.content, env), step.optionalConstant !== undefined);
    case "FieldSelector":
      return fieldOf(value, bare(step.content.literal), step.optionalConstant !== undefined);
    case "FieldProjection":
      return projected(
        value,
        step.content.elements.map(({ node }) => bare(node.content.literal)),
        step.optionalConstant !== undefined,
      );
    default:
      throw new Unsupported(`no ${step.kind} is evaluated`);
  }
}

function raise(value: Value): never {
  if (typeof value === "string") throw expression(value);
  const { fields } = as(value, "record");
  const text = (name: string): string => String(fields.get(name)?.() ?? "");
  throw new MError(text("Reason"), text("Message"), fields.get("Detail"));
}

function tried(node: Language.Ast.TErrorHandlingExpression, env: Lookup): Value {
  const record = (fields: Record<string, Value>): Value => ({
    kind: "record",
    fields: new Map(Object.entries(fields).map(([name, value]) => [name, () => value])),
  });
  try {
    const value = evaluate(node.protectedExpression, env);
    return node.handler ? value : record({ HasError: false, Value: value });
  } catch (error) {
    if (!(error instanceof MError)) throw error;
    if (node.handler?.kind === "OtherwiseExpression") return evaluate(node.handler.paired, env);
    const { reason, message, detail } = error;
    const said: Value = {
      kind: "record",
      fields: new Map<string, Thunk>([
        ["Reason", () => reason],
        ["Message", () => message],
        ["Detail", detail],
      ]),
    };
    return node.handler
      ? as(evaluate(node.handler.paired, env), "function").call([() => said])
      : record({ HasError: true, Error: said });
  }
}

function typeOf(node: Node, env: Lookup): MType {
  switch (node.kind) {
    case "PrimitiveType":
      return primitive(node.primitiveTypeKind);
    case "NullableType":
    case "NullablePrimitiveType":
      return { ...typeOf(node.paired, env), nullable: true };
    case "TableType": {
      if (node.rowType.kind !== "FieldSpecificationList")
        throw new Unsupported("the row type of a table is not written out");
      const columns = node.rowType.content.elements.map(({ node: { name, fieldTypeSpecification } }): Column => ({
        name: bare(name.literal),
        type: fieldTypeSpecification ? typeOf(fieldTypeSpecification.fieldType, env) : primitive("any"),
      }));
      return { ...primitive("table"), columns };
    }
    case "ListType":
      return primitive("list");
    case "RecordType":
      return primitive("record");
    case "FunctionType":
      return primitive("function");
    default:
      return as(evaluate(node, env), "type");
  }
}

function literal({ literal: text, literalKind }: Language.Ast.LiteralExpression): Value {
  if (literalKind === "Text") return literalText(text);
  if (literalKind === "Logical") return text === "true";
  if (literalKind === "Null") return null;
  if (text === "#nan") return NaN;
  return text === "#infinity" ? Infinity : Number(text);
}
