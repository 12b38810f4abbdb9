import { expect } from "chai";
import { holderOf } from "../../../sdk/resources/heldElsewhere";

const type = "pulumi-nodejs:dynamic/fabric:Dataflow";
const urn = (name: string) => `urn:pulumi:dev::test::${type}::${name}`;
const state = { [urn("old")]: { workspaceId: "aaaa", displayName: "One", ownerToken: "bbbb/x" } };

const holder = (wanted: object) => holderOf({ type, workspaceId: "AAAA", ...wanted }, urn("new"), state);

describe("another resource of the stack that holds an item", () => {
  it("is found by name in any case, as an adoption finds the item", () => {
    expect(holder({ displayName: "One" })).to.equal(urn("old"));
    expect(holder({ displayName: "ONE" })).to.equal(urn("old"));
    expect(holder({ displayName: "One 2" })).to.equal(undefined);
    expect(holder({})).to.equal(undefined);
  });

  it("is found by id in any case, whatever its name is", () => {
    expect(holder({ importId: "BBBB", displayName: "Two" })).to.equal(urn("old"));
    expect(holder({ importId: "cccc", displayName: "One" })).to.equal(undefined);
  });

  it("is not the resource itself", () => {
    expect(holderOf({ type, workspaceId: "aaaa", displayName: "One" }, urn("old"), state)).to.equal(undefined);
  });
});
