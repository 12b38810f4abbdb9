import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { errorText } from "../common/text";
import { DECLARATION } from "../model/declaration";
import { providerText, typeToken } from "../model/providerText";

/*
 * An input that fails, such as a look-up that finds nothing: the SDK then declares nothing in the engine, and reports the error once the
 * program has ended. An inline program of the Automation API tells the engine before that that it has ended as it should, and the engine deletes
 * what the state holds and the program did not declare. So something is declared in place of what fails, and `check` refuses it: that ends the update.
 */

/** What was declared so, by run of the program: an Automation API process runs many. */
const declared = new WeakMap<object, Set<string>>();

class Failed extends pulumi.CustomResource {}

/** Declares what `check` refuses, with the reason. It has the name of what fails, and is shown in its place. */
export function declareFailed(
  { type, lifecycle }: { type: string; lifecycle: string },
  name: string,
  refused: { [place: string]: string },
  { parent, provider }: pulumi.CustomResourceOptions = {},
): void {
  const run = pulumi.runtime.getMonitor();
  if (run === undefined || isMocked()) return;
  const names = declared.get(run) ?? new Set();
  declared.set(run, names);
  // Two of one name are another error of the engine's.
  if (names.has(`${type} ${name}`)) return;
  names.add(`${type} ${name}`);
  const properties = { [DECLARATION]: { refused }, __provider: providerText(lifecycle) };
  new Failed(typeToken(type), name, properties, { parent, ...(provider && { provider }) });
}

/** A unit test has no engine: nothing is asked, and nothing is deleted. */
export const isMocked = (): boolean => pulumi.runtime.getMonitor() instanceof MockMonitor;

/** The program does not end before `work` is done, and what follows at once from it. */
export function awaited<T>(work: Promise<T>): Promise<T> {
  const done = pulumi.runtime.rpcKeepAlive();
  const end = (): void => void setImmediate(done);
  work.then(end, end);
  return work;
}

export const reasonOf = (error: unknown): string => errorText(error).trim() || "cannot be had";
