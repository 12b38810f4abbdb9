import { QUERY_DEFAULTS } from "../definition/canonicalMetadata";
import { writtenName } from "../definition/m/text";
import type { Edit } from "../definition/m/positions";
import { attributeTexts } from "./attributes";
import type { QueryAspect, QueryChange, SettingChange } from "./document";
import { groupPath } from "./groups";
import { hideSecrets } from "./hideSecrets";
import { lineDiff } from "./lineDiff";
import { memberParts } from "./memberParts";
import type { Renames } from "./names";
import type { QueryPair } from "./pairQueries";
import { settingChanges, withDefaults } from "./settingChanges";
import type { Side, SideQuery } from "./side";
import { stepChanges } from "./stepChanges";
import { codeOf, commentsOf, editedStretch } from "./tokens";

/** Returns the change of a query. Undefined if nothing changed. */
export function queryChange(
  pair: QueryPair,
  sides: { before: Side | undefined; after: Side | undefined },
  renames: Renames,
): QueryChange | undefined {
  const { before, after } = pair;
  if (before && after && sides.before && sides.after)
    return changeOf({ side: sides.before, query: before }, { side: sides.after, query: after }, renames);
  const [only, side] = after ? [after, sides.after] : [before, sides.before];
  if (!only || !side) return undefined;
  return {
    name: only.query.name,
    kind: after ? "added" : "removed",
    role: only.role,
    aspects: [],
    settings: [],
    ...hunksOf(after ? undefined : { side, query: only }, after ? { side, query: only } : undefined),
  };
}

interface Placed {
  side: Side;
  query: SideQuery;
}

/** The aspects whose changes show in the steps. */
const STEPPED: readonly QueryAspect[] = ["expression", "comments"];

/** Returns the M of a query. The service and Git change line ends, which is no news for a reader. */
const textOf = ({ side, query }: Placed): string => side.textOf(query).replaceAll(/\r\n?/g, "\n");

function changeOf(before: Placed, after: Placed, renames: Renames): QueryChange | undefined {
  const settings = metadataChanges(before, after);
  const aspects = [...mashupAspects(before, after, renames), ...settings.map(({ aspect }) => aspect)];
  const [name, was] = [after.query.query.name, before.query.query.name];
  const sameText = textOf(before) === textOf(after);
  if (aspects.length === 0 && name === was && sameText) return undefined;
  const kind =
    name !== was
      ? "renamed"
      : aspects.length === 0
        ? "reformatted"
        : aspects.every((aspect) => aspect === "references")
          ? "follows"
          : "changed";
  return {
    name,
    ...(name !== was && { was }),
    kind,
    role: after.query.role,
    aspects: [...new Set(aspects)],
    settings: settings.map(({ change }) => change),
    ...(aspects.some((aspect) => STEPPED.includes(aspect)) && stepsOf(before, after, renames)),
    ...(kind === "reformatted" || sameText ? { hunks: [] } : hunksOf(before, after)),
  };
}

/** Returns the aspects in which the M of a query differs. Line ends and layout are ignored. */
function mashupAspects(before: Placed, after: Placed, renames: Renames): QueryAspect[] {
  const [old, now] = [memberParts(before.side, before.query), memberParts(after.side, after.query)];
  const [oldBody, nowBody] = [
    old.text.slice(old.body.start, old.body.end),
    now.text.slice(now.body.start, now.body.end),
  ];
  const aspects: QueryAspect[] = [];
  const [oldCode, nowCode] = [codeOf(oldBody), codeOf(nowBody)];
  if (oldCode !== nowCode) {
    const renamed = renamedBody(before, renames);
    aspects.push(renamed !== undefined && codeOf(renamed) === nowCode ? "references" : "expression");
  }
  const comments = ({ text, head }: typeof old, body: string) =>
    commentsOf(text.slice(head.start, head.end)) + commentsOf(body);
  if (comments(old, oldBody) !== comments(now, nowBody)) aspects.push("comments");
  const [oldTexts, newTexts] = [attributeTexts(before, renames), attributeTexts(after, new Map())];
  if (oldTexts.destination !== newTexts.destination) aspects.push("destination");
  if (oldTexts.others !== newTexts.others) aspects.push("attributes");
  return aspects;
}

/** Returns the M with the new names of renamed queries. Undefined if it does not name any. */
function renamedBody(placed: Placed, renames: Renames): string | undefined {
  const { text, body } = memberParts(placed.side, placed.query);
  const edits = renameEdits(placed, renames);
  if (edits.length === 0) return undefined;
  return editedStretch(text, body, edits);
}

function renameEdits({ side, query }: Placed, renames: Renames): Edit[] {
  if (renames.size === 0) return [];
  return side.outline(query).freeNames.flatMap(({ name, start, end }) => {
    const renamed = renames.get(name);
    return renamed === undefined ? [] : [{ start, end, text: writtenName(renamed) }];
  });
}

function stepsOf(before: Placed, after: Placed, renames: Renames): Pick<QueryChange, "steps"> {
  if (after.query.role === "parameter") return {};
  const [old, now] = [before.side.outline(before.query), after.side.outline(after.query)];
  if (!old.steps || !now.steps) return {};
  const steps = stepChanges(
    { ...old.steps, text: before.side.textOf(before.query), renamed: renameEdits(before, renames) },
    { ...now.steps, text: after.side.textOf(after.query) },
  );
  return { steps };
}

function hunksOf(before: Placed | undefined, after: Placed | undefined): Pick<QueryChange, "hunks" | "hunksCut"> {
  const textOf = (placed: Placed | undefined) => (placed ? placed.side.textOf(placed.query) : "");
  const [old, now] = hideSecrets(textOf(before), textOf(after));
  const hunks = lineDiff(old, now, { before: firstLine(before), after: firstLine(after) });
  return hunks ? { hunks } : { hunks: [], hunksCut: true };
}

const firstLine = (placed: Placed | undefined): number =>
  placed ? Number(placed.side.mashup.at(placed.query.query.start).split(":").at(-2)) : 1;

/** Returns the differences in the entry of a query. */
function metadataChanges(before: Placed, after: Placed): { aspect: QueryAspect; change: SettingChange }[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  return settingChanges(old, now).map((change) => ({ aspect: ASPECTS[change.name] ?? "metadata", change }));
}

const ASPECTS: Readonly<Record<string, QueryAspect>> = { loadEnabled: "load", isHidden: "hidden", group: "group" };

function valuesOf({ side, query: { entry } }: Placed): ReturnType<typeof withDefaults> {
  const { queryName: _name, queryGroupId: _group, queryId: _id, ...others } = entry?.value ?? {};
  const group = groupPath(entry?.queryGroupId, side.view.groups);
  return withDefaults({ ...others, ...(group !== undefined && { group }) }, QUERY_DEFAULTS);
}
