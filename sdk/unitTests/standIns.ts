import { didYouMean } from "../common/nearest";
import { error, type Problem } from "../common/problem";
import type { Given } from "./caseFile";
import { fixture } from "./fixture";
import type { Queries } from "./queries";
import { endsOfSourceChains, placeText, type Place } from "./sourceChain";
import type { StandIns } from "./reach";

/** The M that stands in for queries and steps, by place. */
export class Fixtures implements StandIns {
  private readonly queries = new Map<string, string>();
  private readonly steps = new Map<string, Map<string, string>>();
  /** The places that a case names, to report those that nothing needs. */
  readonly places: { place: Place; given: Given }[] = [];

  hasQuery = (query: string): boolean => this.queries.has(query);
  hasStep = (query: string, step: string): boolean => this.steps.get(query)?.has(step) === true;

  ofQuery = (query: string): string | undefined => this.queries.get(query);
  ofStep = (query: string, step: string): string | undefined => this.steps.get(query)?.get(step);

  /** Returns false if something already stands in there. */
  add(place: Place, given: Given): boolean {
    const { query, step } = place;
    const isTaken = this.hasQuery(query) || (step === undefined ? this.steps.has(query) : this.hasStep(query, step));
    if (isTaken) return false;
    this.places.push({ place, given });
    const m = fixture(given);
    if (step === undefined) this.queries.set(query, m);
    else this.steps.set(query, (this.steps.get(query) ?? new Map<string, string>()).set(step, m));
    return true;
  }
}

/** Returns where each entry of a case's `given` stands in. */
export function placeAll(queries: Queries, given: readonly Given[]): { fixtures: Fixtures; problems: Problem[] } {
  const fixtures = new Fixtures();
  const problems: Problem[] = [];
  for (const each of given) {
    const found = placeOf(queries, each.place);
    if ("problem" in found) problems.push(error(each.at, found.problem));
    else if (!fixtures.add(found, each))
      problems.push(error(each.at, `${each.place} means ${placeText(found)}, which already has rows`));
  }
  return { fixtures, problems };
}

/** Finds the place of `Orders` or `Orders[Navigation]`. Names may contain brackets themselves. */
function placeOf(queries: Queries, written: string): Place | { problem: string } {
  if (queries.has(written)) return defaultPlace(queries, written);
  for (let at = written.indexOf("["); at > 0 && written.endsWith("]"); at = written.indexOf("[", at + 1)) {
    const query = written.slice(0, at);
    if (!queries.has(query)) continue;
    const step = written.slice(at + 1, -1);
    const { steps } = queries.graph(query);
    if (steps.has(step)) return { query, step };
    return { problem: `${query} has no step ${step}; ${didYouMean(step, [...steps.keys()])}` };
  }
  return { problem: `no query is named ${written}; ${didYouMean(written, [...queries.mashup.byName.keys()])}` };
}

function defaultPlace(queries: Queries, query: string): Place | { problem: string } {
  const places = endsOfSourceChains(queries, query);
  const [place] = places;
  if (places.length > 1)
    return {
      problem: `${query} reads several sources; give rows for each: ${places.map(placeText).join(", ")}`,
    };
  if (place?.step === undefined && queries.graph(query).isFunction)
    return {
      problem: `${query} is a function, so rows cannot stand in for it; give rows for a step that calls it`,
    };
  return place!;
}
