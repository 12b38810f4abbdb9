import { expect } from "chai";
import { asOnTerminal, deviation, type Step } from "../../tools/quickstart/steps";

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

describe("a diff that npm start prints", () => {
  const [head, tail] = ["Previewing update (dev):\n  Stack: (same)\n", "    ~ Dataflow: (update)\n      ~ queries\n"];

  it("has messages before the first resource that changes, as a terminal has them", () => {
    expect(asOnTerminal(head + tail, "Orders changed\n")).to.equal(`${head}Orders changed\n${tail}`);
    expect(asOnTerminal(head + tail, "\n")).to.equal(head + tail);
    const coloured = tail.replace("    ~", "    \u001b[33m~");
    expect(asOnTerminal(head + coloured, "Orders changed\n")).to.equal(`${head}Orders changed\n${coloured}`);
  });

  it("has messages at its end if nothing changes", () => {
    expect(asOnTerminal(head, "read again\n")).to.equal(`${head}read again\n`);
  });
});
