import { join } from "node:path";
import ts from "typescript";
import { root } from "../layout.mjs";
import { Writer } from "./writer";

/** The entries that a program can import: the file of each record's name. */
export const entries = { index: "sdk/index.ts", client: "sdk/client.ts" } as const;
export type Entry = keyof typeof entries;

/** The file with the recorded public types of an entry. */
export const recordOf = (entry: Entry): string => join(root, "tests/unit/model/surface", `${entry}.txt`);

/** The public types of each entry, with resolved mapped types: a line for each name, and one for each member. */
export function surfaces(): Record<Entry, string[]> {
  const sdk = join(root, "sdk");
  const { config } = ts.readConfigFile(join(sdk, "tsconfig.json"), (file) => ts.sys.readFile(file));
  const files = Object.values(entries).map((file) => join(root, file));
  const { options } = ts.parseJsonConfigFileContent({ ...(config as object), include: files }, ts.sys, sdk);
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const linesOf = (file: string): string[] =>
    checker
      .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(join(root, file))!)!)
      .toSorted(byName)
      .flatMap((symbol) => describe(checker, symbol));
  return { index: linesOf(entries.index), client: linesOf(entries.client) };
}

function describe(checker: ts.TypeChecker, exported: ts.Symbol): string[] {
  const writer = new Writer(checker);
  const { name } = exported;
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  if (symbol.flags & ts.SymbolFlags.TypeAlias) return writer.alias(name, checker.getDeclaredTypeOfSymbol(symbol));
  const value = checker.getTypeOfSymbol(symbol);
  if (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const isClass = Boolean(symbol.flags & ts.SymbolFlags.Class);
    return [
      `${isClass ? "class" : "interface"} ${name}${baseOf(symbol)}`,
      ...(isClass ? value.getConstructSignatures() : [])
        .filter(({ declaration }) => !declaration || isPublic(declaration))
        .map((signature) => `${name}: new ${writer.signature(signature)}`),
      ...(isClass ? membersOf(value).map((member) => `static ${name}.${writer.member(member)}`) : []),
      ...membersOf(type).map((member) => `${name}.${writer.member(member)}`),
      ...writer.indexes(type).map((index) => `${name}${index}`),
    ];
  }
  const calls = value.getCallSignatures();
  return calls.length > 0
    ? calls.map((signature) => `function ${name}${writer.signature(signature)}`)
    : [`const ${name}: ${writer.text(value)}`];
}

const membersOf = (type: ts.Type): ts.Symbol[] =>
  type
    .getProperties()
    .filter(({ declarations = [] }) => declarations.some(isOurs) && declarations.every(isPublic))
    .toSorted(byName);

const byName = (one: ts.Symbol, other: ts.Symbol): number => (one.name < other.name ? -1 : 1);

/** True if the package itself declares it, and not a dependency. */
const isOurs = (declaration: ts.Declaration): boolean =>
  !declaration.getSourceFile().fileName.includes("/node_modules/");

const isPublic = (declaration: ts.Declaration): boolean =>
  !(ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) &&
  !ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === "internal");

function baseOf({ declarations = [] }: ts.Symbol): string {
  const clauses = declarations.flatMap((one) => (ts.isClassDeclaration(one) ? (one.heritageClauses ?? []) : []));
  return clauses.map((clause) => ` ${clause.getText()}`).join("");
}
