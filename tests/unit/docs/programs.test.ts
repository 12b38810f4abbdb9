import { expect } from "chai";
import { join } from "node:path";
import ts from "typescript";
import * as sdk from "../../../sdk/index";
import { root } from "../../tools/layout.mjs";
import { blocks, docCommentBlocks, guides, type Block } from "./pages";

/**
 * The names that an example in a doc comment may use without an import or a declaration, in one line. Blocks of pages
 * have no such prelude: they must compile as they are printed, because readers paste them.
 */
const prelude = [
  'import * as pulumi from "@pulumi/pulumi";',
  `import { ${Object.keys(sdk).join(", ")} } from "pulumi-fabric-dataflow";`,
  'import { FabricDataflowClient } from "pulumi-fabric-dataflow/client";',
  "declare const workspaceId: string, dataflowId: string, token: string;",
  "declare const tenantId: string, clientId: string, startDateTime: string, endDateTime: string;",
  "declare const clusterId: string, sqlConnection: string, lakehouseConnection: string;",
  "declare const config: pulumi.Config;",
  "declare const warehouse: { id: pulumi.Output<string> };",
  "declare const database: { id: pulumi.Output<string> };",
  "declare const workspace: { id: pulumi.Output<string> };",
  "declare const lakehouse: { id: pulumi.Output<string>; properties: pulumi.Output<{ sqlEndpointProperties: { connectionString: string } }> };",
  "declare const source: Dataflow, sales: Dataflow, load: DataflowRefresh;",
].join(" ");

const isWhole = ({ page }: Block): boolean => page.endsWith(".md");

const program = (block: Block): string =>
  isWhole(block) ? block.text : `${prelude} async function block() { \n${block.text.replaceAll(/^export /gm, "")}}`;

const linesBefore = (block: Block): number => (isWhole(block) ? 0 : 1);

/** The options of the first guide's project. It is CommonJS, so `await` is allowed only in functions. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.Node20,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
};

/** Compiles all blocks in one program, beside the checkout's files. Returns the errors by block. */
function problems(of: readonly Block[]): Map<Block, string[]> {
  const files = new Map(of.map((block, index) => [join(root, `block${index}.ts`), block]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => (files.has(file) ? program(files.get(file)!) : readFile(file));
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (file, language, ...rest) =>
    files.has(file)
      ? ts.createSourceFile(file, program(files.get(file)!), language, true)
      : getSourceFile(file, language, ...rest);
  const checked = ts.createProgram([...files.keys()], options, host);
  const found = new Map<Block, string[]>();
  for (const { file, start = 0, messageText } of ts.getPreEmitDiagnostics(checked)) {
    const block = file && files.get(file.fileName);
    if (!block) throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
    const line = file.getLineAndCharacterOfPosition(start).line - linesBefore(block) + block.line;
    const text = `${block.page}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    found.set(block, [...(found.get(block) ?? []), text]);
  }
  return found;
}

describe("TypeScript in the documentation", function () {
  this.timeout(120_000);
  const all = [...guides.flatMap(blocks).filter(({ language }) => language === "ts"), ...docCommentBlocks()];
  let wrong: Map<Block, string[]>;
  before(() => {
    wrong = problems(all);
  });

  for (const block of all)
    it(`compiles: ${block.page}:${block.line}`, () => expect(wrong.get(block) ?? []).to.deep.equal([]));

  it("is an error without its imports, or with an await outside of a function", () => {
    const imports = 'import { getWorkspace } from "pulumi-fabric-dataflow";\n';
    const wrongOf = (text: string) =>
      [...problems([{ page: "page.md", line: 1, language: "ts", text }]).values()].join();
    expect(wrongOf('new Dataflow("x", { workspaceId: "1" });\n')).to.contain("Cannot find name 'Dataflow'");
    expect(wrongOf(`${imports}const a = await getWorkspace({ displayName: "a" });\n`)).to.match(/await/);
  });

  it("is an error with an argument that does not exist", () => {
    const text = 'new Dataflow("x", { workspaceId, displayname: "X" });\n';
    const [found] = problems([{ page: "sdk/resources/dataflow.ts", line: 7, language: "ts", text }]).values();
    expect(found?.join()).to.match(/^sdk\/resources\/dataflow\.ts:7: .*displayname/);
  });
});
