import type { RunParameters } from "../definition/runParameters";
import { asText } from "./values";

/**
 * What the definitions of this process say about run parameters: a refresh of the same program can then be judged before it is
 * started. Known where a definition was looked at, which an unchanged one is not.
 */
const byFingerprint = new Map<string, RunParameters>();
const byItem = new Map<string, RunParameters>();

export function rememberParameters(definitionFingerprint: string, parameters: RunParameters | undefined): void {
  if (parameters) byFingerprint.set(definitionFingerprint, parameters);
}

/** The item that has, or is about to get, the definition of these inputs. */
export function rememberItem(id: string, { definitionFingerprint = "" }: { definitionFingerprint?: string }): void {
  const parameters = byFingerprint.get(definitionFingerprint);
  if (parameters) byItem.set(id.toLowerCase(), parameters);
}

export const parametersOf = (dataflowId: unknown): RunParameters | undefined =>
  byItem.get(asText(dataflowId)?.toLowerCase() ?? "");
