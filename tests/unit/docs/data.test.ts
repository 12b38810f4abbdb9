import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { blocks, guides, type Block } from "./pages";

const parsers: Record<string, (text: string) => unknown> = {
  json: (text) => JSON.parse(text),
  yaml: (text) => parseAllDocuments(text).map((document) => expect(document.errors).to.deep.equal([])),
};
/** The languages of blocks. Any other language is a typo, because nothing would check its blocks. The last three belong to programs with the plugin. */
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

  it("have one of these languages", () =>
    expect(all.filter(({ language }) => !languages.includes(language)).map(where)).to.deep.equal([]));

  for (const [language, parse] of Object.entries(parsers))
    for (const block of all.filter((one) => one.language === language))
      it(`are valid ${language}: ${where(block)}`, () => void parse(block.text));
});
