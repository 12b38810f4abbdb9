import { canonicalTokens } from "./m/canonicalTokens";
import type { ParameterDeclaration } from "./m/parameterDeclaration";
import type { Edit } from "./m/positions";
import { scan } from "./m/tokens";
import { isProblem, type Mashup, type Query } from "./mashup";
import { didYouMean, listed } from "../common/nearest";
import { writeLiteral, type ParameterValue } from "./parameterLiterals";
import { error, type Problem } from "../common/problem";
import { ProblemList } from "./problemList";

export type { ParameterValue };

/** A parameter that a definition declares. */
export interface DeclaredParameter extends ParameterDeclaration {
  name: string;
  query: Query;
}

/** Returns the parameters of a definition. Only members that may be parameters are parsed. */
export async function declaredParameters(mashup: Mashup): Promise<DeclaredParameter[]> {
  const found: DeclaredParameter[] = [];
  for (const query of mashup.queries) {
    if (!mashup.textOf(query).includes("IsParameterQuery")) continue;
    const facts = await mashup.facts(query);
    if (!isProblem(facts) && facts.parameter) found.push({ ...facts.parameter, name: query.name, query });
  }
  return found;
}

/**
 * Returns the edits of the M that give parameters their values. Everything else in the text stays as it is. A value that does not fit, or a name
 * that is not a parameter's, is a problem and makes no edit. Messages never hold values.
 */
export async function setParameters(
  mashup: Mashup,
  values: Readonly<Record<string, ParameterValue>>,
): Promise<{ edits: Edit[]; problems: Problem[] }> {
  const edits: Edit[] = [];
  const problems = new ProblemList("parameters");
  if (Object.keys(values).length === 0) return { edits, problems: [] };
  const parameters = await declaredParameters(mashup);
  const byName = new Map([...parameters].reverse().map((parameter) => [parameter.name, parameter]));
  for (const [name, value] of Object.entries(values)) {
    const place = `parameters.${name}`;
    const parameter = byName.get(name);
    if (!parameter) {
      const message = problems.hasRoom ? await missing(name, parameters, mashup) : "";
      problems.error(
        () => place,
        () => message,
      );
      continue;
    }
    const literal = fit(value, parameter, mashup);
    if ("problem" in literal) problems.include([error(place, literal.problem)]);
    else {
      const { start } = parameter.query;
      edits.push({ start: start + parameter.value.start, end: start + parameter.value.end, text: literal.literal });
    }
  }
  return { edits, problems: problems.all };
}

async function missing(name: string, parameters: readonly DeclaredParameter[], mashup: Mashup): Promise<string> {
  const query = mashup.byName.get(name);
  const facts = query && (await mashup.facts(query));
  if (facts && isProblem(facts)) return `the query cannot be read: ${facts.message}`;
  if (query) return `is a query, but not a parameter; its declaration needs \`meta [IsParameterQuery = true, ...]\``;
  if (parameters.length === 0) return "the definition does not declare any parameter";
  return `the definition has no such parameter; ${didYouMean(
    name,
    parameters.map((parameter) => parameter.name),
  )}`;
}

function fit(
  value: ParameterValue,
  parameter: DeclaredParameter,
  mashup: Mashup,
): { literal: string } | { problem: string } {
  if (value === null && parameter.required && !parameter.nullable)
    return { problem: "is required, and cannot be null; give it a value" };
  const written = writeLiteral(value, parameter.type);
  if ("problem" in written) {
    const type = parameter.type ?? "any";
    return { problem: `does not fit the declared type ${type}; give ${written.problem}` };
  }
  const { allowed, query } = parameter;
  if (value === null || !allowed) return written;
  const texts = allowed.map(({ start, end }) => mashup.textOf(query).slice(start, end));
  if (allowed.some(({ literal }) => literal === value) || texts.some((text) => sameTokens(text, written.literal)))
    return written;
  return { problem: `is not one of the values that the parameter's List allows: ${listed(texts)}` };
}

function sameTokens(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => {
    const tokens = scan(text);
    return canonicalTokens(text, tokens, 0, tokens.length);
  });
  return one === other;
}
