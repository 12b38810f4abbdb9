import { expect } from "chai";
import fc from "fast-check";
import { harmless, harmlessJson } from "../../../sdk/common/harmless";
import type { ChangeDocument } from "../../../sdk/review/document";
import { asMarkdown, MARKER } from "../../../sdk/review/format/markdown";
import { codeSpan } from "../../../sdk/review/format/markdownText";
import { mermaidLabel } from "../../../sdk/review/format/mermaid";
import { asText } from "../../../sdk/review/format/text";
import { reviewTrees } from "../../../sdk/review/repository/reviewTrees";
import { attack, obeyedLines } from "../../attacks";
import { definitionOf, destination, readsDataflow, treeOf, writtenTo, type Folders } from "./trees";

const MarkdownIt = require("markdown-it") as new (options: object) => { render(text: string): string };

/** Hostile names of a query. Each has the word that the test searches for. */
const INJECTIONS = [
  "`evil`",
  "``` evil",
  "\n```\n# evil\n",
  "~~~\nevil",
  "<script>evil()</script>",
  "</code></summary></details><img src=x onerror=evil>",
  "<!-- evil",
  "--> evil",
  "@evil/team",
  "Fixes #1 evil",
  "[evil](javascript:evil)",
  "![evil](https://evil.example/x)",
  "https://evil.example",
  '"]; click n0 "https://evil.example"',
  "end\nsubgraph evil",
  '%%{init: {"evil": 1}}%%',
  "n0[evil]:::changed",
  "#evil; #quot;evil",
  "\u001b[31mevil\u001b[0m",
  "\u001b]0;evil\u0007",
  "##vso[task.setvariable variable=evil]1",
  "##[error]evil",
  "::add-mask::evil",
  "\n::error::evil",
  "\r\n/close evil",
  "\u202eevil\u2066",
  "| evil |",
  "$evil$ $`evil`$",
  "*evil* _evil_ **evil**",
  "&lt;evil&gt; &#60;evil",
  "\\` evil \\",
  " evil ",
  "evil\u2028evil",
  attack("evil"),
];

/** A change that has one text in every place for a text from the files. */
async function documentWith(text: string, rows = [1, 2]): Promise<ChangeDocument> {
  const name = text.replaceAll("/", "|");
  const json = JSON.stringify(text);
  const side = (value: number): Folders => ({
    [`${name.replaceAll("\n", " ")}.Dataflow`]: definitionOf({
      queries: {
        [text]: `let #"${text.replaceAll('"', '""').replaceAll("#(", "#(#)(")} step ${value}" = Table.FirstN(${value}, "${text.replaceAll('"', '""').replaceAll("#(", "#(#)(")} ${value}") in 1`,
        [`${text} 2`]: `#"${text.replaceAll('"', '""').replaceAll("#(", "#(#)(").replaceAll("\n", "#(lf)").replaceAll("\r", "#(cr)")}" & ${value}`,
        [`${text} gone ${value}`]: "1",
        Target: destination(
          `${name} ${value}`
            .replaceAll('"', '""')
            .replaceAll(/[\r\n]/g, " ")
            .replaceAll("#(", "#(#)("),
          "T",
        ),
      },
      attributes: { [text]: writtenTo("Target") },
      logicalId: "aaaaaaaa-0000-4000-8000-000000000001",
      displayName: `${text} ${value}`,
      metadata: {
        [text]: value,
        documentLocale: `${text} ${value}`,
        connections: [{ kind: text, path: `${text} ${value}`, connectionId: "x" }],
        queryGroups: [{ id: `g${value}`, name: text, description: `${text} ${value}` }],
      },
    }),
    [`reader ${name.replaceAll("\n", " ")}`]: definitionOf({
      queries: {
        [`read ${text}`]: readsDataflow(
          "aaaaaaaa-0000-4000-8000-000000000001",
          text
            .replaceAll('"', '""')
            .replaceAll("#(", "#(#)(")
            .replaceAll(/[\r\n]/g, " "),
        ),
      },
    }),
  });
  const files = { ".dataflow-review.json": `{ "accept": [{ "message": "defined nowhere", "reason": ${json} }] }` };
  const [base, head] = [treeOf(side(rows[0] as number)), treeOf(side(rows[1] as number), files)];
  return reviewTrees({ ...base, label: `${text} base` }, { ...head, label: text });
}

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const COMMAND = /##(vso)?\[|(^|\n)\s*::[a-z]/i;

/** The rendered Markdown, without code blocks and spans. */
function outsideOfCode(markdown: string): string {
  const html = new MarkdownIt({ html: true, linkify: true }).render(markdown);
  expect(html).not.to.match(/<(img|script|a)[\s>]/);
  return html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, "");
}

