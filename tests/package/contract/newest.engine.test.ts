import { expectContractToHold } from "./contract";

describe("the newest SDK that was tried, 3.270.0, on Node 22", function () {
  this.timeout(400_000);
  it("loads the provider: up, an edit, drift and its repair, destroy", () =>
    expectContractToHold({ "@pulumi/pulumi": "3.270.0", node: "22" }, /^v22\./));
});
