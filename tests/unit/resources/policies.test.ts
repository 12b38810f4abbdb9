import { validateResourceOfType, validateStackResourcesOfType } from "@pulumi/policy";
import { expect } from "chai";
import { FabricProvider } from "../../../sdk/index";
import { typeToken as typeOf } from "../../../sdk/model/providerText";
import { classes } from "../../tools/resourceClasses";

interface Typed {
  __pulumiType?: string;
  isInstance(value: unknown): boolean;
}

/** A resource in the form in which the policy SDK passes it to a policy. The SDK uses the class's static members (`server.ts`, `isTypeOf`). */
const resource = (type: string) => ({
  type,
  props: {},
  isType: (of: Typed) => of.isInstance({ __pulumiType: type }),
  notApplicable: () => {},
});

/** The names of the classes whose policies fire for a resource of that type. */
function firing(type: string): string[] {
  const fired: string[] = [];
  for (const [name, of] of Object.entries(classes)) {
    const one = validateResourceOfType(of as never, () => void fired.push(`${name} of one`));
    expect(one).to.have.property("__pulumiType", typeOf(name));
    void one(resource(type) as never, () => {});
    const all = validateStackResourcesOfType(of as never, () => void fired.push(`${name} of the stack`));
    void all({ resources: [resource(type)], notApplicable: () => {} } as never, () => {});
  }
  return fired;
}

describe("policies by class", () => {
  for (const name of Object.keys(classes))
    it(`of ${name} fire for it, and for no other`, () => {
      expect(firing(typeOf(name))).to.deep.equal([`${name} of one`, `${name} of the stack`]);
    });

  it("do not fire for other packages' resources", () => {
    expect(firing("aws:s3/bucket:Bucket")).to.deep.equal([]);
  });
});

describe("isInstance", () => {
  it("distinguishes the classes, and accepts any value", () => {
    for (const [name, of] of Object.entries(classes)) {
      const others = Object.keys(classes).filter((other) => other !== name);
      expect(of.isInstance({ __pulumiType: typeOf(name) })).to.equal(true);
      for (const other of others) expect(of.isInstance({ __pulumiType: typeOf(other) })).to.equal(false);
      for (const value of [undefined, null, 1, "x", {}]) expect(of.isInstance(value)).to.equal(false);
    }
  });

  it("of a provider does not accept resources", () => {
    const made = (type: string) => ({ __pulumiCustomResource: true, __pulumiType: type });
    expect(FabricProvider.isInstance(made("pulumi:providers:pulumi-nodejs"))).to.equal(true);
    for (const type of [...Object.keys(classes).map(typeOf), "pulumi:providers:aws"])
      expect(FabricProvider.isInstance(made(type)), type).to.equal(false);
    expect(FabricProvider.isInstance(undefined)).to.equal(false);
  });
});
