import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { root } from "../tools/layout.mjs";

/** Leaves eighty times as much behind as it keeps; says how large the heap got, in bytes. */
const wasteful = `
  let largest = 0;
  const kept = [];
  for (let round = 0; round < 400; round++) {
    kept[round % 5] = Array.from({ length: 40_000 }, (_, index) => ({ index, list: [index], text: "x" + index }));
    largest = Math.max(largest, process.memoryUsage().heapTotal);
  }
  console.log(largest);
`;
const configured = `require("pulumi-fabric-dataflow/runtime").dataflow.configure({ config: { get: () => undefined } });`;

const largestHeap = (script: string): number =>
  Number(execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8", timeout: 60_000 }));

describe("the host's heap", function () {
  this.timeout(150_000);

  it("holds much less garbage than V8 would let pile up", () => {
    const [left, bounded] = [largestHeap(wasteful), largestHeap(configured + wasteful)];
    expect(bounded).to.be.below(0.8 * left);
  });
});
