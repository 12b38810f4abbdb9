import { expect } from "chai";
import { peers } from "../../bench/peers/compare";
import { peerTable } from "../../bench/tables";

describe("the tools that the bench compares with", () => {
  const names = (env: NodeJS.ProcessEnv): string[] => peers(env).found.map(({ name }) => name);

  it("are those of the environment variables; each other one has a message with the missing or wrong variable", () => {
    expect(names({})).to.deep.equal(["pulumi-fabric-dataflow"]);
    expect(peers({ BENCH_FABRIC_CICD: "/no/python" }).missing.join("\n"))
      .to.contain("BENCH_TERRAFORM_PROVIDER")
      .and.contain("BENCH_FABRIC_CICD");
    const there = process.execPath;
    const all = ["pulumi-fabric-dataflow", "Terraform provider", "fabric-cicd"];
    expect(names({ BENCH_TERRAFORM_PROVIDER: there, BENCH_FABRIC_CICD: there })).to.deep.equal(all);
  });

  it("have one table, with a line for each step", () => {
    const step = { step: "new", seconds: 12.34, requests: { createItem: 2, listItems: 1 }, polls: 7 };
    const one = { name: "a", steps: [step], portalEdit: "left" as const };
    const other = { name: "b", steps: [{ ...step, seconds: 1.234 }], portalEdit: "put back" as const };
    expect(peerTable({ count: 2, peers: [one, other], missing: [] }).split("\n")).to.deep.equal([
      "| 2 dataflows | a | b |",
      "| --- | ---: | ---: |",
      "| new | 12.3 s, 3 requests | 1.23 s, 3 requests |",
      "| what was edited in the portal is | left | put back |",
    ]);
  });
});
