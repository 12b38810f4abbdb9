import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { blocks, guides, type Block } from "./pages";

const parsers: Record<string, (text: string) => unknown> = {
  json: (text) => JSON.parse(text),
  yaml: (text) => parseAllDocuments(text).map((document) => expect(document.errors).to.deep.equal([])),
};
/** What a block may be in; another language is a misspelt one, which nothing would check. The last three are of the plugin's programs. */
const languages = [
  "bash",
  "js",
  "json",
  "markdown",
  "mermaid",
  "powerquery",
  "sh",
  "terraform",
  "text",
  "ts",
  "yaml",
  "python",
  "go",
  "csharp",
];

describe("blocks of the documentation", () => {
  const all = guides.flatMap(blocks);
  const where = ({ page, line }: Block) => `${page}:${line}`;

  it("are in languages that are known here", () =>
    expect(all.filter(({ language }) => !languages.includes(language)).map(where)).to.deep.equal([]));

  for (const [language, parse] of Object.entries(parsers))
    for (const block of all.filter((one) => one.language === language))
      it(`are ${language} that can be read: ${where(block)}`, () => void parse(block.text));
});
