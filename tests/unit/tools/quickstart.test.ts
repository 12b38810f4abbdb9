import { expect } from "chai";
import { deviation, type Step } from "../../tools/quickstart/steps";

const step = (requests: Step["requests"]): Step => ({ title: "", run: () => Promise.reject(new Error()), requests });

describe("the requests that a step of npm start may make", () => {
  const cases: [string, Step["requests"], Record<string, number>, RegExp | undefined][] = [
    ["none, as said", "none", {}, undefined],
    ["one, where none was said", "none", { getItem: 1 }, /no request, saw 1 × getItem/],
    ["none instead of some", "some", {}, /saw none/],
    ["the number that was said, polls aside", { createItem: 3 }, { createItem: 3, getOperation: 7 }, undefined],
    ["another number", { createItem: 3 }, { createItem: 4 }, /expected 3 × createItem, saw 4 × createItem/],
    ["none of an operation that was said", { runExecute: 1 }, { getItem: 1 }, /expected 1 × runExecute/],
  ];
  for (const [title, requests, counts, wrong] of cases) {
    it(title, () => {
      if (wrong) expect(deviation(step(requests), counts)).to.match(wrong);
      else expect(deviation(step(requests), counts)).to.equal(undefined);
    });
  }
});
