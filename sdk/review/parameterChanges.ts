import type { Literal } from "../definition/m/literals";
import type { ParameterChange } from "./document";
import { hideSecrets } from "./hideSecrets";
import { nameOf } from "./names";
import type { QueryPair } from "./pairQueries";
import { settingChanges, type Values } from "./settingChanges";
import type { Side, SideQuery } from "./side";

/** Returns the parameters that were added, removed or renamed, or whose declaration changed: current value, type, required, allowed values. */
export function parameterChanges(
  pairs: readonly QueryPair[],
  sides: { before: Side | undefined; after: Side | undefined },
): ParameterChange[] {
  return pairs.flatMap((pair): ParameterChange[] => {
    const [before, after] = [declarationOf(sides.before, pair.before), declarationOf(sides.after, pair.after)];
    if (!before && !after) return [];
    const name = nameOf(pair);
    const changes = settingChanges(before ?? {}, after ?? {}, name);
    if (!before || !after) return [{ name, kind: after ? "added" : "removed", changes }];
    const was = pair.before?.query.name;
    if (was !== undefined && was !== name) return [{ name, was, kind: "renamed", changes }];
    return changes.length > 0 ? [{ name, kind: "changed", changes }] : [];
  });
}

function declarationOf(side: Side | undefined, query: SideQuery | undefined): Values | undefined {
  const declared = query?.facts?.parameter;
  if (!side || !query || !declared) return undefined;
  const written = ({ start, end }: { start: number; end: number }, literal: Literal | undefined): Literal =>
    literal === undefined ? hideSecrets("", side.textOf(query).slice(start, end))[1] : literal;
  return {
    current: written(declared.value, declared.current),
    type: declared.type,
    required: declared.required || undefined,
    allowed: declared.allowed?.map((value) => written(value, value.literal)),
  };
}
