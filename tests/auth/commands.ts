import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Commands {
  /** Puts an executable with this name and output on the PATH. */
  install(name: string, output: { stdout?: string; stderr?: string; code?: number; sleepSeconds?: number }): void;
  /** The arguments of each call, one a line. */
  calls(name: string): string[];
  /** The process id of a sleeping command's child. */
  child(name: string): number;
  uninstall(): void;
  restore(): void;
}

/** Makes a PATH that has only the commands of a test. For POSIX shells. */
export function ownPath(): Commands {
  const folder = mkdtempSync(join(tmpdir(), "commands-"));
  const former = process.env["PATH"];
  let bin = "";
  let count = 0;
  const commands: Commands = {
    install(name, { stdout = "", stderr = "", code = 0, sleepSeconds = 0 }) {
      const script = [
        "#!/bin/sh",
        "PATH=/usr/local/bin:/usr/bin:/bin",
        `echo "$*" >> '${bin}/${name}.calls'`,
        sleepSeconds > 0 ? `sleep ${sleepSeconds} & echo $! > '${bin}/${name}.child'; wait` : ":",
        `cat <<'END'\n${stdout}\nEND`,
        `cat >&2 <<'END'\n${stderr}\nEND`,
        `exit ${code}`,
      ];
      writeFileSync(join(bin, name), `${script.join("\n")}\n`, { mode: 0o755 });
    },
    calls: (name) =>
      readFileSync(join(bin, `${name}.calls`), "utf8")
        .trim()
        .split("\n"),
    child: (name) => Number(readFileSync(join(bin, `${name}.child`), "utf8")),
    uninstall() {
      bin = mkdtempSync(join(folder, `${count++}-`));
      process.env["PATH"] = bin;
    },
    restore() {
      process.env["PATH"] = former;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  commands.uninstall();
  return commands;
}
