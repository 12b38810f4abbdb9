import { expect } from "chai";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { advisedCodes, advisedStatuses } from "../../../sdk/fabric/errorAdvice";
import { root } from "../../tools/layout.mjs";
import { read } from "./pages";

const page = read("docs/troubleshooting.md");
const firstCells = (text: string): string[] =>
  [...text.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell]) =>
    [...cell!.matchAll(/`([^`]+)`/g)].map(([, one]) => one!),
  );
const messages = page.slice(page.indexOf("## Messages of the package"));

describe("the guide to troubleshooting", () => {
  it("has an entry for each code for which an error has advice", () => {
    const entries = firstCells(page);
    expect(advisedCodes).to.include("SPNBasedRefreshNotAllowed");
    expect(advisedCodes.filter((code) => !entries.includes(code))).to.deep.equal([]);
  });

  it("has an entry for each status without a code", () => {
    for (const status of advisedStatuses) expect(page).to.contain(`| ${status} |`);
  });

  it("has messages exactly as the package writes them", () => {
    const sources = readdirSync(join(root, "sdk"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !/^(dist|node_modules)/.test(file))
      .map((file) => read(join("sdk", file)))
      .join("\n");
    const quoted = firstCells(messages);
    expect(quoted).to.have.length.above(10);
    expect(quoted.filter((message) => !sources.includes(message))).to.deep.equal([]);
  });
});