function check(document: ChangeDocument, word: string): void {
  const markdown = asMarkdown(document);
  const outside = outsideOfCode(markdown);
  expect(outside).not.to.contain(word);
  expect(markdown).not.to.match(CONTROL).and.not.to.match(COMMAND);
  const details = (tag: string) => outside.split(tag).length;
  expect(details("<details>")).to.equal(details("</details>"));
  const charts = [...markdown.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].flatMap(([, chart]) =>
    (chart as string).split("\n"),
  );
  for (const line of charts)
    expect(line).to.match(
      /^(flowchart LR| {2}n\d+(\[|\{\{|\(\[|\[\()"[\p{L}\p{N} .,_…#;-]+"(\]|\}\}|\]\)|\)\])(:::[a-z]+)?| {2}n\d+ (-->|==>) n\d+| {2}classDef [a-z]+ [a-z0-9:#, -]+)$/u,
    );
  const text = asText(document, { harmless, diffs: true }).join("\n");
  expect(text).not.to.match(CONTROL).and.not.to.match(COMMAND);
  const json = harmlessJson(document, 2);
  expect(JSON.parse(json)).to.deep.equal(document);
  for (const format of [markdown, text, json]) expect(obeyedLines(format)).to.deep.equal([]);
}

describe("the formats of a review", () => {
  for (const text of INJECTIONS)
    it(`show ${JSON.stringify(text)} only as text`, async () => {
      const document = await documentWith(text);
      expect(JSON.stringify(document)).to.contain("evil");
      check(document, "evil");
      check(await documentWith(text, [3, 3]), "evil");
    });

  it("show any text only as text", async () => {
    const hostile = fc.string({
      unit: fc.constantFrom(..."`~<>@#[]()!*_$\\|\"'&:;%{}-+=\n\r\t \u001b\u202e/ab1".split("")),
      minLength: 1,
      maxLength: 24,
    });
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => check(await documentWith(`${text}EVIL`), "EVIL")),
      { numRuns: 60, seed: 36 },
    );
  });

  it("have exactly the text in a code span", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."`` \\a*".split("")), minLength: 1, maxLength: 12 }), (text) => {
        const html = new MarkdownIt({}).render(`x ${codeSpan(text)} y`);
        const expected = text.trim() === "" ? "(empty)" : text;
        expect(/<code>([\s\S]*)<\/code>/.exec(html)?.[1]).to.equal(expected);
      }),
      { seed: 36 },
    );
  });

  it("shorten a label of Mermaid, which is never empty", () => {
    expect(mermaidLabel("\n")).to.equal("(empty)");
    expect(mermaidLabel("x".repeat(100))).to.have.length(61);
    expect(mermaidLabel('a"b')).to.equal("a#34;b");
  });

  it("begin the Markdown with the marker and a summary of three lines", async () => {
    const lines = asMarkdown(await documentWith("Orders")).split("\n");
    expect(lines[0]).to.equal(MARKER);
    expect(lines[1]).to.match(/^### Dataflows: 1 changed, 1 affected/);
    expect(lines.slice(3, 6).map((line) => line.split(/[:,]/)[0])).to.deep.equal([
      "- Queries",
      "- Introduced",
      "- To refresh",
    ]);
    expect(asMarkdown(await reviewTrees(treeOf({}), treeOf({})))).to.contain("### No dataflow changed");
  });

  it("show the first hundred changes of a kind and the number of the others; JSON has all", async () => {
    const side = (value: number): Folders => ({
      "A.Dataflow": definitionOf({
        queries: Object.fromEntries(Array.from({ length: 130 }, (_, at) => [`Query ${at}`, `Missing${at}(${value})`])),
        metadata: {
          connections: Array.from({ length: 150 }, (_, at) => ({
            kind: "Sql",
            path: `${value} ${at}`,
            connectionId: "",
          })),
        },
      }),
    });
    const document = await reviewTrees(treeOf({ "A.Dataflow": definitionOf({ queries: {} }) }), treeOf(side(2)));
    const changed = await reviewTrees(treeOf(side(1)), treeOf(side(2)));
    for (const each of [asText(changed, { harmless, diffs: true }).join("\n"), asMarkdown(changed)]) {
      expect(each.split("\n").filter((line) => /Query \d+/.test(line) && /changed: M/.test(line))).to.have.length(100);
      expect(each).to.contain("and 30 more; --format json has them all").and.contain("and 50 more;");
    }
    expect(asMarkdown(document).split("<details>")[0], "errors that are new").to.match(
      /and \d+ more; --format json has them all/,
    );
    expect(changed.dataflows[0]?.queries).to.have.length(130);
  });

  it("keep the Markdown below the limit and say so: first they omit line diffs, then details", async () => {
    const side = (value: number): Folders =>
      Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [
          `D${index}.Dataflow`,
          definitionOf({
            queries: Object.fromEntries(
              Array.from({ length: 8 }, (_, query) => [
                `Query ${query}`,
                `let A = ${value}, B = Table.FirstN(A, ${value}) in B`,
              ]),
            ),
          }),
        ]),
      );
    const document = await reviewTrees(treeOf(side(1)), treeOf(side(2)));
    expect(asMarkdown(document, 1_000_000)).not.to.contain("left out");
    for (const limit of [60_000, 20_000, 3_000]) {
      const text = asMarkdown(document, limit);
      expect(text.length).to.be.at.most(limit);
      expect(text).to.match(/\d+ more dataflows are left out, because/);
      expect(text.split("<details>").length).to.equal(text.split("</details>").length);
    }
  });
});
