import { expect } from "chai";
import type { MemberFacts } from "../../../sdk/definition/m/facts";
import { isProblem, Mashup } from "../../../sdk/definition/mashup";
import { ProblemList } from "../../../sdk/definition/problemList";
import type { Problem } from "../../../sdk/common/problem";
import { openDefinition } from "../../../sdk/definition/open";
import { onEveryDefinition } from "./samples";

const document = (members: string) => new Mashup(`section Section1;\n${members}`, "definition/mashup.pq");

function documentProblems(mashup: Mashup): Problem[] {
  const problems = new ProblemList("p");
  mashup.checkDocument(problems);
  return problems.all;
}

async function facts(mashup: Mashup, name: string): Promise<MemberFacts> {
  const query = mashup.byName.get(name);
  if (!query) throw new Error(`no ${name}`);
  const found = await mashup.facts(query);
  if (isProblem(found)) throw new Error(found.message);
  return found;
}

describe("the mashup", () => {
  onEveryDefinition("parses", async (parts) => {
    const opened = openDefinition(parts);
    const mashup = new Mashup(opened?.mashup ?? "", "definition/mashup.pq");
    expect(documentProblems(mashup)).to.deep.equal([]);
    expect(mashup.queries).not.to.be.empty;
    expect(mashup.queries).to.have.lengthOf(mashup.section.members.length);
    for (const query of mashup.queries) expect(await mashup.facts(query)).not.to.have.property("severity");
  });

  it("is split at semicolons in code, not in texts, quoted names and comments", () => {
    const mashup = document('shared #"a;b" = "x;y" /* ; */; // ;\n[A = "]"] shared C = 1;');
    expect(mashup.queries.map(({ name }) => name)).to.deep.equal(["a;b", "C"]);
    expect(mashup.textOf(mashup.queries[1]!)).to.equal('[A = "]"] shared C = 1;');
  });

  it("has names, byte order mark and line ends separately", async () => {
    const mashup = new Mashup('\uFEFFsection S;\r\nshared A =\r\n  "x\r\ny" & Nothing;', "definition/mashup.pq");
    expect(documentProblems(mashup)).to.deep.equal([]);
    const { references } = await facts(mashup, "A");
    expect(references.map(({ name }) => name)).to.deep.equal(["Nothing"]);
    expect(mashup.at(mashup.queries[0]!.start + references[0]!.offset)).to.equal("definition/mashup.pq:4:6");
  });

  it("finds a parameter in both forms, with its type, list, and the place of its value", async () => {
    const mashup = document(
      `shared A = -1.5 meta [IsParameterQuery = true, IsParameterQueryRequired = true, Type = type number, List = {1, -1.5}];
       shared B = let B = "x" meta [IsParameterQuery = true, Type = "Text"] in B;
       shared C = (null) meta [IsParameterQuery = true, Type = type nullable date];
       shared D = 1 meta [IsParameterQuery = false];
       shared E = "x" meta [Documentation.Name = "no parameter"];
       shared F = 5 meta [IsParameterQuery = true, Type = Int64.Type];`,
    );
    const a = (await facts(mashup, "A")).parameter;
    expect(a).to.include({ current: -1.5, type: "number", required: true, nullable: false });
    expect(a?.allowed?.map(({ literal }) => literal)).to.deep.equal([1, -1.5]);
    expect(mashup.textOf(mashup.queries[0]!).slice(a?.value.start, a?.value.end)).to.equal("-1.5");
    expect((await facts(mashup, "B")).parameter).to.include({ current: "x", type: "text", required: false });
    expect((await facts(mashup, "C")).parameter).to.include({ current: null, type: "date", nullable: true });
    expect((await facts(mashup, "D")).parameter).to.equal(undefined);
    expect((await facts(mashup, "E")).parameter).to.equal(undefined);
    expect((await facts(mashup, "F")).parameter).to.include({ current: 5, type: "int64.type" });
  });

  it("finds functions in any form", async () => {
    const mashup = document(
      `shared A = (x) => x;
       shared B = let f = (x) => x in f;
       shared C = let x = 1 in (y) => x + y;
       [FunctionQueryBinding = "{}"] shared D = let Source = 1 in Source;
       shared E = each _;
       shared F = let f = (x) => x in f(1);`,
    );
    const functions = [];
    for (const { name } of mashup.queries) if ((await facts(mashup, name)).isFunction) functions.push(name);
    expect(functions).to.deep.equal(["A", "B", "C", "D", "E"]);
  });

  it("finds destinations of queries, by attribute and by the section's default", async () => {
    const mashup = new Mashup(
      `[DefaultOutputDestinationSettings = [DestinationDefinition = [Kind = "Reference", QueryName = "Target"]]]
       section S;
       [DataDestinations = {[Definition = [Kind = "Reference", QueryName = "A_DataDestination", IsNewTarget = true], Settings = [Kind = "Manual"]]}]
       shared A = 1;
       [BindToDefaultDestination = true] shared B = 1;`,
      "definition/mashup.pq",
    );
    const [destination] = (await facts(mashup, "A")).destinations;
    expect(destination).to.include({ queryName: "A_DataDestination", isNewTarget: true, automatic: false });
    expect((await facts(mashup, "B")).bindsToDefaultDestination).to.equal(true);
    expect((await mashup.defaultDestination())?.queryName).to.equal("Target");
  });

  it("parses a member again only if its text changed, in any document", async () => {
    const before = document("shared A = 1;\nshared B = 2;");
    const [a, b] = [await facts(before, "A"), await facts(before, "B")];
    const after = new Mashup("section Section1;\n\n\nshared A = 1;\nshared B = 3;", "other/mashup.pq");
    expect(await facts(after, "A")).to.equal(a);
    expect(await facts(after, "B")).not.to.equal(b);
  });

  it("names the place of an unreadable member in each document", async () => {
    const broken = "shared Broken = 1 +;";
    for (const lines of [1, 3]) {
      const mashup = new Mashup(`section Section1;${"\n".repeat(lines)}${broken}`, `${lines}/mashup.pq`);
      expect(await mashup.facts(mashup.queries[0]!)).to.include({ place: `${lines}/mashup.pq:${lines + 1}:20` });
    }
  });

  it("limits the size of its cache", async () => {
    const first = await facts(document("shared A = 1;"), "A");
    const many = document(Array.from({ length: 1_000 }, (_, i) => `shared Q${i} = ${i};`).join("\n"));
    for (const query of many.queries) await many.facts(query);
    const again = await facts(document("shared A = 1;"), "A");
    expect(again).to.deep.equal(first);
    expect(again, "parsed again").not.to.equal(first);
  });
});
