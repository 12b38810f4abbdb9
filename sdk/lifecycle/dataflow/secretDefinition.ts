import type { Problem } from "../../common/problem";
import type { Inputs } from "../../model/dataflow";
import { secretPathsOf } from "../declaration";

/*
 * A definition with secret files that the program allows. A fingerprint would let its content be guessed, so none is made of it: what stands
 * in its place only counts the contents.
 */

const COUNTED = /^secret:(\d+)$/;

/** True if nothing of the definition may be fingerprinted. */
export const isSecretDefinition = (props: Partial<Inputs>): boolean =>
  props.allowSecretDefinition === true && secretPathsOf(props).some(([argument]) => argument === "definition");

/** A problem of such a definition: its message may quote the M, or propose a name of it. */
export const withoutText = (problem: Problem): Problem => ({
  ...problem,
  message: `${problem.severity === "error" ? "is wrong" : "has a warning"}; why is not shown, because the definition is secret: \`npx pulumi-fabric-dataflow validate\` tells of its folder`,
});

/** What stands for the fingerprint of a content that differs from the one before. */
export function nextSecretFingerprint(before: string | undefined): string {
  const count = COUNTED.exec(before ?? "")?.[1];
  return `secret:${Number(count ?? 0) + 1}`;
}
