import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createProgram } from "../../../sdk/cli/program";
import { root } from "../../tools/layout.mjs";
import { blocks, guides, pages, spans } from "./pages";

const name = "pulumi-fabric-dataflow";

/** The words of a command line, without pipes and redirections. A placeholder such as `<id>` is one word. */
function words(line: string): string[] {
  const said = line.replace(/ #.*$/, "").replaceAll(/<([^<>]*)>/g, (_, text: string) => text.replaceAll(" ", "-"));
  const [own = ""] = said.split(/\s(?:&&|\|\|?|>)\s/);
  return [...own.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");
}

/** The command line's error for these words. Undefined if they would run. */
function refusal(args: string[]): string | undefined {
  const said: string[] = [];
  const output = { out: () => {}, err: (line: string) => said.push(line), colours: false, env: {} };
  const program = createProgram(output);
  for (const command of program.commands) command.exitOverride().action(() => {});
  try {
    program.parse(args, { from: "user" });
    return undefined;
  } catch (error) {
    return `${args.join(" ")}: ${said[0] ?? String(error)}`;
  }
}

const program = createProgram({ out: () => {}, err: () => {}, colours: false, env: {} });
const commandNames = program.commands.map((command) => command.name());

/** The command lines in the output of a terminal. They begin with a prompt or with npx, because messages may also have the package's name. */
const typed = (text: string): string =>
  text
    .split("\n")
    .filter((line) => /^\s*(\$|npx) /.test(line))
    .join("\n");

/** The command lines in a text, without the program's name. Each begins a line, or follows a pipe or `&&`. */
const calls = (text: string): string[][] =>
  text
    .split("\n")
    .flatMap((line) => [
      ...line.matchAll(new RegExp(`(?:^|\\|\\s*|&&\\s*|\\bnpx (?:-\\S+ )*|\\bxargs .*)${name} ([a-z-].*)$`, "g")),
    ])
    // Only the shell knows the words that xargs adds.
    .map(({ 1: rest = "", input }) => [...words(rest), ...(/\bxargs\b/.test(input) ? ["added"] : [])]);

/** True if a span is only the name of a command, e.g. `show` in a sentence. */
const mentions = (args: string[]): boolean => args.length === 1 && commandNames.includes(args[0]!);

describe("command lines of the documentation", () => {
  for (const page of guides) {
    const inBlocks = blocks(page)
      .filter(({ language }) => ["bash", "sh", "text", "yaml"].includes(language))
      .flatMap(({ language, text }) => calls(language === "text" ? typed(text) : text));
    const inSpans = spans(page).flatMap(calls);
    const found = [...inBlocks, ...inSpans.filter((args) => !mentions(args))];
    if (found.length > 0)
      it(`of ${page} name commands and options that exist`, () =>
        expect(found.map(refusal).filter((text) => text !== undefined)).to.deep.equal([]));
  }

  it("have an entry for each command", () => {
    const listed = spans("docs/cli.md").map((span) => span.split(" ")[0]);
    expect(commandNames.filter((command) => !listed.includes(command))).to.deep.equal([]);
  });

  it("of the table of commands are valid", () => {
    const rows = [...readFileSync(join(root, "docs/cli.md"), "utf8").matchAll(/^\| (`[^|]+`) \|/gm)];
    const lines = rows.flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, line]) => words(line!)));
    expect(lines).to.have.length.above(commandNames.length - 1);
    expect(lines.map(refusal).filter((text) => text !== undefined)).to.deep.equal([]);
  });

  it("name scripts of the repository that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
    const named = pages.flatMap((page) =>
      [...readFileSync(join(root, page), "utf8").matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g)].map(
        ([, one]) => one!,
      ),
    );
    expect(named).to.not.be.empty;
    expect(named.filter((script) => !(script in scripts))).to.deep.equal([]);
  });

  for (const [what, line] of [
    ["a command that does not exist", "shwo Sales -w Finance"],
    ["an option that does not exist", "show Sales --workspce Finance"],
    ["a call without what it needs", "show -w Finance"],
  ] as const)
    it(`are refused for ${what}`, () => expect(refusal(words(line))).to.be.a("string"));
});
