import { fromOldInputs } from "../../definition/engineAssets";
import { equal } from "../../common/objects";
import { error, type Problem } from "../../common/problem";
import type { Inputs } from "../../model/dataflow";
import { containsUnknown } from "../../model/unknown";
import type { CheckAnswer, Reporter, Unchecked } from "../context";
import { isCovered, secretPathsOf } from "../declaration";
import { pick, without } from "../values";
import { COMPUTED, wantedPublish } from "./computed";
import { TEXT_ARGUMENTS } from "./definition";

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

/**
 * The definition, and what is computed of it, stay as they were. So does what goes into its text: a change of it is not made, so it is not
 * recorded either, and is written once the definition is no longer ignored. A publish that failed is no part of it, and still to be done. What an
 * import has left unwritten is known to the outputs alone: the mark tells `diff` and `update` to leave it.
 */
export function ignored(olds: Partial<Inputs>, news: Inputs, report: Reporter): CheckAnswer<Inputs> {
  const changed = TEXT_ARGUMENTS.filter((key) => !equal(olds[key], news[key]));
  const named = changed.filter((key) => !containsUnknown(news[key])).join(", ");
  if (named !== "")
    report.warn(
      `${named}: not written, because ignoreChanges leaves the definition as it is. The next \`pulumi up\` that does not ignore the definition writes it.`,
    );
  const inputs: Unchecked<Inputs> = {
    ...without(news, ...TEXT_ARGUMENTS),
    ...pick(olds, ["definition", ...TEXT_ARGUMENTS, ...COMPUTED]),
    publishedRevision: wantedPublish(olds, news, olds.definitionRevision),
    __ignored: true,
  };
  return { inputs, problems: checkSecretsKept(olds, news, changed) };
}

/** The engine encrypts in the old value what is secret in the new one: an old secret that the program no longer names would be in clear. */
const checkSecretsKept = (olds: Partial<Inputs>, news: Inputs, changed: readonly string[]): Problem[] =>
  changed.flatMap((key) => {
    const now = secretPathsOf(news).filter(([first]) => first === key);
    return secretPathsOf(olds)
      .filter((path) => path[0] === key && !isCovered(path, now))
      .map((path) =>
        error(
          path.join("."),
          "is secret in the definition that ignoreChanges leaves as it is, and the program no longer declares it as secret: the state would show it. " +
            "Keep it secret as long as the definition is ignored, or write the definition once without ignoreChanges",
        ),
      );
  });
