import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { secretPaths } from "../../../sdk/resources/secretPaths";

const none = () => {};
const secret = () => pulumi.secret("s3cr3t");
const asset = () => new pulumi.asset.StringAsset("section Section1;");

describe("the paths of secret values", () => {
  before(() =>
    pulumi.runtime.setMocks({ newResource: ({ inputs }) => ({ id: "id", state: inputs as object }), call: () => ({}) }),
  );
  after(() => pulumi.runtime.setMocks(undefined as never));

  const given: Record<string, () => [unknown, string[][]]> = {
    "an argument": () => [secret(), [[]]],
    "a map": () => [{ Q: "plain", P: secret(), A: secret() }, [["A"], ["P"]]],
    "an Output that is secret, as a whole": () => [pulumi.secret({ P: "s3cr3t", A: "too" }), [[]]],
    "an Output that holds Outputs": () => [
      pulumi.output("x").apply(() => ({ Q: pulumi.output("plain"), P: secret() })),
      [["P"]],
    ],
    "a promise": () => [Promise.resolve({ Q: "plain", P: secret() }), [["P"]]],
    "a promise of an Output": () => [Promise.resolve(pulumi.output({ P: secret() })), [[]]],
    "a map with promises": () => [{ P: Promise.resolve(secret()), Q: Promise.resolve("plain") }, [["P"]]],
    "a list": () => [["plain", secret()], [["1"]]],
    "maps within maps": () => [{ "Sql:a;b": { path: secret(), datasourceId: "plain" } }, [["Sql:a;b", "path"]]],
    "a map of assets": () => [{ "mashup.pq": pulumi.secret(asset()), "queryMetadata.json": asset() }, [["mashup.pq"]]],
  };
  for (const [what, make] of Object.entries(given))
    it(`are those of ${what}`, async () => {
      const [value, paths] = make();
      const expected = paths.map((path) => ["argument", ...path]);
      expect(await secretPaths({ argument: value, other: "plain" }, none)).to.deep.equal(expected);
    });

  it("are absent without a secret", async () => {
    const plain = { P: "plain", N: null, D: asset(), E: new Date() };
    for (const value of [
      undefined,
      {},
      plain,
      pulumi.output(plain),
      Promise.resolve(plain),
      Promise.resolve(undefined),
    ])
      expect(await secretPaths({ value }, none)).to.equal(undefined);
  });

  it("report a failure, and let Pulumi report a circle", async () => {
    const circle: Record<string, unknown> = { P: secret() };
    circle.again = circle;
    circle.once = [circle, circle];
    expect(await secretPaths({ circle }, none)).to.deep.equal([["circle", "P"]]);
    const fails = () => Promise.reject(new Error("no"));
    const failing = pulumi.output("x").apply(() => fails());
    const told: string[] = [];
    const args = { promise: fails(), map: { failing }, P: secret() };
    const found = secretPaths(args, (path, e) => told.push(`${path.join(".")}: ${(e as Error).message}`));
    expect(await found).to.deep.equal([["P"]]);
    expect(told.sort()).to.deep.equal(["map.failing: no", "promise: no"]);
  });
});
