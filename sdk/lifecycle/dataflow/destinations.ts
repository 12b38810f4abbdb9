import type { Mashup, Query } from "../../definition/mashup";
import { openDefinition } from "../../definition/open";
import { withoutSecrets, type Secret } from "../../definition/secrets";
import type { Understanding } from "../../definition/understand";
import type { Definition } from "../../fabric/types";
import type { Computed, Inputs } from "../../model/dataflow";
import { fromResponse, isSeen, secretsOf } from "./definition";
import { queryKey } from "./queryKeys";
import { isSecretDefinition } from "./secretDefinition";

type Destinations = Partial<Pick<Computed, "destinations">>;

/** A query that is written to several tables has one line for each. */
const LINE = "\n";
export const linesOf = (text: string): string[] => text.split(LINE);

/**
 * Returns where the queries of a declared definition are written. Queries that did not change since the old inputs keep
 * their text and are not parsed.
 */
export async function declaredDestinations(
  { mashup, touched, changes }: Understanding,
  olds: Partial<Inputs>,
  news: Inputs,
): Promise<Destinations> {
  if (!mashup || isSecretDefinition(news)) return {};
  // Texts of an edit made in Fabric are not reused: the program did not declare it.
  const before = changes && !isSeen(olds.definitionFingerprint) ? (olds.destinations ?? {}) : {};
  const isKept = (query: Query): boolean =>
    touched !== undefined &&
    !touched.has(query.name) &&
    Object.hasOwn(before, queryKey(query.name)) &&
    // Queries that only the section's header binds may change although their own text does not.
    !mashup.bindsToDefault(query);
  const texts = await destinationTexts(mashup, secretsOf(news), (query) => !isKept(query));
  const kept = mashup.queries.filter(isKept).map(({ name }) => [queryKey(name), before[queryKey(name)] as string]);
  return asInput({ ...Object.fromEntries(kept), ...texts });
}

/** Returns the same for a definition that the service has. */
export async function seenDestinations(definition: Definition, props: Partial<Inputs>): Promise<Destinations> {
  if (isSecretDefinition(props)) return {};
  const opened = openDefinition(fromResponse(definition));
  if (!opened) return {};
  const { Mashup } = require("../../definition/mashup") as typeof import("../../definition/mashup");
  return asInput(await destinationTexts(new Mashup(opened.mashup, opened.mashupPlace), secretsOf(props)));
}

const asInput = (texts: Record<string, string>): Destinations =>
  Object.keys(texts).length === 0 ? {} : { destinations: texts };

async function destinationTexts(
  mashup: Mashup,
  secrets: readonly Secret[],
  wanted?: (query: Query) => boolean,
): Promise<Record<string, string>> {
  if (!/DataDestinations|BindToDefaultDestination/.test(mashup.section.text)) return {};
  const { writtenTables } = require("../../contract/writtenTables") as typeof import("../../contract/writtenTables");
  const { destinationText } =
    require("../../contract/destinationText") as typeof import("../../contract/destinationText");
  const hidden = asTexts(secrets);
  const texts = new Map<string, string>();
  for (const table of await writtenTables(mashup, wanted)) {
    const key = queryKey(table.query);
    const text = destinationText(table, (name) => withoutSecrets(name, hidden));
    texts.set(key, texts.has(key) ? `${texts.get(key)}${LINE}${text}` : text);
  }
  return Object.fromEntries(texts);
}

/** A secret parameter may name the item. */
const asTexts = (secrets: readonly Secret[]): Secret[] =>
  secrets.flatMap(({ name, value }) => (typeof value === "string" ? [{ kind: "text", name, value }] : []));
