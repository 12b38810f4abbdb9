import { expect } from "chai";
import { escapeM } from "../../../sdk/common/escapeM";
import { Mask, WholeMask } from "../../../sdk/common/mask";

const hidden = "[secret: parameters.Pw]";
const maskOf = (...values: string[]) => new Mask(values.map((value) => ({ name: "parameters.Pw", value })));

describe("the mask for text from outside", () => {
  const value = 'pä"ss\\wörd & <more>/\n#(x) +1';
  const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
  const forms: [form: string, written: string][] = [
    ["as it is", value],
    ["escaped for JSON", JSON.stringify(value)],
    ["escaped for JSON twice", JSON.stringify(JSON.stringify(value))],
    ["escaped for JSON by .NET", '"p\\u00E4\\u0022ss\\\\w\\u00F6rd \\u0026 \\u003Cmore\\u003E/\\n#(x) \\u002B1"'],
    ["escaped for M", `"${escapeM(value)}"`],
    ["encoded for a URL", `https://x.example/?p=${encodeURIComponent(value)}&q`],
    ["encoded for a URL with small letters", encodeURIComponent(value).replace(/%../g, (hex) => hex.toLowerCase())],
    ["encoded for a form", new URLSearchParams({ p: value }).toString()],
    ["escaped for HTML", "<p>pä&quot;ss\\wörd &amp; &lt;more&gt;/\n#(x) +1</p>"],
    ["in base64", base64(value)],
    ["in base64 for a URL", Buffer.from(value, "utf8").toString("base64url")],
    ...["", "1", "12", "123"].map((before): [string, string] => [
      `in base64 behind ${before.length} characters`,
      base64(`${before}${value}and more`),
    ]),
  ];
  for (const [form, written] of forms)
    it(`hides a value ${form}`, () => {
      const shown = maskOf(value).text(`Cannot use ${written} here`);
      expect(shown).to.contain(hidden);
      for (const part of ["ss", "more", "%C3", "u00"]) expect(shown.replace(hidden, "")).not.to.contain(part);
      expect(shown.startsWith("Cannot use ") && shown.endsWith(" here"), shown).to.equal(true);
    });

  const table: [what: string, values: string[], text: string, shown: string][] = [
    ["a value of 8 characters, anywhere", ["hunter22"], "xhunter22y", `x${hidden}y`],
    ["each time", ["hunter22"], "hunter22 hunter22", `${hidden} ${hidden}`],
    ["the longest of several", ["hunter22", "hunter22-long"], "(hunter22-long)", `(${hidden})`],
    ["values that overlap", ["abcdefgh", "efghijkl"], "abcdefghijkl.", `${hidden}.`],
    ["a value with white space around it, without that", ["hunter22\n"], "hunter22", hidden],
    ["a short value between quotes", ["prod"], "'prod' and \"prod\" of prod", `'${hidden}' and "${hidden}" of prod`],
    ["a short value in JSON in JSON", ["prod"], '{\\"p\\":\\"prod\\"}', `{\\"p\\":\\"${hidden}\\"}`],
    ["a short value that is the whole text", ["prod"], " prod", ` ${hidden}`],
    ["no short value without quotes", ["prod"], "production in prod", "production in prod"],
    ["no short number", ["1"], 'row "1" of 1', 'row "1" of 1'],
    ["a password of digits", ["93710283"], "93710283", hidden],
    ["neither true nor false", ["true", "False"], '"true" and "False"', '"true" and "False"'],
    [
      "no GUID",
      ["00000000-0000-4000-8000-00000000000a"],
      "the item 00000000-0000-4000-8000-00000000000a",
      "the item 00000000-0000-4000-8000-00000000000a",
    ],
    ["nothing where a value is empty", [""], 'an "" and', 'an "" and'],
    ["what is left at the text's end", ["hunter2-is-long"], "Value hunter2-is", `Value ${hidden}`],
    ["what is left before an ellipsis", ["hunter2-is-long"], "Value 'hunter2-is...' no", `Value '${hidden}...' no`],
    ["what is left behind an ellipsis", ["hunter2-is-long"], "Value \u20262-is-long no", `Value \u2026${hidden} no`],
    ["what is left of an escaped form", ['hun"ter2-is-long'], 'Value hun\\"ter2-i', `Value ${hidden}`],
    ["nothing where less than 8 characters are left", ["hunter2-is-long"], "Value hunter2...", "Value hunter2..."],
    ["no beginning within a text", ["hunter2-is-long"], "hunter2-is here", "hunter2-is here"],
    ["a text in the form of a token", [], "Bearer eyJhbGciOi.eyJzdWIi.abc-_1 end", "Bearer [secret: token] end"],
  ];
  for (const [what, values, text, shown] of table)
    it(`hides ${what}`, () => expect(maskOf(...values).text(text)).to.equal(shown));

  it("does not hide names of the definition", () => {
    const secrets = [{ name: "parameters.Q", value: "Sales Orders" }];
    expect(new Mask(secrets, new Set(["Sales Orders"])).text('The query "Sales Orders" failed')).to.equal(
      'The query "Sales Orders" failed',
    );
  });

  it("hides parts of a path and a secret id in our own messages", () => {
    const id = "00000000-0000-4000-8000-00000000000A";
    const mask = new Mask([
      { name: "bind.sqlEndpoints.a.server", value: "sql1" },
      { name: "connections.Sql", value: `{"ClusterId":"${id}"}` },
    ]);
    expect(mask.path("sql1;sales")).to.equal("[secret: bind.sqlEndpoints.a.server];sales");
    expect(mask.path("other;sales")).to.equal("other;sales");
    expect(mask.id(id.toLowerCase())).to.equal("[secret: connections.Sql]");
    expect(mask.id("00000000-0000-4000-8000-00000000000b")).to.equal("00000000-0000-4000-8000-00000000000b");
  });

  it("hides everything of a secret definition except codes, ids, times and numbers", () => {
    const mask = new WholeMask(new Mask([{ name: "parameters.Pw", value: "hunter22" }]), "definition").with({
      name: "token",
      value: "the-token",
    });
    for (const shown of [
      "",
      "Failed",
      "Mashup.Error_1",
      "2026-01-31T00:00:00Z",
      "00000000-0000-4000-8000-00000000000b",
      "42",
    ])
      expect(mask.text(shown)).to.equal(shown);
    expect(mask.text("hunter22")).to.equal("[secret: parameters.Pw]");
    for (const hidden of ["two words", "the-token", "#x", "a;b"])
      expect(mask.text(hidden)).to.equal("[secret: definition]");
    expect([mask.path(), mask.id()]).to.deep.equal(["[secret: definition]", "[secret: definition]"]);
    expect(mask.json({ status: "Failed", message: "shared A = 1" })).to.deep.equal({
      status: "Failed",
      message: "[secret: definition]",
    });
  });

  it("accepts further values for a new mask, and does not change", () => {
    const mask = maskOf("hunter22");
    expect(mask.with({ name: "token", value: "the-token" }).text("hunter22 the-token")).to.equal(
      `${hidden} [secret: token]`,
    );
    expect(mask.text("the-token")).to.equal("the-token");
  });

  it("hides values in JSON, including its keys, and does not change the rest", () => {
    const body = { a: ["hunter22", 1, null, { "k-hunter22": true }], b: "x" };
    expect(maskOf("hunter22").json(body)).to.deep.equal({ a: [hidden, 1, null, { [`k-${hidden}`]: true }], b: "x" });
  });

  it("shows a name with control characters in one line", () => {
    const mask = new Mask([{ name: "replacements.a\nb", value: "hunter22" }]);
    expect(mask.text("hunter22")).to.equal("[secret: replacements.a#(lf)b]");
  });

  it("is fast with thousands of values", () => {
    const values = Array.from({ length: 3_000 }, (_, at) => `secret/value "${at}" that is long`);
    const text = `${"no such value here ".repeat(5_000)}${values[2_999]} ...value "7" that is long ...`;
    const before = process.cpuUsage();
    expect(maskOf(...values).text(text)).to.match(/\[secret: \S+\] \.\.\.\[secret: \S+\] \.\.\.$/);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).to.be.lessThan(3);
  });

  it("is fast with long texts and values", () => {
    const [text, long] = ["abcdefgh...".repeat(100_000), "abcdefgh".repeat(10_000)];
    const began = performance.now();
    maskOf(long, `${long}x`, "abcdefg-").text(text);
    expect(performance.now() - began).to.be.lessThan(5_000);
  });
});
