import { execFileSync } from "node:child_process";
import type { Emulator } from "../../emulator/index";
import { descendants, isEngine } from "../../engine/harness/processTree";

export type Victim = "host" | "engine";

/** When: at a request of the operation, before it took effect, after it did, or so many milliseconds after the answer left. */
export interface Moment {
  operation: string;
  /** The how manieth request of that operation, from 1. */
  nth: number;
  when: "before" | "effect" | "after";
  delayMs: number;
}

export interface Shot {
  /** Whether the moment came. */
  fired: boolean;
  /** Hosts that ran when the shot fell. */
  hosts: number[];
  disarm(): void;
}

/** Kills (-9) the victim at that moment. */
export function arm(emulator: Emulator, victim: Victim, { operation, nth, when, delayMs }: Moment): Shot {
  const shot: Shot = { fired: false, hosts: [], disarm };
  let seen = 0;
  // A host that is killed takes no answer: the request is cut off there, so that what took effect is certain.
  const cut = when === "before" ? ({ kind: "reset" } as const) : ({ kind: "hang", effect: "applied" } as const);
  const cuts = victim === "host" && when !== "after";
  const rule = cuts ? emulator.faults.add({ operation, skip: nth - 1, fault: cut }) : undefined;
  let pids: { hosts: number[]; engines: number[] } | undefined;
  const record = emulator.record.bind(emulator);
  // Looked up before the first answer: the search takes a while, and the moment none.
  emulator.record = (entry) => {
    pids ??= { hosts: hosts(), engines: engines() };
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

/** Those that are still there after so long; they are ended then. */
export async function stillThere(pids: readonly number[], withinMs: number): Promise<number[]> {
  const until = Date.now() + withinMs;
  while (pids.some(isAlive) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  const left = pids.filter(isAlive);
  for (const pid of left) process.kill(pid, "SIGKILL");
  return left;
}
