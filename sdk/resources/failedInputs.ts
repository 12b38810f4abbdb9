import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { errorText } from "../common/text";
import { DECLARATION } from "../model/declaration";
import { providerText, typeToken } from "../model/providerText";

/*
 * An input can fail, for example a look-up that finds nothing. The SDK then does not declare the resource in the
 * engine, and reports the error once the program has ended. An inline program of the Automation API tells the engine
 * before that report that it has ended without errors. The engine then deletes what the state holds and the program did
 * not declare. So a resource is declared in place of the one that fails, and `check` refuses it, which ends the update.
 */

/** Names of the resources declared in this way, by run of the program. An Automation API process runs many programs. */
const declared = new WeakMap<object, Set<string>>();

class Failed extends pulumi.CustomResource {}

/**
 * Declares a resource that `check` refuses, with the reason. It has the name of the one that fails, and is shown in its
 * place.
 */
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
  // Two resources of the same name would be another error of the engine.
  if (names.has(`${type} ${name}`)) return;
  names.add(`${type} ${name}`);
  const properties = { [DECLARATION]: { refused }, __provider: providerText(lifecycle) };
  new Failed(typeToken(type), name, properties, { parent, ...(provider && { provider }) });
}

/** True in a unit test, which has no engine: no request is sent, and nothing is deleted. */
export const isMocked = (): boolean => pulumi.runtime.getMonitor() instanceof MockMonitor;

/** Keeps the program alive until `work` is done and its immediate continuations have run. */
export function awaited<T>(work: Promise<T>): Promise<T> {
  const done = pulumi.runtime.rpcKeepAlive();
  const end = (): void => void setImmediate(done);
  work.then(end, end);
  return work;
}

export const reasonOf = (error: unknown): string => errorText(error).trim() || "the value could not be computed";
