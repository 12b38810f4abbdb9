import { endsOfSourceChains, type Place } from "./sourceChain";
import type { Queries } from "./queries";
import { reachOf } from "./reach";

/** Returns the places at which rows replace all sources of a query, for a new case. */
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

/** Returns none if the query reads only through other queries, which have the places. */
function ownPlaces(queries: Queries, name: string): Place[] {
  const places = endsOfSourceChains(queries, name);
  if (places.some(({ step }) => step !== undefined)) return places;
  const { steps, result } = queries.graph(name);
  const namesSource = [...steps.values(), result].some(({ free }) => free.some((each) => queries.isSource(each)));
  return namesSource ? places : [];
}
