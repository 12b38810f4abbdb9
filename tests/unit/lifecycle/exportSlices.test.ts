import { expect } from "chai";
import { exportSlices, type SliceFacts } from "../../../sdk/lifecycle/dataflow/exportSlices";

const ids = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `${from + index}`);
const slices = (facts: Partial<SliceFacts>): string[][] =>
  exportSlices({
    ...{
      waiting: [],
      listed: ids(0, 500),
      requested: new Set<string>(),
      kept: new Set<string>(),
      definitionBytes: 10_000,
    },
    ...facts,
  });

const slice = (facts: Partial<SliceFacts>): string[] => slices(facts).flat();

describe("the items of one export", () => {
  it("are the requested ones and their neighbours in the list, three for each that was requested", () => {
    const waiting = ids(3, 11);
    expect(slice({ waiting, requested: new Set(ids(0, 11)) })).to.deep.equal(ids(3, 44));
    expect(slice({ waiting: ["99"], requested: new Set(ids(99, 101)) })).to.deep.equal([
      "99",
      "98",
      "101",
      "97",
      "102",
      "96",
      "103",
    ]);
  });

  it("are at most 50, which are all requested if there are enough", () => {
    expect(slice({ waiting: ids(3, 16), requested: new Set(ids(0, 200)) })).to.deep.equal([
      ...ids(3, 16),
      ...ids(200, 237),
    ]);
    expect(slices({ waiting: ids(0, 128), requested: new Set(ids(0, 128)) })).to.deep.equal([
      ids(0, 50),
      ids(50, 100),
      ids(100, 150),
    ]);
    expect(slices({ waiting: ids(0, 500), requested: new Set(ids(0, 500)) })).to.have.length(4);
  });

  it("do not include more neighbours while earlier ones were not requested", () => {
    const kept = new Set(ids(100, 150));
    expect(slice({ waiting: ["16"], requested: new Set(ids(0, 17)), kept })).to.deep.equal(["16", "17"]);
  });

  it("have no duplicates at the list's end, and no missing items", () => {
    expect(slice({ waiting: ["499"], requested: new Set(["499"]) })).to.deep.equal(["499", "498", "497", "496"]);
    expect(slice({ waiting: ["1"], listed: ids(0, 2), requested: new Set(["1", "8", "9"]) })).to.deep.equal(["1", "0"]);
  });

  it("keep at most 16 MB of neighbours", () => {
    const kept = new Set(ids(100, 207));
    expect(slice({ waiting: ["0"], requested: new Set(ids(0, 300)), kept, definitionBytes: 150_000 })).to.have.length(
      5,
    );
  });

  it("are fewer if definitions are large: 8 MB in one response", () => {
    expect(slices({ waiting: ids(3, 14), definitionBytes: 700_000 })).to.deep.equal([ids(3, 14)]);
    expect(slices({ waiting: ids(3, 60), definitionBytes: 1e9 })).to.deep.equal([["3"], ["4"], ["5"], ["6"]]);
  });

  it("are the requested ones without a list", () => {
    expect(slice({ waiting: ["a", "b"], listed: [], requested: new Set(["a", "b"]) })).to.deep.equal(["a", "b"]);
  });

  const scattered = (from: readonly string[]) => [...from].sort((a, b) => Math.sin(Number(a)) - Math.sin(Number(b)));
  const orders: Record<string, string[]> = {
    "the list's order": ids(0, 500),
    "the other order": ids(0, 500).reverse(),
    "no order": scattered(ids(0, 500)),
  };
  for (const [name, order] of Object.entries(orders))
    for (const parallel of [8, 16])
      it(`cover 500 that are requested in ${name}, ${parallel} at a time, in at most 12 exports`, () => {
        const [requested, kept] = [new Set<string>(), new Set<string>()];
        const coming = [...order];
        let waiting: string[] = [];
        let exports = 0;
        while (coming.length > 0 || waiting.length > 0) {
          while (waiting.length < parallel && coming.length > 0) {
            const id = coming.shift()!;
            requested.add(id);
            if (requested.size > 3 && !kept.delete(id)) waiting.push(id);
          }
          if (waiting.length === 0) break;
          exports++;
          for (const id of slice({ waiting, requested, kept })) if (!waiting.includes(id)) kept.add(id);
          waiting = [];
        }
        expect(exports).to.be.at.most(15);
      });
});
