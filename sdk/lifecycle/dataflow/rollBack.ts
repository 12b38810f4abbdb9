import { queryFingerprints } from "../../definition/queryFingerprints";
import type { DefinitionPart } from "../../definition/parts";
import { errorText } from "../../common/text";
import type { Definition } from "../../fabric/types";
import { keys, type Inputs, type Outputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import type { Context } from "../context";
import { exactly } from "../values";
import { fingerprintOf, fromResponse, secretsOf } from "./definition";
import { LiveContractError } from "./liveContract";
import { publish, PublishError } from "./publish";
import { DataTestError } from "./runDataTests";
import { isSecretDefinition } from "./secretDefinition";
import { readDefinition, writeDefinition } from "./storedDefinition";

/** The steps whose keys follow the stored definition. */
export const FOLLOWING = ["definition", "publish", "test"] as const;

const FOLLOWS = [
  ...FOLLOWING.flatMap((step) => keysWith(keys, { step })),
  "baseline" as const,
  "bindingsUntried" as const,
];

/** True if the error shows that the definition just written cannot go live. A missing response does not show that. */
export const showsUnfit = (error: unknown): boolean =>
  error instanceof DataTestError ||
  error instanceof LiveContractError ||
  (error instanceof PublishError && error.endedBadly);

/** The definition that an update has written, and the one stored before. */
export interface Replaced {
  before: Definition;
  written: readonly DefinitionPart[];
}

/** The result of a rollback: a text to add to the error, and the outputs if it succeeded. */
export interface RolledBack {
  text: string;
  outs?: Outputs;
}

/**
 * Writes back what was stored before this update, and publishes it if it was published. The outputs then describe the
 * stored definition, so that the next preview shows the declared one as still to be written. Never throws: the user
 * must see the error that led here.
 */
export async function rollBack(
  context: Context,
  id: string,
  { before, written }: Replaced,
  { olds, news, outs }: { olds: Outputs; news: Inputs; outs: Outputs },
): Promise<RolledBack> {
  const declared = `the declared one (revision ${news.definitionRevision}) is still to be written`;
  try {
    context.progress("rolling back");
    if (!(await isStillOurs(context, id, news, written)))
      return {
        text: "rollback: nothing was written back, because the definition was edited in Fabric meanwhile",
      };
    await writeDefinition(context, id, news, fromResponse(before));
  } catch (error) {
    return {
      text: `rollback failed: ${errorText(error)}\nThe new definition (revision ${news.definitionRevision}) is stored and not published`,
    };
  }
  const back: Outputs = { ...outs, ...exactly(olds, FOLLOWS), rolledBack: news.definitionRevision };
  // Old assets are only hashes, and their files no longer exist.
  delete back.definition;
  delete back.untested;
  delete back.pendingPublish;
  const revision = `revision ${olds.definitionRevision ?? "unknown"}`;
  const wasPublished = news.publishOnUpdate === true && olds.publishedRevision === olds.definitionRevision;
  if (!wasPublished)
    return {
      text: `rollback: the definition that was stored before (${revision}) is written back; ${declared}`,
      outs: back,
    };
  try {
    const { pendingPublish: _, ...known } = olds;
    await publish(context, id, known, news, async () => {});
    return {
      text: `rollback: the definition that was stored before (${revision}) is written back and published; ${declared}`,
      outs: back,
    };
  } catch (error) {
    return {
      text: `rollback: the definition that was stored before (${revision}) is written back, but its publish failed: ${errorText(error)}\nRuns still use the version published before; ${declared}`,
      outs: back,
    };
  }
}

/**
 * True if nobody has edited the definition meanwhile: tests and a publish take minutes, and such an edit must not be
 * overwritten. The definition read back beside the publish proves nothing, because it may be such an edit.
 */
async function isStillOurs(
  context: Context,
  id: string,
  news: Inputs,
  written: readonly DefinitionPart[],
): Promise<boolean> {
  if (isSecretDefinition(news)) return true;
  const stored = await readDefinition(context, id, news, { afterWrites: true });
  const sent = queryFingerprints(written, secretsOf(news));
  return sent.definitionFingerprint === fingerprintOf(stored, news).definitionFingerprint;
}
