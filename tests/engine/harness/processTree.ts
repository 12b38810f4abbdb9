import { execFileSync } from "node:child_process";

export interface ProcessEntry {
  pid: number;
  parent: number;
  command: string;
}

/** All processes that this one started, directly or not. */
export function descendants(): ProcessEntry[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  const all = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command ?? "" }));
  const below = (parents: number[]): ProcessEntry[] => {
    const children = all.filter(({ parent }) => parents.includes(parent));
    return children.length === 0 ? [] : [...children, ...below(children.map(({ pid }) => pid))];
  };
  return below([process.pid]).filter(({ command }) => command !== "ps");
}

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
