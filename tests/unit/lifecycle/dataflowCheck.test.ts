import { expect } from "chai";
import { problemText } from "../../../sdk/common/problem";
import { check } from "../../../sdk/lifecycle/dataflow/check";
import { archive, definition, fileAsset, textAsset } from "../../lifecycle/assets";
import { mashup, metadata, table } from "../../dataflows";

const quiet = { info: () => {}, warn: () => {}, progress: () => {} };
const guid = "00000000-0000-4000-8000-000000000000";
const good = { workspaceId: guid, displayName: "Sales", definition: definition() };
const queries = { Orders: table("one") };
const parts = { "mashup.pq": textAsset(mashup(queries)), "queryMetadata.json": textAsset(metadata(queries)) };
const legacy = (content: object) => ({ "dataflow-content.json": textAsset(JSON.stringify(content)) });

async function refused(news: object): Promise<string[]> {
  const { problems } = await check({}, { ...good, ...news }, quiet);
  return problems.filter(({ severity }) => severity === "error").map(problemText);
}

describe("arguments of a dataflow", () => {
  const bad: [what: string, change: object, reason: RegExp][] = [
    ["no workspace", { workspaceId: undefined }, /^workspaceId: is missing/],
    ["a workspace by name", { workspaceId: "Sales team" }, /^workspaceId: is not a valid GUID/],
    ["an empty name", { displayName: "" }, /^displayName: is empty/],
    ["a name too long", { displayName: "x".repeat(257) }, /^displayName: has 257 characters.* 256 at most/],
    ["a description too long", { description: "x".repeat(257) }, /^description: has 257 characters/],
    ["a folder by name", { folderId: "reports" }, /^folderId: is not a valid GUID/],
    ["tags by name", { tags: [guid, "gold"] }, /^tags\[1\]: is not a valid GUID/],
    ["one tag", { tags: guid }, /^tags: must be a list/],
    ["a label by name", { sensitivityLabel: { labelId: "Secret" } }, /^sensitivityLabel.labelId: is not a valid GUID/],
    ["a label without id", { sensitivityLabel: {} }, /^sensitivityLabel.labelId: is missing/],
    ["a duration that is none", { timeouts: { publish: "90" } }, /^timeouts.publish: is not a duration/],
    [
      "a time-out that there is not",
      { timeouts: { refresh: "1h" } },
      /^timeouts.refresh: is unknown; there are: create, update/,
    ],
    ["a misspelt argument", { paramaters: { P: 1 } }, /^paramaters: is unknown; did you mean parameters\?/],
    ["another", { publishOnUpdat: true }, /^publishOnUpdat: is unknown; did you mean publishOnUpdate\?/],
    [
      "a misspelt kind of item",
      { bind: { lakehouse: {} } },
      /^bind\.lakehouse: is unknown; did you mean lakehouses or/,
    ],
    [
      "a misspelt part of a binding",
      { bind: { lakehouses: { a: { lakehouseID: "x", workspace: "y" } } } },
      /^bind\.lakehouses\.a\.lakehouseID: is unknown; did you mean lakehouseId\?/,
    ],
    [
      "a misspelt part of a connection",
      { connections: { Sql: { dataSourceID: "x" } } },
      /^connections\.Sql\.dataSourceID: is unknown; did you mean datasourceId\?/,
    ],
    [
      "a misspelt part of a replacement",
      { replacements: { a: { value: "b", time: 1 } } },
      /^replacements\.a\.time: is unknown; did you mean times\?/,
    ],
    [
      "a misspelt part of a label",
      { sensitivityLabel: { labelId: guid, applyStrategie: "Ignore" } },
      /^sensitivityLabel\.applyStrategie: is unknown; did you mean applyStrategy\?/,
    ],
    ["a drift check that there is not", { driftCheck: "none" }, /^driftCheck: must be one of "definition", "item"/],
    ["a flag that is none", { publishOnUpdate: "yes" }, /^publishOnUpdate: must be true or false/],
    ["a single asset", { definition: parts["mashup.pq"] }, /^definition: is a single asset/],
    ["no parts", { definition: {} }, /^definition: is empty/],
    [
      "a missing part",
      { definition: { "mashup.pq": parts["mashup.pq"] } },
      /^definition\/queryMetadata.json: is missing/,
    ],
    [
      "a part in another case",
      { definition: { "Mashup.pq": parts["mashup.pq"], "queryMetadata.json": parts["queryMetadata.json"] } },
      /^definition\/mashup.pq: is missing; .* it holds Mashup.pq: rename it, because case counts in the names of parts$/,
    ],
    ["a folder too high", { definition: { "S.Dataflow/mashup.pq": parts["mashup.pq"] } }, /point to that folder/],
    [
      "a leading slash",
      { definition: { ...parts, "/x.mdf": textAsset("{}") } },
      /^definition\/\/x.mdf: begins with a slash/,
    ],
    [
      "a text",
      { definition: { ...parts, "mashup.pq": "section Section1;" } },
      /^definition\/mashup.pq: is a text; write new pulumi\.asset\.FileAsset/,
    ],
    [
      "a file that is not there",
      { definition: { ...parts, "mashup.pq": fileAsset("no/such.pq", "") } },
      /^definition\/mashup.pq: no\/such.pq does not exist \(ENOENT\)/,
    ],
    [
      "broken JSON",
      { definition: { ...parts, "queryMetadata.json": textAsset('{\n "a": ,') } },
      /^definition\/queryMetadata.json:2:\d+: is not valid JSON/,
    ],
    [
      "too much M",
      { definition: { ...parts, "mashup.pq": textAsset(`section Section1; shared A = "${"x".repeat(530_000)}";`) } },
      /^definition\/mashup.pq: has \d+ bytes.*512 KB/,
    ],
    [
      "an old form without M",
      { definition: legacy({}) },
      /^definition\/dataflow-content.json: has no text editingSessionMashup/,
    ],
    [
      "both forms",
      { definition: { ...parts, ...legacy({ editingSessionMashup: {} }) } },
      /cannot be together with mashup.pq and queryMetadata.json/,
    ],
  ];
  for (const [what, change, reason] of bad)
    it(`are refused for ${what}: ${reason.source}`, async () => {
      const problems = await refused(change);
      expect(
        problems.some((text) => reason.test(text)),
        problems.join("\n"),
      ).to.equal(true);
    });

  it("are refused if two nested archives have a part of the same path", async () => {
    const twice = { a: archive({ "x.mdf": textAsset("{}") }), "a/x.mdf": textAsset("{}"), ...parts };
    expect((await refused({ definition: twice })).join()).to.match(/^definition\/a\/x.mdf: occurs twice/);
  });

  it("may have a nested archive and the older form", async () => {
    const document = mashup(queries);
    const old = legacy({ editingSessionMashup: { mashupDocument: document, queriesMetadata: {} } });
    expect(await refused({ definition: archive(parts) })).to.deep.equal([]);
    expect(await refused({ definition: old })).to.deep.equal([]);
  });
});

