import { fromOldInputs } from "../../definition/engineAssets";
import { equal } from "../../common/objects";
import { error, type Problem } from "../../common/problem";
import type { Inputs } from "../../model/dataflow";
import { containsUnknown } from "../../model/unknown";
import type { CheckResult, Reporter, Unchecked } from "../context";
import { isCovered, secretPathsOf } from "../declaration";
import { pick, without } from "../values";
import { COMPUTED, wantedPublish } from "./computed";
import { TEXT_ARGUMENTS } from "./definition";

/** True if `ignoreChanges` names the definition, whether by the program, by a transformation, or as a path. */
export function isIgnored(olds: Partial<Inputs>, { definition }: Inputs, report: Reporter): boolean {
  const { old, isWhole } = fromOldInputs(definition);
  // Without old inputs the resource is created.
  if (old.length === 0 || olds.definitionFingerprint === undefined) return false;
  if (!isWhole)
    report.warn(
      `definition: ignoreChanges names only ${old.join(", ")}, but a definition is written as a whole, so all of it is left as it is. ` +
        'Write ignoreChanges: ["definition"], or remove the path.',
    );
  return true;
}

const NEXT = "The next `pulumi up` that does not ignore the definition";

/**
 * Leaves the definition, and what is computed from it, as they were. Arguments that change its text stay too: their
 * change is not made, so it is not recorded either, and it is written once the definition is no longer ignored. So do
 * data tests, because the content of an ignored definition may not be known. A failed publish is not part of that and
 * is still to be done. What an import left unwritten is only in the outputs: because of the mark, `diff` and `update`
 * leave it.
 */
export function ignored(olds: Partial<Inputs>, news: Inputs, report: Reporter): CheckResult<Inputs> {
  const changed = TEXT_ARGUMENTS.filter((key) => !equal(olds[key], news[key]));
  const named = changed.filter((key) => !containsUnknown(news[key])).join(", ");
  if (named !== "")
    report.warn(`${named}: not written, because ignoreChanges leaves the definition as it is. ${NEXT} writes it.`);
  const hasOtherTests = !equal(olds.tests, news.tests);
  if (hasOtherTests && !containsUnknown(news.tests))
    report.warn(
      `tests: the change has no effect yet, because ignoreChanges leaves the definition as it is. ${NEXT} runs the tests.`,
    );
  const inputs: Unchecked<Inputs> = {
    ...without(news, ...TEXT_ARGUMENTS, "tests"),
    ...pick(olds, ["definition", ...TEXT_ARGUMENTS, "tests", ...COMPUTED]),
    publishedRevision: wantedPublish(olds, news, olds.definitionRevision),
    __ignored: true,
  };
  return { inputs, problems: checkSecretsKept(olds, news, hasOtherTests ? [...changed, "tests"] : changed) };
}

/**
 * The engine encrypts in the old value what is secret in the new one. An old secret that the program no longer marks
 * would be in clear.
 */
const checkSecretsKept = (olds: Partial<Inputs>, news: Inputs, changed: readonly string[]): Problem[] =>
  changed.flatMap((key) => {
    const now = secretPathsOf(news).filter(([first]) => first === key);
    return secretPathsOf(olds)
      .filter((path) => path[0] === key && !isCovered(path, now))
      .map((path) =>
        error(
          path.join("."),
          "is secret in the ignored definition, and the program no longer marks it as secret, so the state would show it. " +
            "Keep it secret while the definition is ignored, or write the definition once without ignoreChanges",
        ),
      );
  });
