// npm run bench [-- --quick] [-- --json out.json]: see tests/bench/run.ts.
import { runWithEngine } from "./withEngine.mjs";

await runWithEngine("bench/run.ts");
