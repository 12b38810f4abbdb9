import { writtenName } from "../definition/m/text";
import type { Mashup } from "../definition/mashup";

/**
 * Returns a name that does not occur anywhere in the documents. Case is ignored, as the service ignores it in names of queries. A step of that
 * name would hide the query.
 */
export function freeName(name: string, mashups: readonly Mashup[]): string {
  const isFree = mashups.every(
    (mashup) => mashup.find(name) === undefined && !mashup.section.text.includes(writtenName(name)),
  );
  return isFree ? name : freeName(`${name} 2`, mashups);
}

/**
 * Returns a library function that the M uses and that a query of the document hides, because it has the same name. Then the M would have another
 * meaning.
 */
export function hiddenFunction(m: string, mashups: readonly Mashup[]): string | undefined {
  const names = new Set(m.match(/\b[A-Z][A-Za-z]*(?:\d+)?\.[A-Z]\w*/g) ?? []);
  return [...names].find((name) => mashups.some((mashup) => mashup.byName.has(name)));
}

export const hiddenFunctionText = (name: string): string =>
  `a query named ${name} hides M's own ${name}, which the test needs: give the query another name`;
