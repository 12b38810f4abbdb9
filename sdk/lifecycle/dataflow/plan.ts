import { DECLARATION } from "../../model/declaration";
import { secretPathsOf } from "../declaration";
import { containsUnknown, equal, pick, text, type Props } from "../values";
import { COMPUTED, OUTPUT_ONLY } from "../../outputNames";
import { hasTests } from "./computed";
import { isSeen, withoutMark } from "./definition";

/** The calls that lead from what the state says to what is declared. */
export interface Plan {
  properties?: { displayName?: string; description?: string };
  /** `folderId` undefined: the workspace's root. */
  move?: { folderId: string | undefined };
  tags?: { apply: string[]; unapply: string[] };
  writeDefinition: boolean;
  publish: boolean;
  /** Data tests are to be run: they changed, or what they are for. */
  test: boolean;
  /** Inputs that differ and need no call: the state alone learns of them. */
  settings: string[];
}

const BY_CALL = [
  "displayName",
  "description",
  "folderId",
  "tags",
  "definition",
  "workspaceId",
  ...COMPUTED,
  DECLARATION,
];

const TESTED = ["testedRevision", "tests"];

/** `olds` are outputs, which say what is really there; `news` are inputs. */
export function plan(olds: Props, news: Props): Plan {
  const properties = changedProperties(olds, news);
  const tags = changedTags(olds.tags, news.tags);
  const declares = news.definition !== undefined;
  const writeDefinition =
    declares &&
    (withoutMark(olds.definitionFingerprint) !== withoutMark(news.definitionFingerprint) ||
      !equal(olds.definitionRevision, news.definitionRevision));
  const publish =
    news.publishOnUpdate === true &&
    declares &&
    (writeDefinition || !equal(olds.publishedRevision, news.publishedRevision));
  return {
    ...(properties && { properties }),
    ...(!equal(olds.folderId, news.folderId) && { move: { folderId: text(news.folderId) } }),
    ...(tags && { tags }),
    writeDefinition,
    publish,
    test: declares && hasTests(news) && !equal(pick(olds, TESTED), pick(news, TESTED)),
    settings: [...changedSettings(olds, news), ...(writeDefinition ? [] : changedState(olds, news))],
  };
}

export const isEmpty = (plan: Plan): boolean =>
  !plan.properties &&
  !plan.move &&
  !plan.tags &&
  !plan.writeDefinition &&
  !plan.publish &&
  !plan.test &&
  plan.settings.length === 0;

function changedProperties(olds: Props, news: Props): Plan["properties"] {
  const changed = {
    ...(!equal(olds.displayName, news.displayName) && { displayName: text(news.displayName) ?? "" }),
    ...(!equal(olds.description ?? "", news.description ?? "") && { description: text(news.description) ?? "" }),
  };
  return Object.keys(changed).length > 0 ? changed : undefined;
}

const ids = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id): id is string => typeof id === "string").map((id) => id.toLowerCase()) : [];

function changedTags(olds: unknown, news: unknown): Plan["tags"] {
  const [before, after] = [ids(olds), ids(news)];
  const apply = after.filter((id) => !before.includes(id));
  const unapply = before.filter((id) => !after.includes(id));
  return apply.length + unapply.length > 0 ? { apply, unapply } : undefined;
}

function changedSettings(olds: Props, news: Props): string[] {
  const outputs: readonly string[] = [...OUTPUT_ONLY, "__provider"];
  // The outputs must know which of them are secret. A change of the URN, or of the option import, is no change of the resource.
  const secrets = equal(secretPathsOf(olds), secretPathsOf(news)) ? [] : ["secrets"];
  const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (key) =>
      !outputs.includes(key) && !BY_CALL.includes(key) && (containsUnknown(news[key]) || !equal(olds[key], news[key])),
  );
  return [...changed, ...secrets];
}

/** Changes of the definition that ask for no call. */
function changedState(olds: Props, news: Props): string[] {
  // What is no longer declared is no longer compared.
  if (news.definition === undefined) return olds.definitionFingerprint === undefined ? [] : ["definition"];
  // A portal edit that was undone in the portal: dependents must not see its mark.
  return isSeen(olds.definitionFingerprint) && !isSeen(news.definitionFingerprint) ? ["definitionFingerprint"] : [];
}
