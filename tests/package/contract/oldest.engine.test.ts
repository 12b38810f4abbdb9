import { expectContractToHold } from "./contract";

describe("the oldest supported SDK, 3.216.0", function () {
  this.timeout(400_000);
  it("loads the provider: up, an edit, drift and its repair, destroy", () =>
    expectContractToHold({ "@pulumi/pulumi": "3.216.0" }, /^v\d/));
});
