import { queryFingerprints } from "../../definition/queryFingerprints";
import type { DefinitionPart } from "../../definition/parts";
import { errorText } from "../../common/text";
import type { Definition } from "../../fabric/types";
import { keys, type Inputs, type Outputs } from "../../model/dataflow";
import { keysWith } from "../../model/keys";
import type { Context } from "../context";
import { exactly } from "../values";
import { fingerprintOf, fromAnswer, secretsOf } from "./definition";
import { LiveContractError } from "./liveContract";
import { publish, PublishError } from "./publish";
import { DataTestError } from "./runDataTests";
import { isSecretDefinition } from "./secretDefinition";
import { readDefinition, writeDefinition } from "./storedDefinition";

/** The steps whose keys follow the definition that is stored. */
export const FOLLOWING = ["definition", "publish", "test"] as const;

const FOLLOWS = [
  ...FOLLOWING.flatMap((step) => keysWith(keys, { step })),
  "baseline" as const,
  "bindingsUntried" as const,
];

/** Whether the definition that was just written has shown that it cannot go live; an answer that is missing shows nothing. */
export const showsUnfit = (error: unknown): boolean =>
  error instanceof DataTestError ||
  error instanceof LiveContractError ||
  (error instanceof PublishError && error.endedBadly);

/** What an update has stored, and what stood there. */
export interface Replaced {
  before: Definition;
  written: readonly DefinitionPart[];
}

/** What became of a rollback: what to say beside the error, and the outputs where it succeeded. */
export interface RolledBack {
  text: string;
  outs?: Outputs;
}

/**
 * Writes back what was stored before this update, and publishes it if it was published. The outputs then say what is stored, so that the next
 * preview shows the declared definition as one that is still to be written. Never throws: the error that led here is the one that counts.
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
        text: "rollback: nothing was written back, because what is stored is not what was written: the definition was edited in Fabric meanwhile",
      };
    await writeDefinition(context, id, news, fromAnswer(before));
  } catch (error) {
    return {
      text: `rollback failed: ${errorText(error)}\nThe new definition (revision ${news.definitionRevision}) is stored, and not published`,
    };
  }
  const back: Outputs = { ...outs, ...exactly(olds, FOLLOWS), rolledBack: news.definitionRevision };
  // Old assets are hashes alone, and the former files are not there any more.
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
      text: `rollback: the definition that was stored before (${revision}) is written back, and publishing it failed: ${errorText(error)}\nThe version published before stays in force; ${declared}`,
      outs: back,
    };
  }
}

/**
 * Tests and a publish take minutes: what somebody edited meanwhile is not overwritten. What was read back beside the publish is no proof, because
 * it may be such an edit.
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
