import { expect } from "chai";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../tools/layout.mjs";
import { pages, prose } from "./pages";

const FOLDERS = ["sdk", "tests"];

/** Phrases that are not written, and the phrases to use instead. CONTRIBUTING has the glossary. */
const FORBIDDEN: [RegExp, string][] = [
  [
    /\b(undefined|true|false|none|absent|null|only|refused|\w+Error)\b,? where\b/i,
    "`if` for a condition; `where` is a place",
  ],
  [/\b(?<!there )(is|are) no (text|list|key|type|time|setting|GUID|mapping|case|valid)\b/i, "is not a ..."],
  [/\b(usable|no|an) answer\b(?! to)/, "response"],
  [/\bof advice\b(?<!pieces? of advice)/, "pieces of advice"],
  [/^\s*Whether\b/, "True if ..."],
  [/\bforgets the wish\b|\bthe run that counts\b|\bsays nothing of\b/, "say what happens, in the glossary's words"],
];

/** Phrases that pages do not have beside these: not every reader has English as the first language. */
const FORBIDDEN_IN_PAGES: [RegExp, string][] = [
  ...FORBIDDEN,
  [/\b(rows|ids|values) of yours\b/, "your rows"],
  [/\bto the letter\b/, "exactly"],
  [/\b(cut off|for good)\b/, "killed; permanently"],
  [/\bmend(s|ed)?\b/, "repair"],
  [/\b(anew|left alone|a look for)\b/, "again; not changed; a check for"],
];

/** The comments and texts of a line, without its code. */
const wordsIn = (line: string): string =>
  [/^\s*(?:\/\*\*|\*|\/\/)(.*)/.exec(line)?.[1] ?? "", ...(line.match(/(["'`])(?:(?!\1)[^\\]|\\.)*\1/g) ?? [])].join(
    " ",
  );

const faultsIn = (line: string): string[] =>
  FORBIDDEN.flatMap(([pattern, better]) => (pattern.test(wordsIn(line)) ? [better] : []));

describe("plain English", () => {
  for (const folder of FOLDERS)
    it(`is kept in ${folder}`, () => {
      const found = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.(ts|mjs|cjs)$/.test(file) && !/^(dist|node_modules)\b|docs\/language/.test(file))
        .flatMap((file) =>
          readFileSync(join(root, folder, file), "utf8")
            .split("\n")
            .flatMap((line, index) =>
              faultsIn(line).map((better) => `${folder}/${file}:${index + 1}: ${better}: ${line.trim()}`),
            ),
        );
      expect(found).to.deep.equal([]);
    });

  for (const page of pages)
    it(`is kept in ${page}`, () => {
      const found = prose(page)
        .split("\n")
        .flatMap((line) =>
          FORBIDDEN_IN_PAGES.flatMap(([pattern, better]) => (pattern.test(line) ? [`${better}: ${line.trim()}`] : [])),
        );
      expect(found).to.deep.equal([]);
    });

  it("has a test that finds these phrases", () => {
    for (const line of [
      'throw new Error("workspaceId is no GUID");',
      "/** Undefined where the token does not tell. */",
      "/** Whether a run has ended. */",
    ])
      expect(faultsIn(line), line).to.have.length(1);
    for (const line of ["/** There is no text. */", "const where = answer;", "// Where a step stands."])
      expect(faultsIn(line), line).to.deep.equal([]);
  });
});
