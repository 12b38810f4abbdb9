import { lineageOf } from "./lineage";
import { Mashup, isProblem } from "./mashup";
import { openDefinition } from "./open";
import type { DefinitionPart } from "./parts";
import { understand } from "./understand";

export interface Advice {
  place: string;
  message: string;
}

/** What is allowed, and goes better otherwise. */
export async function definitionAdvice(parts: readonly DefinitionPart[], place: string): Promise<Advice[]> {
  const opened = openDefinition(parts, place);
  if (!opened) return [];
  const mashup = new Mashup(opened.mashup, opened.mashupPlace);
  return [...(await absoluteIds(parts, place)), ...(await untypedColumns(mashup))];
}

const ARGUMENT = {
  workspace: "workspaces",
  lakehouse: "lakehouses",
  warehouse: "warehouses",
  dataflow: "dataflows",
  sqlDatabase: "sqlDatabases",
  sqlEndpoint: "sqlEndpoints",
} as const;

/** Ids in the text are those of one environment. */
async function absoluteIds(parts: readonly DefinitionPart[], place: string): Promise<Advice[]> {
  const { references } = await understand(parts, { argument: place, bind: {}, validate: "off" });
  return references
    .filter(({ state }) => state === "unbound")
    .map(({ place: at, kind, query, id }) => ({
      place: at,
      message:
        kind === "other"
          ? `${query} names the item ${id}, which is that of one environment; \`bind\` does not know it: \`replacements\` gives it per stack`
          : `${query} names the ${kind} ${id}, which is that of one environment; bind.${ARGUMENT[kind]} gives it per stack`,
    }));
}

/** Steps by which a query says the types of its columns itself; a source such as a database brings its own. */
const TYPED = /\bTable\.TransformColumnTypes\b|\btype\s+table\b|\bValue\.ReplaceType\b/;
const BRING_TYPES =
  /^(Sql|Oracle|PostgreSQL|MySQL|Snowflake|GoogleBigQuery|OData|Lakehouse|Fabric|Parquet|Delta|PowerPlatform|Odbc|AmazonRedshift|Databricks)\b/;

/** A destination's columns get their types from the query's; an untyped column arrives as text. */
async function untypedColumns(mashup: Mashup): Promise<Advice[]> {
  const advice: Advice[] = [];
  const lineage = await lineageOf(mashup);
  const parameters = new Set(lineage.filter(({ isParameter }) => isParameter).map(({ name }) => name));
  for (const { name, writesTo, isParameter, sources, uses } of lineage) {
    const query = mashup.byName.get(name);
    if (!query || isParameter || writesTo.length === 0) continue;
    const facts = await mashup.facts(query);
    if (isProblem(facts) || TYPED.test(mashup.textOf(query))) continue;
    // What another query gives is judged where that is written; a database brings types of its own.
    if (uses.some((used) => !parameters.has(used)) || sources.some((source) => BRING_TYPES.test(source))) continue;
    advice.push({
      place: mashup.at(query.nameSpan.start),
      message: `${name} is written to a destination and gives its columns no type, so untyped ones arrive as text; add a step Table.TransformColumnTypes`,
    });
  }
  return advice;
}
