import { error, problemText, type Problem } from "../../common/problem";
import { unknownKeyText } from "../../common/unknownKeys";
import { checkComputed, checkKeys } from "../../model/checks";
import { keys, type Inputs } from "../../model/dataflow";
import { DEPLOYMENT_TYPE, deploymentArguments } from "../../model/dataflowDeployment";
import { argumentsOf } from "../../model/keys";
import { containsUnknown } from "../../model/unknown";
import type { Reporter, Unchecked } from "../context";
import { createsBeforeDelete, importIdOf, secretPathsOf, urnOf } from "../declaration";
import { declareName } from "../displayNames";
import { checkTakeOver } from "../ownership";

/** Checks the arguments, each alone and some together. The definition's contents are checked elsewhere. */
export const checkArguments = (known: Unchecked<Inputs>, given: Unchecked<Inputs>, report: Reporter): Problem[] => [
  ...checkKeys(keys, given, "", (name) => unknownKeyText(name, argumentsFor(given))),
  ...checkComputed(keys, known, given),
  ...checkSecretFiles(given),
  ...checkName(known, given, report),
  ...checkTakeOver(given),
  ...checkOrder(given),
  ...checkCancel(given),
];

/**
 * Returns the known arguments. Unknown arguments of a deployment reach its dataflow, and suggestions for them include
 * the deployment's own.
 */
const argumentsFor = (news: Unchecked<Inputs>): string[] => [
  ...argumentsOf(keys),
  ...(urnOf(news)?.includes(`${DEPLOYMENT_TYPE}$`) ? Object.keys(deploymentArguments) : []),
];

const checkOrder = (news: Unchecked<Inputs>): Problem[] =>
  createsBeforeDelete(news) && news.adoptExisting === true
    ? [
        error(
          "deleteBeforeReplace",
          "remove it or adoptExisting: with both, the new resource would adopt the item that is then deleted",
        ),
      ]
    : [];

const checkCancel = ({ cancelRuns, waitForRun }: Unchecked<Inputs>): Problem[] =>
  cancelRuns === true && (waitForRun === undefined || waitForRun === false)
    ? [error("cancelRuns", "set waitForRun: true too, because cancelRuns only says how active runs end")]
    : [];

/**
 * Refuses secret files: their content could be guessed from a fingerprint in the state, and nothing shows which part of
 * a file is secret.
 */
const checkSecretFiles = (news: Unchecked<Inputs>): Problem[] =>
  secretPathsOf(news)
    .filter(([argument]) => argument === "definition" && news.allowSecretDefinition !== true)
    .map((path) =>
      error(
        path.join("/"),
        "is secret, and could be guessed from its fingerprints in the state. Put the secret values into `parameters` or " +
          "`replacements`, which keep them apart, and declare the files plain (pulumi.unsecret). Or set allowSecretDefinition: true; " +
          "edits in the portal are then not detected",
      ),
    );

/**
 * Refuses a name that another resource declares. Names are unique in a workspace, so the second resource could not be
 * created. If both items exist, the service has accepted both, and a refusal would only prevent their adoption.
 */
function checkName(olds: Unchecked<Inputs>, news: Unchecked<Inputs>, report: Reporter): Problem[] {
  const { workspaceId, displayName } = news;
  const urn = urnOf(news);
  if (urn === undefined || typeof workspaceId !== "string" || typeof displayName !== "string") return [];
  if (containsUnknown([workspaceId, displayName])) return [];
  const hasName = isSameText(olds.workspaceId, workspaceId) && isSameText(olds.displayName, displayName);
  const rival = declareName(workspaceId, displayName, urn, importIdOf(news) ?? (hasName ? urn : undefined));
  if (!rival) return [];
  const others = rival.bothExist
    ? "declares the same name in this workspace. Both dataflows exist, but the service may refuse to create a second one of this name"
    : rival.differsInCase
      ? "declares a dataflow in this workspace whose name differs only in case. The service may refuse the second name"
      : "declares the same name in this workspace. Names are unique in a workspace";
  const problem = error("displayName", `${resourceName(rival.urn)} ${others}, so give one of them another displayName`);
  if (!rival.ofAnotherProvider && !rival.differsInCase && !rival.bothExist) return [problem];
  report.warn(problemText(problem));
  return [];
}

const isSameText = (a: unknown, b: string): boolean => typeof a === "string" && a.toLowerCase() === b.toLowerCase();

const resourceName = (urn: string): string => urn.split("::").at(-1) ?? urn;
