import { spelled } from "../../common/door";
import { byKey, byName, nameOfKey } from "./queryKeys";
import { openDefinition } from "../../definition/open";
import { error, problemText, type Problem } from "../../common/problem";
import { strangerText } from "../../common/strangers";
import { CURRENT_VERSION, versionOf } from "../../definition/fingerprint";
import type { Secret } from "../../definition/secrets";
import type { RunParameters } from "../../definition/runParameters";
import type { Understanding } from "../../definition/understand";
import { asChecked } from "../../definition/engineAssets";
import { checkComputed, checkKeys } from "../../model/checks";
import { keys, type Inputs } from "../../model/dataflow";
import { DEPLOYMENT_TYPE, deploymentArguments } from "../../model/dataflowDeployment";
import { argumentsOf } from "../../model/keys";
import type { Mask } from "../../common/mask";
import type { CheckAnswer, Reporter, Unchecked } from "../context";
import { createsBeforeDelete, importIdOf, secretPathsOf, urnOf } from "../declaration";
import { maskOf } from "../secretMask";
import { declareName } from "../displayNames";
import { formerIdsIn } from "../formerIds";
import { announceTakeOver, checkTakeOver } from "../ownership";
import { rememberParameters } from "../knownParameters";
import { containsUnknown, isUnknown } from "../../model/unknown";
import { pick, without } from "../values";
import { carry, COMPUTED, isSameButSecrets, revisions, unknownComputed } from "./computed";
import { declareDefinition, isSeen, placeOf, secretsOf, TEXT_ARGUMENTS, withoutMark } from "./definition";
import { ignored, isIgnored } from "./ignored";
import { isSecretDefinition, nextSecretFingerprint, withoutText } from "./secretDefinition";
import { checkContract } from "./contract";
import { checkTestedQueries } from "./dataTests";
import { declaredDestinations } from "./destinations";
import { leading } from "./leading";
import { checkReads } from "./tableReaders";

/** Checks what can be checked without the network, and computes what previews and dependents show. */
export async function check(
  known: Unchecked<Inputs>,
  given: Unchecked<Inputs>,
  report: Reporter,
): Promise<CheckAnswer<Inputs>> {
  const { inputs, problems } = await checked(known, given, report);
  const { definition } = inputs;
  return { inputs: definition === undefined ? inputs : { ...inputs, definition: asChecked(definition) }, problems };
}

async function checked(
  known: Unchecked<Inputs>,
  given: Unchecked<Inputs>,
  report: Reporter,
): Promise<CheckAnswer<Inputs>> {
  const problems = [
    ...checkKeys(keys, given, "", (name) => strangerText(name, argumentsFor(given))),
    ...checkComputed(keys, known, given),
    ...checkSecretFiles(given),
    ...checkName(given, report),
    ...checkTakeOver(given),
    ...checkOrder(given),
    ...checkCancel(given),
  ];
  if (known.workspaceId === undefined) announceTakeOver("dataflow", given, report);
  // Wrong values are among the problems; the definition is checked all the same.
  const [olds, news] = [known as Partial<Inputs>, given as Inputs];
  if ((versionOf(olds.definitionFingerprint) ?? 0) > CURRENT_VERSION)
    problems.push(
      error("definition", `update the ${spelled().product}: a newer pulumi-fabric-dataflow wrote its state`),
    );
  if (news.definition === undefined) {
    if (olds.definition !== undefined) report.info("definition is no longer declared; the stored one stays as it is");
    return { inputs: without(news, ...COMPUTED), problems };
  }
  if (isIgnored(olds, news, report)) {
    const answer = ignored(olds, news, report);
    return { ...answer, problems: [...problems, ...answer.problems] };
  }
  if (containsUnknown(pick(news, ["definition", ...TEXT_ARGUMENTS])))
    return { inputs: { ...news, ...unknownComputed() }, problems };
  await checkReads(news, report);
  const carried = carry(olds, news);
  if (carried) {
    // The tests may have changed although the definition did not.
    const names = Object.keys(carried.queries).map(nameOfKey);
    if (!isSecretDefinition(news)) problems.push(...checkTestedQueries(news.tests, names));
    problems.push(...(await checkContract(olds, { ...news, ...carried }, report)));
    if (carried.__foreign !== undefined) report.warn(carried.__foreign);
    return { inputs: { ...news, ...carried, ...revisions(olds, news, carried) }, problems };
  }

  const { declared, problems: found } = await declareDefinition(news, olds);
  for (const problem of found.filter(({ severity }) => severity === "warning")) report.warn(problemText(problem));
  problems.push(...found.filter(({ severity }) => severity === "error"));
  if (!declared) return { inputs: news, problems };
  const shown = isSecretDefinition(news) ? withoutText : (problem: Problem) => problem;
  problems.push(...checkSources(declared, placeOf(news), maskOf(news)).map(shown));
  for (const risk of risksOf(declared, olds, news)) report.warn(problemText(shown(risk)));
  problems.push(...checkTestedQueries(news.tests, Object.keys(declared.queries)).map(shown));
  if (isSecretDefinition(news)) {
    const secret = {
      definitionFingerprint: nextSecretFingerprint(withoutMark(olds.definitionFingerprint)),
      queries: {},
    };
    return { inputs: { ...news, ...secret, ...revisions(olds, news, secret) }, problems };
  }
  const isSame = isSameButSecrets(olds, news, declared.parts);
  if (isSame !== true) describe(declared, olds, news, report);
  const { definitionFingerprint } = declared;
  const queries = byKey(declared.queries);
  rememberParameters(definitionFingerprint, await parametersIn(declared));
  const { foreign } = declared;
  const destinations = await declaredDestinations(declared, olds, news);
  problems.push(...(await checkContract(olds, { ...news, ...destinations }, report)));
  const left = foreign && { __foreign: problemText(foreign) };
  const wanted = { definitionFingerprint, queries, ...destinations, ...left };
  return { inputs: { ...news, ...wanted, ...revisions(olds, news, wanted, isSame) }, problems };
}

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

