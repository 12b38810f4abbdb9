import { expect } from "chai";
import { hideSecrets, suggestsSecret } from "../../../sdk/review/hideSecrets";

describe("the hidden values of a review", () => {
  for (const name of [
    "Password",
    "SqlPwd",
    "ClientSecret",
    "client_secret",
    "API key",
    "apiKey",
    "AccessToken",
    "SAS",
    "ConnectionString",
  ])
    it(`${name} suggests a secret`, () => expect(suggestsSecret(name)).to.equal(true));
  for (const name of ["Server", "Keyboard", "Sasha", "PrimaryKeyColumn", "Bypass"])
    it(`${name} does not`, () => expect(suggestsSecret(name)).to.equal(false));

  const CANARY = "c4n4ry";
  const texts: [string, string][] = [
    ["a parameter", `shared Password = "${CANARY}" meta [IsParameterQuery = true, Type = "Text"];`],
    [
      "a parameter's other form",
      `shared Password = let Password = "${CANARY}" meta [IsParameterQuery = true] in Password;`,
    ],
    [
      "allowed values",
      `shared Password = "x" meta [IsParameterQuery = true, List = {"${CANARY}", "b"}, DefaultValue = "${CANARY}"];`,
    ],
    ["a step", `shared Q = let #"Client Secret" = "${CANARY}", Next = 1 in Next;`],
    ["a field", `shared Q = Web.Contents("https://x", [Headers = [#"api-key" = "${CANARY}", Accept = "text"]]);`],
    ["a joined text", `shared Q = let Token = "Bearer " & "${CANARY}" in Token;`],
    ["a call", `shared Q = let Token = Text.Trim("${CANARY}") in Token;`],
    ["a text with quotes and line ends", `shared Q = let Token = "a""\n${CANARY}\n", Next = 1 in Next;`],
  ];
  for (const [title, text] of texts)
    it(`${title}, before and after`, () => {
      const other = text.replaceAll(CANARY, "0ther");
      const [before, after] = hideSecrets(text, other);
      expect(before + after)
        .not.to.contain(CANARY)
        .and.not.to.contain("0ther");
      expect(after, "that it changed stays visible").to.contain("(hidden, changed)");
      expect(before.split("\n").length).to.equal(text.split("\n").length);
      expect(hideSecrets("", text)[1] + hideSecrets(text, "")[0]).not.to.contain(CANARY);
    });

  it("do not include other texts", () => {
    const text = 'shared Q = Web.Contents("https://x", [Headers = [#"api-key" = "a", Accept = "text"]]);';
    expect(hideSecrets(text, text)[1]).to.contain('"https://x"').and.to.contain('Accept = "text"');
  });
});
