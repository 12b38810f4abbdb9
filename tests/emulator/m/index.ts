import type { Language } from "@microsoft/powerquery-parser";
import type { QueryTable } from "../arrow";
import { evaluate } from "./evaluate";
import { globals } from "./library";
import { resultOf, tableOf } from "./rows";
import { bare } from "./words";
import { lazy, MError, Unsupported, type Thunk, type Value } from "./values";

/** A document. It has its members by name. */
export interface Document {
  /** The value of a member. Throws `MError` if its evaluation raises an error. */
  value: (name: string) => Value;
}

/**
 * A section document whose members are evaluated. `given` has the rows of members that are not evaluated, because their M reads a source.
 * A member that is not given and cannot be evaluated is an empty table.
 */
export async function openDocument(
  text: string,
  given: (name: string) => QueryTable | undefined,
  now: () => number = Date.now,
): Promise<Document | undefined> {
  const parser = require("@microsoft/powerquery-parser") as typeof import("@microsoft/powerquery-parser");
  const parsed = await parser.TaskUtils.tryLexParse(parser.DefaultSettings, text);
  if (!parser.TaskUtils.isParseStageOk(parsed) || parsed.ast.kind !== parser.Language.Ast.NodeKind.Section)
    return undefined;
  const library = globals(now);
  const members = new Map<string, Thunk>();
  const env = (name: string): Thunk | undefined => members.get(name) ?? library(name);
  for (const { namePairedExpression } of (parsed.ast as Language.Ast.Section).sectionMembers.elements) {
    const name = bare(namePairedExpression.key.literal);
    members.set(
      name,
      lazy(() => memberValue(namePairedExpression.value, env, given(name))),
    );
  }
  return {
    value: (name) => {
      const found = members.get(name);
      if (!found) throw new Unsupported(`no member ${name}`);
      return found();
    },
  };
}

function memberValue(node: Language.Ast.TNode, env: (name: string) => Thunk | undefined, rows?: QueryTable): Value {
  if (rows) return tableOf(rows);
  try {
    return evaluate(node, env);
  } catch (error) {
    if (error instanceof Unsupported) return { kind: "table", columns: [], rows: [] };
    throw error;
  }
}

/** The result of a query: rows, or the error of its evaluation. */
export function evaluatedQuery(document: Document, query: string): QueryTable {
  try {
    return resultOf(document.value(query));
  } catch (error) {
    if (error instanceof MError) return { error: `${error.reason}: ${error.message}` };
    throw error;
  }
}
