import { expect } from "chai";
import { declareName } from "../../../sdk/lifecycle/displayNames";

const workspace = "AAAAAAAA-0000-4000-8000-000000000001";
const other = "aaaaaaaa-0000-4000-8000-000000000002";

describe("declared names of resources", () => {
  it("belong to one resource in a workspace, and the same resource may be checked again", () => {
    expect(declareName(workspace, "Sales", "urn:a")).to.equal(undefined);
    expect(declareName(workspace.toLowerCase(), "Sales", "urn:a")).to.equal(undefined);
    expect(declareName(workspace.toLowerCase(), "Sales", "urn:b")).to.deep.equal({
      urn: "urn:a",
      ofAnotherProvider: false,
      differsInCase: false,
      bothExist: false,
    });
    expect(declareName(workspace, "sALES", "urn:d")).to.deep.equal({
      urn: "urn:a",
      ofAnotherProvider: false,
      differsInCase: true,
      bothExist: false,
    });
    expect(declareName(workspace, "Sales 2", "urn:b")).to.equal(undefined);
    expect(declareName(other, "Sales", "urn:c")).to.equal(undefined);
  });

  it("may be those of two items that exist, but not of one item that two resources name", () => {
    const both = (urn: string, item?: string) => declareName(other, "Twin", urn, item)?.bothExist;
    expect(both("urn:a", "item 1")).to.equal(undefined);
    expect(both("urn:b", "item 2")).to.equal(true);
    expect(both("urn:c", "item 1")).to.equal(false);
    expect(both("urn:d")).to.equal(false);
  });
});
