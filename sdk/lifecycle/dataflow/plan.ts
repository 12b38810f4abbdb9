import { keys, type Inputs, type Outputs } from "../../model/dataflow";
import { argumentsOf, keysWith, type Key, type Step } from "../../model/keys";
import { secretPathsOf } from "../declaration";
import { equal } from "../../common/objects";
import { differing } from "../differing";
import { pick } from "../values";
import { hasTests } from "./computed";
import { isSeen, isUnbound, withoutMark } from "./definition";

/** The steps of an update. */
export const STEPS = ["properties", "move", "tags", "definition", "publish", "test"] as const satisfies readonly Step[];

/** The calls that lead from the state to what is declared. */
export interface Plan {
  properties?: { displayName?: string; description?: string };
  /** `folderId` undefined moves the item to the workspace's root. */
  move?: { folderId: string | undefined };
  tags?: { apply: string[]; unapply: string[] };
  writeDefinition: boolean;
  /** The stored definition is not the declared one, and stays as it is, because it is ignored. */
  leaveDefinition?: true;
  /** The stored definition is ignored and its connections are not bound yet, so it is written once more unchanged. */
  bindStored?: true;
  publish: boolean;
  /** Data tests must run, because they or their queries changed. */
  test: boolean;
  /** Inputs that differ and need no call: only the state changes. */
  settings: string[];
}

/** Arguments whose change needs no call. Properties are compared by their call, and a definition by its fingerprint. */
const SETTINGS = argumentsOf(keys).filter((name) => {
  const { step = "none" }: Key = keys[name];
  return name !== "definition" && ["none", "definition", "test"].includes(step);
});

const MOVED = keysWith(keys, { step: "move" });
const TESTED = keysWith(keys, { step: "test" });

/** `olds` are outputs, which say what the service has; `news` are inputs. */
export function plan(olds: Outputs, news: Inputs): Plan {
  const properties = changedProperties(olds, news);
  const tags = changedTags(olds.tags, news.tags);
  const declares = news.definition !== undefined;
  const ignores = news.__ignored === true;
  const differs =
    declares && (differsInMeaning(olds, news) || !equal(olds.definitionRevision, news.definitionRevision));
  const binds = declares && isUnbound(olds.definitionFingerprint);
  const writeDefinition = !ignores && (differs || binds);
  const leaveDefinition = ignores && differs;
  const publish =
    news.publishOnUpdate === true &&
    declares &&
    !leaveDefinition &&
    (writeDefinition || !equal(olds.publishedRevision, news.publishedRevision));
  return {
    ...(properties && { properties }),
    ...(differing(keys, MOVED, olds, news).length > 0 && { move: { folderId: news.folderId } }),
    ...(tags && { tags }),
    writeDefinition,
    ...(leaveDefinition && { leaveDefinition }),
    ...(ignores && binds && !differs && { bindStored: true }),
    publish,
    test: declares && !ignores && hasTests(news) && !equal(pick(olds, TESTED), pick(news, TESTED)),
    settings: [...changedSettings(olds, news), ...(writeDefinition ? [] : changedState(olds, news))],
  };
}

/** Fingerprints made with other secrets cannot be compared. Then the revision, which `check` raises, shows a change. */
function differsInMeaning(olds: Outputs, news: Inputs): boolean {
  const differs = withoutMark(olds.definitionFingerprint) !== withoutMark(news.definitionFingerprint);
  return differs && (isSeen(olds.definitionFingerprint) || equal(secretPathsOf(olds), secretPathsOf(news)));
}

export const isEmpty = (plan: Plan): boolean =>
  !plan.properties &&
  !plan.move &&
  !plan.tags &&
  !plan.writeDefinition &&
  !plan.bindStored &&
  !plan.publish &&
  !plan.test &&
  plan.settings.length === 0;

function changedProperties(olds: Outputs, news: Inputs): Plan["properties"] {
  const changed = {
    ...(!equal(olds.displayName, news.displayName) && { displayName: news.displayName }),
    ...(!equal(olds.description ?? "", news.description ?? "") && { description: news.description ?? "" }),
  };
  return Object.keys(changed).length > 0 ? changed : undefined;
}

/** In a preview the list may be unknown. */
const ids = (tags: unknown): string[] => (Array.isArray(tags) ? tags.map((id) => String(id).toLowerCase()) : []);

function changedTags(olds: Outputs["tags"], news: Inputs["tags"]): Plan["tags"] {
  const [before, after] = [ids(olds), ids(news)];
  const apply = after.filter((id) => !before.includes(id));
  const unapply = before.filter((id) => !after.includes(id));
  return apply.length + unapply.length > 0 ? { apply, unapply } : undefined;
}

const changedSettings = (olds: Outputs, news: Inputs): string[] => [
  // Beside an ignored definition, data tests that have not passed yet are left for later.
  ...differing(keys, SETTINGS, olds, news).filter(
    (name) => news.__ignored !== true || !(TESTED as readonly string[]).includes(name),
  ),
  // The outputs must know which of them are secret. A change of the URN, or of the option import, does not change the
  // resource.
  ...(equal(secretPathsOf(olds), secretPathsOf(news)) ? [] : ["secrets"]),
];

/** Returns changes of the definition that need no call. */
function changedState(olds: Outputs, news: Inputs): string[] {
  // A definition that is no longer declared is no longer compared.
  if (news.definition === undefined) return olds.definitionFingerprint === undefined ? [] : ["definition"];
  // If a portal edit was undone in the portal, dependents must not see its mark.
  return isSeen(olds.definitionFingerprint) && !isSeen(news.definitionFingerprint) ? ["definitionFingerprint"] : [];
}
