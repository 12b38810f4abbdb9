import { execFileSync } from "node:child_process";
import type { Emulator } from "../../emulator/index";
import { descendants, isEngine } from "../../engine/harness/processTree";

export type Victim = "host" | "engine";

/** The moment: at a request of the operation, before or after its effect, or these milliseconds after the response. */
export interface Moment {
  operation: string;
  /** The number of the request of that operation, from 1. */
  nth: number;
  when: "before" | "effect" | "after";
  delayMs: number;
}

export interface Shot {
  /** True if the moment came. */
  fired: boolean;
  /** The hosts that ran at the time of the kill. */
  hosts: number[];
  disarm(): void;
}

/** Kills (-9) the victim at that moment. */
export function arm(emulator: Emulator, victim: Victim, { operation, nth, when, delayMs }: Moment): Shot {
  const shot: Shot = { fired: false, hosts: [], disarm };
  let seen = 0;
  // A killed host gets no response. The request is cut off there, so that its effect is certain.
  const cut = when === "before" ? ({ kind: "reset" } as const) : ({ kind: "hang", effect: "applied" } as const);
  const cuts = victim === "host" && when !== "after";
  const rule = cuts ? emulator.faults.add({ operation, skip: nth - 1, fault: cut }) : undefined;
  let pids: { hosts: number[]; engines: number[] } | undefined;
  const record = emulator.record.bind(emulator);
  // The hosts are found before the first response of each operation of the engine, because the search takes longer than the moment.
  emulator.record = (entry) => {
    if (!pids?.engines.some(isAlive)) pids = { hosts: hosts(), engines: engines() };
    record(entry);
  };
  emulator.onRequest = (entry) => {
    if (entry.operation !== operation || ++seen !== nth) return;
    if (when === "after" && delayMs > 0) setTimeout(fire, delayMs);
    else fire();
  };
  function fire(): void {
    if (shot.fired || !armed || !pids) return;
    shot.hosts = pids.hosts;
    const shotAt = (victim === "host" ? pids.hosts : pids.engines).filter(isAlive);
    for (const pid of shotAt) process.kill(pid, "SIGKILL");
    shot.fired = shotAt.length > 0;
  }
  let armed = true;
  function disarm(): void {
    armed = false;
    emulator.onRequest = () => undefined;
    emulator.record = record;
    if (rule !== undefined) emulator.faults.remove(rule);
  }
  return shot;
}

const engines = (): number[] =>
  descendants()
    .filter(isEngine)
    .map(({ pid }) => pid);

/** The hosts of the lifecycles below this process: dynamic ones, and plugins. */
function hosts(): number[] {
  const below = new Set(descendants().map(({ pid }) => pid));
  const table = execFileSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8" });
  return table
    .split("\n")
    .filter((line) => /^\s*\d+ \S*node\S* .*(?:dynamic-provider|\/plugin\/index\.js)/.test(line))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => below.has(pid));
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** The hosts that still run after this time. Ends them. */
export async function stillThere(pids: readonly number[], withinMs: number): Promise<number[]> {
  const until = Date.now() + withinMs;
  while (pids.some(isAlive) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  const left = pids.filter(isAlive);
  for (const pid of left) process.kill(pid, "SIGKILL");
  return left;
}
