import { applyEnvironment } from "./environment";
import { lineageOf } from "./lineage";
import type { FoundReference } from "./itemsFound";
import { isProblem, type Mashup } from "./mashup";
import { openDefinition } from "./open";
import type { DefinitionPart } from "./parts";

export interface Advice {
  place: string;
  message: string;
}

/** Returns pieces of advice about a definition: what is allowed, but is better done in another way. `mashup`: the M of the parts, if it was read before. */
export async function definitionAdvice(
  parts: readonly DefinitionPart[],
  place: string,
  mashup?: Mashup,
): Promise<Advice[]> {
  const opened = openDefinition(parts, place);
  if (!opened) return [];
  const bound = await applyEnvironment(opened, parts, { bind: {} }, mashup);
  return [...absoluteIds(bound.references), ...(await untypedColumns(bound.mashup))];
}

const ARGUMENT = {
  workspace: "workspaces",
  lakehouse: "lakehouses",
  warehouse: "warehouses",
  dataflow: "dataflows",
  sqlDatabase: "sqlDatabases",
  sqlEndpoint: "sqlEndpoints",
} as const;

/** Advice on ids in the M: an id belongs to one environment. */
function absoluteIds(references: readonly FoundReference[]): Advice[] {
  return references
    .filter(({ state }) => state === "unbound")
    .map(({ place: at, kind, query, id }) => ({
      place: at,
      message:
        kind === "other"
          ? `${query} names the item ${id} of one environment; set it per stack by \`replacements\`, because \`bind\` does not know such items`
          : `${query} names the ${kind} ${id} of one environment; set it per stack by bind.${ARGUMENT[kind]}`,
    }));
}

/** Steps in which a query gives its columns types. */
const TYPED = /\bTable\.TransformColumnTypes\b|\btype\s+table\b|\bValue\.ReplaceType\b/;
/** Sources of files and pages, whose columns have no types. A database, a service with entities or a list of SharePoint has types of its own. */
const TYPELESS =
  /^(?:File|Folder|Web|AzureStorage|AzureDataLakeStorage|DataLake|Hdfs|HdInsight|AmazonS3|GoogleSheets|Excel)\.|^SharePoint\.(?:Files|Contents)$/;

/** Advice on columns without types. A destination takes the types of the query's columns, and an untyped column becomes text. */
async function untypedColumns(mashup: Mashup): Promise<Advice[]> {
  const advice: Advice[] = [];
  const lineage = await lineageOf(mashup);
  const parameters = new Set(lineage.filter(({ isParameter }) => isParameter).map(({ name }) => name));
  for (const { name, writesTo, isParameter, sources, uses } of lineage) {
    const query = mashup.byName.get(name);
    if (!query || isParameter || writesTo.length === 0) continue;
    const facts = await mashup.facts(query);
    if (isProblem(facts) || TYPED.test(mashup.textOf(query))) continue;
    // The columns of another query are judged with that query.
    if (uses.some((used) => !parameters.has(used)) || !sources.every((source) => TYPELESS.test(source))) continue;
    advice.push({
      place: mashup.at(query.nameSpan.start),
      message: `${name} is written to a destination and does not type its columns, so they become text; add a step Table.TransformColumnTypes`,
    });
  }
  return advice;
}