describe("the computed inputs of check", () => {
  it("include a revision that counts only edits and repairs", async () => {
    const first = (await check({}, good, quiet)).inputs;
    expect(first).to.include({ definitionRevision: 1, publishedRevision: 0 });
    const crlf = { ...parts, "mashup.pq": textAsset(mashup(queries).replaceAll("\n", "\r\n")) };
    expect((await check(first, { ...good, definition: crlf }, quiet)).inputs).to.include({ definitionRevision: 1 });
    const edited = (await check(first, { ...good, definition: definition({ Orders: "two" }) }, quiet)).inputs;
    expect(edited).to.include({ definitionRevision: 2, publishedRevision: 0 });
    const drifted = { ...first, definitionFingerprint: "2:ffff (changed in Fabric)" };
    expect((await check(drifted, good, quiet)).inputs).to.include({
      definitionRevision: 2,
      definitionFingerprint: first.definitionFingerprint,
    });
    const published = (await check(first, { ...good, publishOnUpdate: true }, quiet)).inputs;
    expect(published).to.include({ definitionRevision: 1, publishedRevision: 1 });
  });

  it("are computed without a file if the hashes equal those of the old inputs", async () => {
    const gone = {
      "mashup.pq": fileAsset("no/such.pq", mashup(queries)),
      "queryMetadata.json": parts["queryMetadata.json"],
    };
    const olds = (await check({}, good, quiet)).inputs;
    const { inputs, problems } = await check({ ...olds, definition: gone }, { ...good, definition: gone }, quiet);
    expect(problems).to.deep.equal([]);
    expect(inputs).to.include({ definitionFingerprint: olds.definitionFingerprint, definitionRevision: 1 });
  });

  it("are refused with the mistakes of the M, even if the metadata is not JSON", async () => {
    const mistaken = textAsset("section Section1;\nshared A = Source;\n");
    const broken = { "mashup.pq": mistaken, "queryMetadata.json": textAsset("{") };
    const found = await refused({ definition: broken });
    expect(found[0]).to.match(/^definition\/queryMetadata.json:1:2: is not valid JSON/);
    expect(found[1]).to.match(/^definition\/mashup.pq:2:12: `Source` is not defined/);
    expect(await refused({ definition: broken, validate: "off" })).to.have.length(1);
  });

  describe("of an ignored definition", () => {
    const kept = async () => (await check({}, { ...good, publishOnUpdate: true }, quiet)).inputs;

    it("stay unchanged, and a failed publish is still repeated", async () => {
      const olds = { ...(await kept()), publishedRevision: 0 };
      const { inputs, problems } = await check(
        olds,
        { ...good, publishOnUpdate: true, definition: olds.definition },
        quiet,
      );
      expect(problems).to.deep.equal([]);
      expect(inputs).to.deep.equal({ ...olds, publishedRevision: 1, __ignored: true });
    });

    it("stay unchanged as a whole if the engine restores a part of it, with a warning", async () => {
      const olds = await kept();
      const old = (olds.definition as Record<string, unknown>)["mashup.pq"];
      const edited = { "mashup.pq": old, "queryMetadata.json": textAsset("{}") };
      const warnings: string[] = [];
      const { inputs, problems } = await check(
        olds,
        { ...good, publishOnUpdate: true, definition: edited },
        { ...quiet, warn: (line) => warnings.push(line) },
      );
      expect(problems).to.deep.equal([]);
      expect(inputs).to.deep.equal({ ...olds, __ignored: true });
      expect(warnings.join()).to.match(/^definition: ignoreChanges names only mashup.pq/);
    });

    it("are not ignored if the resource is created", async () => {
      const olds = await kept();
      const { inputs } = await check({}, { ...good, definition: olds.definition }, quiet);
      expect(inputs).to.include({ definitionFingerprint: olds.definitionFingerprint, definitionRevision: 1 });
    });
  });

  it("are refused if the program sets one, unless ignoreChanges restored it", async () => {
    const olds = (await check({}, good, quiet)).inputs as Record<string, unknown>;
    for (const key of ["definitionFingerprint", "definitionRevision", "publishedRevision", "queries", "ownerToken"]) {
      const { problems } = await check(olds, { ...good, [key]: "mine" }, quiet);
      expect(problems.map(problemText), key).to.deep.equal([
        `${key}: is computed and cannot be set; remove it from the arguments`,
      ]);
      if (olds[key] !== undefined)
        expect((await check(olds, { ...good, [key]: olds[key] }, quiet)).problems, key).to.deep.equal([]);
    }
  });
});
