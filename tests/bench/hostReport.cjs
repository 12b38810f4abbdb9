// Loaded first in every Node process that the engine starts. A dynamic host reports its memory and its loaded modules.
const { writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { GCProfiler } = require("node:v8");

const { folder, profile, heap } = JSON.parse(process.env.BENCH_HOST ?? "{}");

if (folder && /dynamic-provider/.test(process.argv[1] ?? "")) {
  const file = join(folder, `${process.pid}.json`);
  const collections = heap ? new GCProfiler() : undefined;
  collections?.start();
  let heapBytes = 0;
  const report = () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    for (const { afterGC, gcType } of collections?.stop().statistics ?? [])
      if (gcType === "MarkSweepCompact") heapBytes = Math.max(heapBytes, afterGC.heapStatistics.usedHeapSize);
    collections?.start();
    const modules = Object.keys(require.cache);
    const cpuMs = Math.round((userCPUTime + systemCPUTime) / 1000);
    writeFileSync(
      file,
      JSON.stringify({ peakBytes: maxRSS * 1024, heapBytes, cpuMs, uptimeMs: process.uptime() * 1000, modules }),
    );
  };
  const session = profile ? startProfile() : undefined;
  // The engine ends its plugins with this signal.
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      report();
      if (!session) process.exit(0);
      session.post("Profiler.stop", (_error, { profile: seen }) => {
        writeFileSync(`${file}.cpuprofile`, JSON.stringify(seen));
        process.exit(0);
      });
    });
  }
  setInterval(report, 1_000).unref();
}

function startProfile() {
  const { Session } = require("node:inspector");
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.start");
  return session;
}
