import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { secretNames } from "../../../sdk/resources/secretNames";

type Given = Parameters<typeof secretNames>[0];

/** The names, and whether they are told in clear. */
async function namesOf(given: Given): Promise<string[] | undefined> {
  const names = secretNames(given);
  if (names === undefined) return undefined;
  expect(await pulumi.isSecret(names), "the names themselves are no secret").to.equal(false);
  return new Promise((resolve) => names.apply(resolve));
}

const secret = () => pulumi.secret("s3cr3t");

describe("the names of secret values", () => {
  before(() =>
    pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "id", state: inputs as object }), call: () => ({}) }),
  );
  after(() => pulumi.runtime.setMocks(undefined as never));

  const given: Record<string, () => [Given, string[] | undefined]> = {
    "a map": () => [{ Q: "plain", P: secret(), A: secret() }, ["A", "P"]],
    "an Output": () => [pulumi.output({ P: secret() }), ["P"]],
    "a secret Output, of which all are": () => [pulumi.secret({ P: "s3cr3t", A: "too" }), ["A", "P"]],
    "a promise": () => [Promise.resolve({ Q: "plain", P: secret() }), ["P"]],
    "a promise of an Output": () => [Promise.resolve(pulumi.output({ P: secret() })) as never, ["P"]],
    "a map with a promise": () => [{ P: Promise.resolve(secret()), Q: Promise.resolve("plain") }, ["P"]],
    "a map with a list": () => [{ P: ["plain", secret()] }, ["P"]],
  };
  for (const [what, make] of Object.entries(given))
    it(`are those of ${what}`, async () => {
      const [map, names] = make();
      expect(await namesOf(map)).to.deep.equal(names);
    });

  it("are not given where nothing is secret", async () => {
    const plain = { P: "plain", N: null };
    for (const map of [undefined, {}, plain, pulumi.output(plain), Promise.resolve(plain), Promise.resolve(undefined)])
      expect(await namesOf(map as Given)).to.equal(undefined);
  });
});
