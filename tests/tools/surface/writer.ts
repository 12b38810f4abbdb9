import ts from "typescript";

const FLAGS = ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope;

/** Writes types on one line. The members of a union are sorted, because the compiler's order is arbitrary. */
export class Writer {
  private readonly printer = ts.createPrinter({ removeComments: true });
  private readonly empty = ts.createSourceFile("types.ts", "", ts.ScriptTarget.Latest);

  constructor(private readonly checker: ts.TypeChecker) {}

  text(type: ts.Type, flags: ts.NodeBuilderFlags = 0): string {
    return this.print(this.checker.typeToTypeNode(type, undefined, FLAGS | flags)!);
  }

  /** A line for each text of a union and each member of an object, so that a new one is a new line. */
  alias(name: string, type: ts.Type): string[] {
    if (type.isUnion() && type.types.every((one) => one.isStringLiteral()))
      return type.types.map((one) => `type ${name}: ${this.text(one)}`).toSorted();
    const members =
      type.flags & ts.TypeFlags.Object && type.getCallSignatures().length === 0 ? type.getProperties() : [];
    const isPlain = members.length > 0 && !this.checker.isArrayType(type);
    return isPlain
      ? [`type ${name}`, ...members.map((member) => `${name}.${this.member(member)}`).toSorted()]
      : [`type ${name} = ${this.text(type, ts.NodeBuilderFlags.InTypeAlias)}`];
  }

  /** `(name: string) => number` */
  signature(signature: ts.Signature): string {
    const kind = ts.SyntaxKind.FunctionType;
    return this.print(this.checker.signatureToSignatureDeclaration(signature, kind, undefined, FLAGS)!);
  }

  /** `name?: string` */
  member(member: ts.Symbol): string {
    const type = this.checker.getTypeOfSymbol(member);
    const isOptional = member.flags & ts.SymbolFlags.Optional;
    const text = isOptional ? this.text(this.checker.getNonNullableType(type)) : this.text(type);
    return `${member.name}${isOptional ? "?" : ""}: ${text}`;
  }

  /** `[string]: unknown` */
  indexes(type: ts.Type): string[] {
    const all = this.checker.getIndexInfosOfType(type);
    return all.map((index) => `[${this.text(index.keyType)}]: ${this.text(index.type)}`);
  }

  private print(node: ts.Node): string {
    const { transformed } = ts.transform(node, [(context) => (root) => this.sorted(root, context)]);
    return this.write(transformed[0]!);
  }

  private sorted(node: ts.Node, context: ts.TransformationContext): ts.Node {
    const inner = ts.visitEachChild(node, (child) => this.sorted(child, context), context);
    if (!ts.isUnionTypeNode(inner)) return inner;
    return ts.factory.createUnionTypeNode(
      inner.types.toSorted((one, other) => (this.write(one) < this.write(other) ? -1 : 1)),
    );
  }

  private write(node: ts.Node): string {
    return this.printer.printNode(ts.EmitHint.Unspecified, node, this.empty).replaceAll(/\s+/g, " ");
  }
}
