// One case in a process of its own, without a TypeScript loader: node definitionCases.mjs <case> <file with the definitions>.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const load = (module) => require(`../../sdk/dist/definition/${module}.js`);
const [name, file] = process.argv.slice(2);
const { declared, edited, queries } = JSON.parse(readFileSync(file, "utf8"));
const parts = (texts) => Object.entries(texts).map(([path, text]) => ({ path, content: Buffer.from(text, "utf8") }));
const mashup = declared["mashup.pq"];

/** Only lexes and parses each member separately, like the product. */
async function parserMemberByMember() {
  const { DefaultSettings, TaskUtils } = require("@microsoft/powerquery-parser");
  const parserEntryPoint = (state, parser) => parser.readSectionMember(state, parser, undefined);
  for (const member of mashup.slice("section Section1;\n".length).split(/(?<=;\n)/)) {
    const lexed = TaskUtils.tryLex(DefaultSettings, member);
    if (!TaskUtils.isLexStageOk(lexed)) throw new Error("the text does not lex");
    const parsed = await TaskUtils.tryParse({ ...DefaultSettings, parserEntryPoint }, lexed.lexerSnapshot);
    if (!TaskUtils.isParseStageOk(parsed)) throw new Error("the text does not parse");
  }
}

async function parserWhole() {
  const { DefaultSettings, TaskUtils } = require("@microsoft/powerquery-parser");
  const parsed = await TaskUtils.tryLexParse(DefaultSettings, mashup);
  if (!TaskUtils.isParseStageOk(parsed)) throw new Error("the text does not parse");
}

async function understand(texts, previous, expectedChanges) {
  const { problems, changes } = await load("understand").understand(parts(texts), { previous });
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(`found ${JSON.stringify(errors[0])}`);
  if (changes?.changed.length !== expectedChanges) throw new Error("the wrong queries changed");
}

const cases = {
  idle: () => undefined,
  parser: parserMemberByMember,
  parserWhole,
  allNew: () => understand(declared, undefined, undefined),
  oneChanged: () => understand(edited, queries, 1),
  nothingChanged: () => understand(declared, queries, 0),
  fingerprints: () => load("queryFingerprints").queryFingerprints(parts(declared)),
};

const start = performance.now();
const cpu = process.cpuUsage();
await cases[name]();
const milliseconds = Math.round(performance.now() - start);
const { user, system } = process.cpuUsage(cpu);
const cpuMilliseconds = Math.round((user + system) / 1000);
console.log(
  JSON.stringify({ milliseconds, cpuMilliseconds, peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }),
);
