import { expect } from "chai";
import { reviewTrees } from "../../../sdk/review/repository/reviewTrees";
import { attack, obeyedLines } from "../../attacks";
import { definitionOf, treeOf } from "./trees";

describe("the review file", () => {
  it("lists accepted findings with their reason, and omits them from the counts", async () => {
    const broken = { "A.Dataflow": definitionOf({ queries: { Orders: "Missing" } }) };
    const review = async (file?: unknown) =>
      reviewTrees(
        treeOf({ "A.Dataflow": definitionOf({ queries: { Orders: "1" } }) }),
        treeOf(broken, file === undefined ? {} : { ".dataflow-review.json": JSON.stringify(file) }),
      );
    expect((await review()).summary.introduced.errors).to.equal(1);
    const accept = [{ dataflow: "A.Dataflow", message: "`Missing` is not defined", reason: "the service adds it" }];
    const { summary, dataflows } = await review({ accept });
    expect(summary).to.deep.include({ introduced: { errors: 0, warnings: 0, advice: 0 }, accepted: 1 });
    expect(dataflows[0]?.findings.accepted[0]?.reason).to.equal("the service adds it");
    expect((await review({ accept: [{ ...accept[0], dataflow: "B.Dataflow" }] })).summary.introduced.errors).to.equal(
      1,
    );
  });

  for (const [file, says] of [
    ["{", "is not valid JSON"],
    ["[]", "must be a JSON object"],
    ['{ "acept": [] }', 'the unknown key "acept"'],
    ['{ "accept": [{ "message": "x" }] }', "accept[0].reason"],
    ['{ "accept": [{ "message": " ", "reason": "y" }] }', "accept[0].message"],
    ['{ "ids": { "A": [1] } }', "ids.A"],
  ] as const)
    it(`is refused as ${file}`, async () => {
      const error = await reviewTrees(treeOf({}), treeOf({}, { ".dataflow-review.json": file })).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(error?.name).to.equal("UsageError");
      expect(error?.message).to.contain(says);
    });

  for (const key of ["unknown", "ids"])
    it(`with a hostile key causes no agent command in the error (${key})`, async () => {
      const file = key === "ids" ? { ids: { [attack("x")]: 1 } } : { [attack("x")]: 1 };
      const error = await reviewTrees(treeOf({}), treeOf({}, { ".dataflow-review.json": JSON.stringify(file) })).then(
        () => undefined,
        (error: Error) => error,
      );
      expect(error?.name).to.equal("UsageError");
      expect(obeyedLines(error?.message ?? "::")).to.deep.equal([]);
    });
});
