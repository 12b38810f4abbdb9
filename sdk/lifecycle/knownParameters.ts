import type { RunParameters } from "../definition/runParameters";
import { asText } from "./values";

/**
 * Run parameters of the definitions in this process, so that a refresh of the same program is checked before it starts.
 * Known only for definitions that were read, so not for unchanged ones.
 */
const byFingerprint = new Map<string, RunParameters>();
const byItem = new Map<string, RunParameters>();

export function rememberParameters(definitionFingerprint: string, parameters: RunParameters | undefined): void {
  if (parameters) byFingerprint.set(definitionFingerprint, parameters);
}

/** Records that this item has the definition of these inputs, or will get it in this step. */
export function rememberItem(id: string, { definitionFingerprint = "" }: { definitionFingerprint?: string }): void {
  const parameters = byFingerprint.get(definitionFingerprint);
  if (parameters) byItem.set(id.toLowerCase(), parameters);
}

export const parametersOf = (dataflowId: unknown): RunParameters | undefined =>
  byItem.get(asText(dataflowId)?.toLowerCase() ?? "");
