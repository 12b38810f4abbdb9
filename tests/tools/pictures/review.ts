import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { harmless } from "../../../sdk/common/harmless";
import { asMarkdown } from "../../../sdk/review/format/markdown";
import { asText } from "../../../sdk/review/format/text";
import { openTrees } from "../../../sdk/review/repository/openTrees";
import { reviewTrees } from "../../../sdk/review/repository/reviewTrees";
import { definitionOf, readsTable } from "../../unit/review/trees";
import { root } from "../layout.mjs";

const EDITS: [string, [string, string][]][] = [
  [
    "mashup.pq",
    [
      ['#"Filtered rows" = Table.SelectRows(Source', '#"Recent orders" = Table.SelectRows(Source'],
      ['in\n  #"Filtered rows";', 'in\n  #"Without small ones";'],
      [
        ">= FirstOrderDate)",
        '>= FirstOrderDate),\n  #"Without small ones" = Table.SelectRows(#"Recent orders", each [Amount] >= 50)',
      ],
      ["#date(2026, 1, 1) meta", "#date(2026, 2, 1) meta"],
      ['{"Amount", each List.Sum', '{"Total", each List.Sum'],
    ],
  ],
  ["queryMetadata.json", [["{\n", '{\n  "fastCombine": true,\n']]],
];

/** The output of `review` for an edit of the quickstart, with a dataflow that reads its table. */
export async function shownReview(): Promise<{ text: string[]; markdown: string }> {
  const folder = mkdtempSync(join(tmpdir(), "review-"));
  try {
    for (const side of ["main", "feature"]) {
      cpSync(join(root, "examples/quickstart/Sales.Dataflow"), join(folder, side, "Sales.Dataflow"), {
        recursive: true,
      });
      const reader = definitionOf({
        queries: { Regions: readsTable("c41e7b90-6a2d-4f58-9e03-d27f81b5a46c", "SalesByRegion") },
      });
      mkdirSync(join(folder, side, "Targets.Dataflow"));
      for (const { path, content } of reader) writeFileSync(join(folder, side, "Targets.Dataflow", path), content);
    }
    for (const [file, edits] of EDITS) {
      const path = join(folder, "feature", "Sales.Dataflow", file);
      const before = readFileSync(path, "utf8");
      writeFileSync(
        path,
        edits.reduce((text, [from, to]) => replaced(text, from, to), before),
      );
    }
    const trees = await openTrees({ cwd: folder, folders: [], base: "./main", head: "./feature", env: {} });
    const document = await reviewTrees(
      { ...trees.base, label: "origin/main" },
      { ...trees.head, label: "working tree" },
    );
    return { text: asText(document, { harmless, diffs: false }), markdown: asMarkdown(document) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the quickstart does not say ${from}`);
  return text.replace(from, to);
}
