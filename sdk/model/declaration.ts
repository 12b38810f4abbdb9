/*
 * What a resource's class passes to its lifecycle beside the arguments. The engine shows no property whose name begins
 * with two underscores in previews. States keep this input for ever, so its name and form keep their meaning.
 */

/** The input that holds it. */
export const DECLARATION = "__declaration";

/**
 * The output that holds arguments which were secret and may no longer be. The output itself is always secret. Most
 * states have none.
 */
export const FORMER_SECRETS = "__formerSecrets";

/** Names only, never a value: the state keeps it in clear. */
export interface Declaration {
  /** The resource's URN. Progress lines need it, and the engine does not send it to the host. */
  urn?: string;
  /** The id in the resource option `import`. */
  import?: string;
  /**
   * The URN of another resource of the stack that holds the item to be adopted or imported. `check` refuses it, so no
   * state has it.
   */
  heldBy?: string;
  /** The option `deleteBeforeReplace`, if the program sets it to false. */
  deleteBeforeReplace?: false;
  /** Problems by place, if the resource cannot be declared. `check` refuses it, so no state has it. */
  refused?: { [place: string]: string };
  /**
   * Paths of the inputs that the program marks as secret. The provider cannot know them otherwise, because it gets
   * every value in clear.
   */
  secrets?: string[][];
}