/** Returns risks of a create that takes nothing over, and of destinations that changed. */
function risksOf({ parts, changes }: Understanding, olds: Partial<Inputs>, news: Inputs): Problem[] {
  const isNew = olds.definitionFingerprint === undefined;
  if (isNew ? importIdOf(news) !== undefined || news.adoptExisting === true : changes === undefined) return [];
  const { firstRefreshRisks } =
    require("../../definition/firstRefresh") as typeof import("../../definition/firstRefresh");
  const changed = isNew ? undefined : [...(changes?.changed ?? []), ...(changes?.added ?? [])];
  return firstRefreshRisks(parts, changed, placeOf(news));
}

/**
 * Refuses secret files: their content could be guessed from a fingerprint in the state, and nothing tells which part of
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
 * created.
 */
function checkName(news: Unchecked<Inputs>, report: Reporter): Problem[] {
  const { workspaceId, displayName } = news;
  const urn = urnOf(news);
  if (urn === undefined || typeof workspaceId !== "string" || typeof displayName !== "string") return [];
  if (containsUnknown([workspaceId, displayName])) return [];
  const rival = declareName(workspaceId, displayName, urn);
  if (!rival) return [];
  const others = rival.differsInCase
    ? "declares a dataflow in this workspace whose name differs only in case. The service may refuse the second name"
    : "declares the same name in this workspace. Names are unique in a workspace";
  const problem = error("displayName", `${resourceName(rival.urn)} ${others}, so give one of them another displayName`);
  if (!rival.ofAnotherProvider && !rival.differsInCase) return [problem];
  report.warn(problemText(problem));
  return [];
}

const resourceName = (urn: string): string => urn.split("::").at(-1) ?? urn;

/** Refuses a dataflow that reads a sibling which is replaced: the file has the sibling's old id. */
function checkSources({ parts }: Understanding, place: string, mask: Mask): Problem[] {
  const opened = openDefinition(parts, place);
  if (!opened) return [];
  return formerIdsIn(opened.mashup).map(({ id, line }) =>
    error(
      `${opened.mashupPlace}:${line}`,
      `names the dataflow ${mask.id(id)}, which this stack replaces or has deleted. Bind it to the new one: bind: {  dataflows: { "${mask.id(id)}": { dataflowId: other.id } } }`,
    ),
  );
}

function parametersIn({ parts }: Understanding): Promise<RunParameters | undefined> {
  const { runParametersOf } =
    require("../../definition/runParameters") as typeof import("../../definition/runParameters");
  return runParametersOf(parts);
}

/** The portal's runs still show the old version, which surprises people. */
const UNPUBLISHED =
  "will be written and not published: runs use the version published before, until a DataflowRefresh or `publishOnUpdate: true` publishes this one";

/**
 * Reports which queries change and which depend on them. Only a message has that, because the state keeps no lineage.
 */
function describe(declared: Understanding, olds: Partial<Inputs>, news: Inputs, report: Reporter): void {
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
