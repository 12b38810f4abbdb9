import { spelled } from "../../common/spelling";
import { byKey, nameOfKey } from "./queryKeys";
import { openDefinition } from "../../definition/open";
import { error, problemText, type Problem } from "../../common/problem";
import { CURRENT_VERSION, versionOf } from "../../definition/fingerprint";
import type { RunParameters } from "../../definition/runParameters";
import type { Understanding } from "../../definition/understand";
import { asChecked } from "../../definition/engineAssets";
import { type Inputs } from "../../model/dataflow";
import type { Mask } from "../../common/mask";
import type { CheckResult, Reporter, Unchecked } from "../context";
import { importIdOf } from "../declaration";
import { maskOf } from "../secretMask";
import { formerIdsIn } from "../formerIds";
import { announceTakeOver } from "../ownership";
import { rememberParameters } from "../knownParameters";
import { containsUnknown } from "../../model/unknown";
import { pick, without } from "../values";
import { carry, COMPUTED, isSameButSecrets, revisions, unknownComputed } from "./computed";
import { declareDefinition, placeOf, TEXT_ARGUMENTS, withoutMark } from "./definition";
import { ignored, isIgnored } from "./ignored";
import { isSecretDefinition, nextSecretFingerprint, withoutText } from "./secretDefinition";
import { checkArguments } from "./checkArguments";
import { checkContract } from "./contract";
import { checkTestedQueries } from "./dataTests";
import { describe } from "./describeChange";
import { declaredDestinations } from "./destinations";
import { checkReads } from "./tableReaders";

/** Checks what can be checked without the network, and computes what previews and dependents show. */
export async function check(
  known: Unchecked<Inputs>,
  given: Unchecked<Inputs>,
  report: Reporter,
): Promise<CheckResult<Inputs>> {
  const { inputs, problems } = await checked(known, given, report);
  const { definition } = inputs;
  return { inputs: definition === undefined ? inputs : { ...inputs, definition: asChecked(definition) }, problems };
}

async function checked(
  known: Unchecked<Inputs>,
  given: Unchecked<Inputs>,
  report: Reporter,
): Promise<CheckResult<Inputs>> {
  const problems = checkArguments(known, given, report);
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
    const result = ignored(olds, news, report);
    return { ...result, problems: [...problems, ...result.problems] };
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

/** Returns risks of a create that takes nothing over, and of destinations that changed. */
function risksOf({ parts, changes }: Understanding, olds: Partial<Inputs>, news: Inputs): Problem[] {
  const isNew = olds.definitionFingerprint === undefined;
  if (isNew ? importIdOf(news) !== undefined || news.adoptExisting === true : changes === undefined) return [];
  const { firstRefreshRisks } =
    require("../../definition/firstRefresh") as typeof import("../../definition/firstRefresh");
  const changed = isNew ? undefined : [...(changes?.changed ?? []), ...(changes?.added ?? [])];
  return firstRefreshRisks(parts, changed, placeOf(news));
}

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
