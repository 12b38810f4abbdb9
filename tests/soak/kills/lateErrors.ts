/*
 * The program of a killed engine lives on in this process, as no user's does. Some time later its calls end in this error. Node tells it to
 * every listener, that of the program which runs then among them: Pulumi would take it for an error of that one.
 */
const LATE = /14 UNAVAILABLE/;

const isLate = (error: unknown): boolean => error instanceof Error && LATE.test(error.message);

export interface LateErrors {
  /** How many were kept from the programs that ran. */
  count: number;
  stop(): void;
}

/** Keeps errors of programs whose engine was killed from the program that runs now, and takes the listeners away that they left. */
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

/** Whether an operation failed because of one that came through. */
export const failedLate = ({ succeeded, stdout, stderr }: { succeeded: boolean; stdout: string; stderr: string }) =>
  !succeeded && LATE.test(stdout + stderr);
