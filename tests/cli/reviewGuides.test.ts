import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tools/layout.mjs";
import { shownReview } from "../tools/pictures/review";
import { Repository, SALES } from "./gitRepository";

describe("the guides to reviewing", () => {
  const [guide, formats] = ["review.md", "review-formats.md"].map((page) =>
    readFileSync(join(root, "docs", page), "utf8"),
  ) as [string, string];

  it("show the command's output for an edit of the quickstart", async () => {
    const { text, markdown } = await shownReview();
    expect(guide).to.contain(`\`\`\`text\n${text.join("\n")}\n\`\`\`\n`);
    expect(formats).to.contain(`\`\`\`\`markdown\n${markdown.trimEnd()}\n\`\`\`\`\n`);
  });

  it("name every field of a document", async () => {
    const repository = new Repository();
    try {
      repository.edit(`${SALES}/mashup.pq`, "MaxRows = null meta", "MaxRows = 5 meta");
      const document = await repository.json();
      const fields = [
        ...Object.keys(document),
        ...Object.keys(document.dataflows[0]!),
        ...Object.keys(document.summary),
      ];
      const isNamed = (field: string) => formats.includes(`\`${field}`) || formats.includes(`\`.${field}`);
      expect(fields.filter((field) => !isNamed(field))).to.deep.equal([]);
    } finally {
      repository.close();
    }
  });
});
