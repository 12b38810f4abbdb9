/*
 * The program of a killed engine stays in this process, unlike a user's program. Its calls later end with this error. Node passes the error to every
 * listener, including the listener of the running program. Pulumi would treat it as an error of that program.
 */
const LATE = /14 UNAVAILABLE/;

const isLate = (error: unknown): boolean => error instanceof Error && LATE.test(error.message);

export interface LateErrors {
  /** The number of errors that running programs did not get. */
  count: number;
  stop(): void;
}

/** Keeps errors of programs with a killed engine away from the running program, and removes their listeners. */
export function keepLateErrorsAway(): LateErrors {
  const names = ["uncaughtException", "unhandledRejection"] as const;
  const before = names.map((name) => process.listeners(name as "uncaughtException"));
  const own = process.emit;
  const kept: LateErrors = { count: 0, stop };
  process.emit = function (this: NodeJS.Process, name: string, ...args: unknown[]) {
    if ((names as readonly string[]).includes(name) && isLate(args[0])) {
      kept.count++;
      return true;
    }
    return (own as (...all: unknown[]) => boolean).call(this, name, ...args);
  } as typeof process.emit;
  function stop(): void {
    process.emit = own;
    names.forEach((name, at) => {
      for (const listener of process.listeners(name as "uncaughtException"))
        if (!before[at]!.includes(listener)) process.off(name, listener);
    });
  }
  return kept;
}

/** True if an operation failed because of such an error. */
export const failedLate = ({ succeeded, stdout, stderr }: { succeeded: boolean; stdout: string; stderr: string }) =>
  !succeeded && LATE.test(stdout + stderr);
