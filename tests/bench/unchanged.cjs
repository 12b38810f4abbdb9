// Milliseconds of one `check` without a change, in a separate process. The definition's folder does not exist, because nothing may be read.
const { dataflow } = require("../../sdk/dist/runtime.js");

const definition = {
  "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
  hash: "66bde57f9221ab470be472459f1823cec42422c644c19c5648b68e31c1f31c05",
  path: "./not there.Dataflow",
};
const queries = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`Query ${index}`, "3b8434b5b9783111"]));
const news = { workspaceId: "6d2a27f0-60a0-42c5-96f1-0f226690fc67", displayName: "Sales", definition };
const computed = {
  definitionFingerprint: "2:cc21850f74d914fc4018",
  definitionRevision: 1,
  publishedRevision: 0,
  queries,
};
const olds = { ...news, ...computed };
const times = 100;

async function main() {
  const began = performance.now();
  for (let i = 0; i < times; i++) {
    const { inputs, failures } = await dataflow.check(olds, news);
    if (failures.length > 0 || inputs.definitionFingerprint !== olds.definitionFingerprint)
      throw new Error("the check did not find the definition unchanged");
  }
  const milliseconds = (performance.now() - began) / times;
  const heavy = Object.keys(require.cache).filter((file) => /powerquery-parser|undici|msal|apache-arrow/.test(file));
  if (heavy.length > 0) throw new Error(`loaded ${heavy[0]}`);
  console.log(milliseconds.toFixed(4));
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
