import { expect } from "chai";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { argumentsSource } from "../../../sdk/auth/settingsSource";
import { spellFor, spelled, type Programs } from "../../../sdk/common/spelling";
import { readDefinitionArgument } from "../../../sdk/definition/assets";
import { assertState } from "../../../sdk/lifecycle/state";
import { root } from "../../tools/layout.mjs";
import { rooms } from "../../tools/rooms.mjs";

const messageOf = async (step: () => unknown): Promise<string> => {
  try {
    await step();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

/** All texts that differ between the two kinds of programs. */
const messages = async () => ({
  takeOver: spelled().takeOver("<workspace>", "<id>"),
  importOption: spelled().importOption("<workspace>", "<id>"),
  setting: argumentsSource(() => undefined).called("token"),
  folder: await messageOf(() => readDefinitionArgument("./Sales.Dataflow")),
  part: await messageOf(() => readDefinitionArgument({ "mashup.pq": "section S;" })),
  state: await messageOf(() => assertState({ stateVersion: 99 })),
});

/** Words that only programs with the classes know. */
const OF_CLASSES = /FabricProvider|\bnew pulumi\b|dynamic (provider|resource)|npm package|the package\b/;

describe("code in a message", () => {
  afterEach(() => spellFor("classes"));

  const messagesFor = (programs: Programs) => {
    spellFor(programs);
    return messages();
  };

  it("is TypeScript for the classes, and independent of the language for the plugin, whose imports have a workspace", async () => {
    const classes = await messagesFor("classes");
    expect(classes.takeOver).to.equal(
      'the resource option import: "<id>" (writes nothing at first) or adoptExisting: true (makes it as declared)',
    );
    expect(classes.setting).to.equal("token of the FabricProvider");
    expect(classes.folder).to.contain('new pulumi.asset.FileArchive("./Sales.Dataflow")');
    expect(classes.state).to.contain("this package knows").and.contain("update the package");
    const plugin = await messagesFor("plugin");
    expect(plugin.takeOver).to.equal(
      'the resource option import: "<workspace>/<id>" or adoptExisting: true (each makes it as declared)',
    );
    expect(plugin.importOption).to.equal('the resource option import: "<workspace>/<id>"');
    expect(plugin.setting).to.equal("token of the fabric-dataflow provider");
    expect(plugin.folder).to.contain("fn::fileArchive: ./Sales.Dataflow");
    expect(plugin.part).to.contain("fn::stringAsset");
    expect(plugin.state).to.contain("this plugin knows").and.contain("update the plugin");
    for (const text of Object.values(plugin)) expect(text).not.to.match(OF_CLASSES);
  });

  it("comes from one file: no other message of the plugin has words that only the classes know", () => {
    const served = [...rooms.plugin, ...rooms.lifecycle, "plugin"].filter((room, at, all) => all.indexOf(room) === at);
    const files = served.flatMap((room) => filesOf(join(root, "sdk", room)));
    expect(files.length).to.be.greaterThan(200);
    const found = files
      .filter((file) => file !== join(root, "sdk", "common", "spelling.ts"))
      .flatMap((file) => textsIn(file).map((text) => `${file}: ${text}`))
      .filter((text) => OF_CLASSES.test(text) || /option import: /.test(text));
    expect(found).to.deep.equal([]);
  });
});

function filesOf(room: string): string[] {
  if (!statSync(room, { throwIfNoEntry: false })?.isDirectory()) return [`${room}.ts`];
  return readdirSync(room, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(room, file));
}

/** The texts in a file's code, without comments and imports. */
function textsIn(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest));
  return found;
}
