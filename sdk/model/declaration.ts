/*
 * What a resource's class tells its lifecycle beside the arguments. The engine shows no property whose name begins with two underscores, in
 * no preview. State is forever: the name and the form keep their meaning.
 */

/** The one input that holds it. */
export const DECLARATION = "__declaration";

/** The output that holds arguments which were secret and may be so no more: always secret itself. Most states have none. */
export const FORMER_SECRETS = "__formerSecrets";

/** Names alone, never a value: the state keeps it in clear. */
export interface Declaration {
  /** The resource's URN: the host is not told it, and a line of progress needs it. */
  urn?: string;
  /** The id in the resource option `import`. */
  import?: string;
  /** The URN of another resource of the stack that holds what would be taken over. `check` refuses it, so no state has it. */
  heldBy?: string;
  /** The option `deleteBeforeReplace`, if the program sets it to false. */
  deleteBeforeReplace?: false;
  /** What is wrong, by its place, if the resource cannot be declared. `check` refuses it, so no state has it. */
  refused?: { [place: string]: string };
  /** Paths of the inputs that the program marks as secret. The provider sees every value in clear, so nothing else tells. */
  secrets?: string[][];
}
