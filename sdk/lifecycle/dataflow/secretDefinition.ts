import type { Problem } from "../../common/problem";
import type { Inputs } from "../../model/dataflow";
import { secretPathsOf } from "../declaration";

/*
 * A definition with secret files that the program allows. Its content could be guessed from a fingerprint, so it has
 * none: in its place is a count of the contents.
 */

const COUNTED = /^secret:(\d+)$/;

/** True if the definition must not be fingerprinted. */
export const isSecretDefinition = (props: Partial<Inputs>): boolean =>
  props.allowSecretDefinition === true && secretPathsOf(props).some(([argument]) => argument === "definition");

/** Returns a problem of such a definition without its message, which may quote the M or suggest a name from it. */
export const withoutText = (problem: Problem): Problem => ({
  ...problem,
  message: `${problem.severity === "error" ? "is wrong" : "has a warning"}. The reason is not shown, because the definition is secret. Run \`npx pulumi-fabric-dataflow validate <folder>\` to see it`,
});

/** Returns the text in place of a fingerprint, for a content that differs from the one before. */
export function nextSecretFingerprint(before: string | undefined): string {
  const count = COUNTED.exec(before ?? "")?.[1];
  return `secret:${Number(count ?? 0) + 1}`;
}
