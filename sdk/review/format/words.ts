import type { Literal } from "../../definition/m/literals";
import type {
  Break,
  ConnectionChange,
  DestinationChange,
  DestinationState,
  ParameterChange,
  QueryAspect,
  QueryChange,
  SettingChange,
  StepChange,
} from "../document";
import { data, joined, own, say, type Phrase } from "./phrase";

const LONGEST_VALUE = 120;

/** Returns the name of a dataflow for a reader: its folder, or its own name if the folder is the root. */
export const placeOf = ({ path, name }: { path: string; name: string }): string => (path === "." ? name : path);

/** Returns a value for a sentence. A long value is cut. */
export function valueText(value: Literal | undefined): Phrase {
  if (value === undefined) return own("not set");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return [data(text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text)];
}

/** Returns a text like `fastCombine: false -> true`. */
export function settingText({ name, before, after, hidden }: SettingChange): Phrase {
  if (hidden) return say`${name}: changed (values are not shown)`;
  return say`${name}: ${valueText(before)} -> ${valueText(after)}`;
}

const ASPECTS: Readonly<Record<QueryAspect, string>> = {
  expression: "M",
  references: "names of renamed queries",
  comments: "comments",
  attributes: "attributes",
  destination: "destination",
  load: "load",
  hidden: "visibility",
  group: "group",
  metadata: "metadata",
};

/** Returns the kind of a query's change, for example `Orders changed: M, load`. */
export function queryText({ name, was, kind, role, aspects }: QueryChange): Phrase {
  const noun = role === "query" ? "" : ` (${role})`;
  const what = aspects.map((aspect) => ASPECTS[aspect]).join(", ");
  switch (kind) {
    case "added":
      return say`${name}${own(noun)} is new`;
    case "removed":
      return say`${name}${own(noun)} is removed`;
    case "renamed":
      return say`${was ?? name} is renamed to ${name}${own(noun)}${own(what === "" ? "" : `, and changed: ${what}`)}`;
    case "follows":
      return say`${name}${own(noun)} names renamed queries`;
    case "reformatted":
      return say`${name}${own(noun)} is reformatted only`;
    case "changed":
      return say`${name}${own(noun)} changed: ${own(what)}`;
  }
}

const STEP_SIGNS = { added: "+", removed: "-" } as const;

/** Returns a text like `+ Kept rows (Table.FirstN)`. */
export function stepText({ name, was, aspects, function: called }: StepChange): Phrase {
  const [first] = aspects;
  const sign = first === "added" || first === "removed" ? STEP_SIGNS[first] : "~";
  const words = aspects.filter((aspect) => aspect !== "added" && aspect !== "removed");
  const renamed = was === undefined ? own("") : say`${was} -> `;
  const what =
    words.length > 0
      ? own(`: ${words.map((word) => (word === "comment" ? "comment changed" : word)).join(", ")}`)
      : own("");
  return say`${own(sign)} ${renamed}${name}${called === undefined ? own("") : say` (${called})`}${what}`;
}

export function parameterText({ name, was, kind, changes }: ParameterChange): Phrase {
  const details = joined(changes.map(settingText), "; ");
  const what = changes.length > 0 ? [": ", ...details] : [];
  if (kind === "renamed") return [...say`${was ?? name} is renamed to ${name}`, ...what];
  if (kind === "changed") return [...say`${name}`, ...what];
  return say`${name} is ${own(kind === "added" ? "new" : "removed")}`;
}

export function connectionText({ kind, connectionKind, path, pathBefore, rebound }: ConnectionChange): Phrase {
  const name = `${connectionKind}:${path}`;
  if (kind !== "changed") return say`${name} is ${own(kind === "added" ? "new" : "removed")}`;
  const moved = pathBefore === undefined ? say`${name}` : say`${`${connectionKind}:${pathBefore}`} -> ${name}`;
  return rebound ? say`${moved}, bound to another connection` : moved;
}

export function destinationText({ kind, query, before, after }: DestinationChange): Phrase {
  if (kind === "added" && after) return say`${query} is written to ${placeText(after)}`;
  if (kind === "removed" && before) return say`${query} is not written to ${placeText(before)} any more`;
  return say`${query}: ${placeText(before)} -> ${placeText(after)}`;
}

/** Returns a text like `lakehouse 2222..., table dbo.Sales (Replace, Automatic)`. */
function placeText(state: DestinationState | undefined): Phrase {
  if (!state) return own("nothing");
  const { item, itemName, schema, table, updateMethod, settings, isNewTarget, isDefault } = state;
  const where = item === undefined ? own("a place that is not in the M") : say`${item} ${itemName ?? "?"}`;
  const what = table === undefined ? own("") : say`, table ${schema === undefined ? table : `${schema}.${table}`}`;
  const how = [
    ...(updateMethod === undefined ? [] : [say`${updateMethod}`]),
    ...(settings === undefined ? [] : [say`${settings}`]),
    ...(isNewTarget ? [own("new target")] : []),
    ...(isDefault ? [own("default destination")] : []),
  ];
  return [...where, ...what, ...(how.length > 0 ? [" (", ...joined(how, ", "), ")"] : [])];
}

/** Returns the place of a finding and its message, which quotes names from the files. */
export const findingText = ({ place, message }: { place: string; message: string }): Phrase =>
  say`${place}: ${message}`;

const MAX_READERS = 12;

export function breakText({ query, table, column, renamedTo, message, readers }: Break): Phrase {
  const whole = table === undefined ? say`${query}` : say`${query} (table ${table})`;
  const subject = column === undefined ? whole : say`${whole}: the column ${column}`;
  const readBy = joined(
    readers.slice(0, MAX_READERS).map(({ path, query: reader }) => say`${reader} of ${path}`),
    ", ",
  );
  const more = readers.length > MAX_READERS ? ` and ${readers.length - MAX_READERS} more` : "";
  const other = renamedTo === undefined ? [] : say`: ${renamedTo}`;
  return [...subject, ` ${message}`, ...other, ...(readers.length > 0 ? ["; read by ", ...readBy, more] : [])];
}
