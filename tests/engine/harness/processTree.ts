import { execFileSync } from "node:child_process";

export interface ProcessEntry {
  pid: number;
  parent: number;
  command: string;
}

/** All processes that this one started, directly or not. Among them is that of esbuild, which transpiles the tests. */
export function descendants(): ProcessEntry[] {
  return below([process.pid], running()).filter(({ command }) => command !== "ps");
}

/** The engines that this process started, and all processes that they started. */
export function enginesAndBelow(): ProcessEntry[] {
  const all = running();
  const engines = below([process.pid], all).filter(isEngine);
  return [...engines, ...below(pidsOf(engines), all)];
}

function running(): ProcessEntry[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  return table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command ?? "" }));
}

function below(parents: number[], all: readonly ProcessEntry[]): ProcessEntry[] {
  const children = all.filter(({ parent }) => parents.includes(parent));
  return children.length === 0 ? [] : [...children, ...below(pidsOf(children), all)];
}

const pidsOf = (processes: readonly ProcessEntry[]): number[] => processes.map(({ pid }) => pid);

export const isEngine = ({ command }: ProcessEntry): boolean => /(^|\/)pulumi(\.exe)?$/.test(command);

export function signalAll(processes: ProcessEntry[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}
