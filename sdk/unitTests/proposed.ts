import { endsOfSourceChains, type Place } from "./sourceChain";
import type { Queries } from "./queries";
import { reachOf } from "./reach";

/** The places at which rows free a query of all its sources: what a new case gives. */
export function proposedPlaces(queries: Queries, query: string): Place[] {
  const places = new Map<string, Place[]>();
  const placesOf = (name: string): Place[] => {
    const known = places.get(name);
    if (known) return known;
    const found = queries.reachesOutside(name) ? ownPlaces(queries, name) : [];
    places.set(name, found);
    return found;
  };
  const { steps } = reachOf(queries, query, {
    hasQuery: (name) => placesOf(name).some(({ step }) => step === undefined),
    hasStep: (name, step) => placesOf(name).some((place) => place.step === step),
  });
  return [...steps.keys()].flatMap((name) => placesOf(name));
}

/** None if the query reads through others alone: they have the places. */
function ownPlaces(queries: Queries, name: string): Place[] {
  const places = endsOfSourceChains(queries, name);
  if (places.some(({ step }) => step !== undefined)) return places;
  const { steps, result } = queries.graph(name);
  const namesSource = [...steps.values(), result].some(({ free }) => free.some((each) => queries.isSource(each)));
  return namesSource ? places : [];
}
