import { runKills } from "./kills/run";

void (async () => {
  const kills = Number(process.argv[2] ?? 8);
  const report = await runKills(kills, Number(process.argv[3] ?? 1), (line) => console.log(line));
  console.log(JSON.stringify(report, null, 1));
})();
