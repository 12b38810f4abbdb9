import { fromOldInputs } from "../../definition/engineAssets";
import type { Inputs } from "../../model/dataflow";
import type { Reporter, Unchecked } from "../context";
import { pick } from "../values";
import { COMPUTED, wantedPublish } from "./computed";

/** Whether `ignoreChanges` holds the definition, however it was said: by the program, by a transformation, as a path. */
export function isIgnored(olds: Partial<Inputs>, { definition }: Inputs, report: Reporter): boolean {
  const { old, isWhole } = fromOldInputs(definition);
  // Without old inputs a resource is created.
  if (old.length === 0 || olds.definitionFingerprint === undefined) return false;
  if (!isWhole)
    report.warn(
      `definition: ignoreChanges names ${old.join(", ")} alone, and a definition is written as a whole: all of it is left as it is. ` +
        'Write ignoreChanges: ["definition"] to say so, or remove the path.',
    );
  return true;
}

/** The definition, and what is computed of it, stay as they were. A publish that failed is no part of it, and still to be done. */
export const ignored = (olds: Partial<Inputs>, news: Inputs): Unchecked<Inputs> => ({
  ...news,
  ...pick(olds, ["definition", ...COMPUTED]),
  publishedRevision: wantedPublish(olds, news, olds.definitionRevision),
});
