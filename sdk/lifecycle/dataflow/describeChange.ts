import type { Secret } from "../../definition/secrets";
import type { Understanding } from "../../definition/understand";
import type { Inputs } from "../../model/dataflow";
import { isUnknown } from "../../model/unknown";
import type { Reporter } from "../context";
import { isSeen, secretsOf, withoutMark } from "./definition";
import { leading } from "./leading";
import { byName } from "./queryKeys";

/** Without this line, users would expect the next run to use the new version. */
const UNPUBLISHED =
  "will be written and not published: runs use the version published before, until a DataflowRefresh or `publishOnUpdate: true` publishes this one";

/**
 * Reports which queries change and which depend on them. Only a message can show this, because the state keeps no
 * lineage.
 */
export function describe(declared: Understanding, olds: Partial<Inputs>, news: Inputs, report: Reporter): void {
  const { changes, lineage, definitionFingerprint, parts } = declared;
  if (!changes) return;
  const { describeBeside, describeChanges } =
    require("../../definition/describe") as typeof import("../../definition/describe");
  const { tryOlder } = require("../../definition/tried") as typeof import("../../definition/tried");
  const former = {
    queries: byName(olds.queries ?? {}),
    definitionFingerprint: withoutMark(olds.definitionFingerprint),
    paths: plainPathsOf(olds, secretsOf(news)),
  };
  const tried = tryOlder(parts, secretsOf(news), former);
  const beside = describeBeside(former.definitionFingerprint, definitionFingerprint, tried);
  const lines = [...describeChanges(changes, lineage, tried), ...(beside === undefined ? [] : [beside])];
  if (lines.length === 0) return;
  const what = isSeen(olds.definitionFingerprint) ? "changed in Fabric; `pulumi up` will overwrite it" : "definition";
  report.info(`${leading(news)}${what}: ${lines.join("\n")}`);
  if (news.publishOnUpdate !== true && !isUnknown(news.publishOnUpdate)) report.info(`${leading(news)}${UNPUBLISHED}`);
}

/** Returns paths of connections that a program declared and that are not secret. */
function plainPathsOf(props: Partial<Inputs>, secrets: readonly Secret[]): string[] {
  const { withoutSecrets } = require("../../definition/secrets") as typeof import("../../definition/secrets");
  const all = [...secrets, ...secretsOf(props)];
  return Object.values(props.connections ?? {}).flatMap((connection) => {
    const path = typeof connection === "string" ? undefined : connection.path;
    return typeof path === "string" && withoutSecrets(path, all) === path ? [path] : [];
  });
}
